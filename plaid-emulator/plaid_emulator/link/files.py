"""The files Link is made of: the browser script, the dialog, the tiles and the bank's own page."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from plaid_emulator.errors import PlaidError
from plaid_emulator.link.route import DialogRoute

STATIC = Path(__file__).with_name("static")
# Listed once, so that no request can name a file outside.
DIALOG_FILES = {
    path.relative_to(STATIC / "app").as_posix(): path
    for path in (STATIC / "app").rglob("*.*")
    if path.is_file()
}
# Any app under development may frame the dialog; its messages go only to the origin that opened it.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
SHARED_HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PAGE_HEADERS = {**SHARED_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
# Nobody may frame a page where one signs in to a bank.
BANK_HEADERS = {**PAGE_HEADERS, "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("*", "'none'")}

router = APIRouter(route_class=DialogRoute)


@router.get("/v2/stable/link-initialize.js")
def serve_script() -> FileResponse:
    headers = {**SHARED_HEADERS, "Access-Control-Allow-Origin": "*"}
    return FileResponse(STATIC / "link-initialize.js", media_type="text/javascript", headers=headers)


@router.get("/v2/stable/link.html")
@router.get("/hosted/{token}")
def serve_dialog() -> FileResponse:
    return FileResponse(STATIC / "link.html", media_type="text/html", headers=PAGE_HEADERS)


@router.get("/v2/stable/tiles.html")
def serve_tiles() -> FileResponse:
    return FileResponse(STATIC / "tiles.html", media_type="text/html", headers=PAGE_HEADERS)


@router.get("/oauth")
def serve_bank() -> FileResponse:
    return FileResponse(STATIC / "bank.html", media_type="text/html", headers=BANK_HEADERS)


@router.get("/app/{path:path}")
def serve_dialog_file(path: str) -> FileResponse:
    if path not in DIALOG_FILES:
        raise PlaidError("NOT_FOUND")
    return FileResponse(DIALOG_FILES[path], headers=SHARED_HEADERS)
