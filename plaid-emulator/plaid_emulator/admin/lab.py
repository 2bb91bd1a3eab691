"""The Bank lab: a page for people over the admin door; its files and nothing else."""

from pathlib import Path

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import FileResponse

from plaid_emulator.admin.guard import refuse_other_pages

PAGES = Path(__file__).with_name("lab")
# Listed once, so that no request can name a file outside.
FILES = {path.name: path for path in (PAGES / "app").iterdir() if path.suffix in {".js", ".css"}}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

router = APIRouter(prefix="/__admin/lab", include_in_schema=False, dependencies=[Depends(refuse_other_pages)])


@router.get("")
def serve_page() -> FileResponse:
    return FileResponse(PAGES / "lab.html", media_type="text/html", headers=HEADERS)


@router.get("/app/{name}")
def serve_file(name: str) -> FileResponse:
    if name not in FILES:
        raise HTTPException(404, "the lab has no such file")
    return FileResponse(FILES[name], headers=HEADERS)
