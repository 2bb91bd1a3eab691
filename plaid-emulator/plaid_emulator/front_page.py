"""What a person finds who opens the emulator's address in a browser: what this is and where to go on."""

from importlib.metadata import metadata
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse

from plaid_emulator import __version__

README, STYLE = "/readme", "/front.css"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:;"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>plaid-emulator</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/link/app/tokens.css">
<link rel="stylesheet" href="{STYLE}">
<header>Offline sandbox: do not enter real credentials</header>
<main>
<h1>plaid-emulator</h1>
<p>It answers like Plaid and holds no real data.
Programs call its API by POST, with any client_id and secret unless it was started with a pair.</p>
<ul>
<li><a href="/__admin/lab">Bank lab</a><p>Make Items, spend money, break logins, move the clock.</p></li>
<li><a href="{README}">README</a><p>Five minutes with plaid-python, npm plaid and react-plaid-link.</p></li>
</ul>
<p class="version">Version {__version__}</p>
</main>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get("/")
def serve_front_page() -> HTMLResponse:
    return HTMLResponse(PAGE, headers=HEADERS)


@router.get(STYLE)
def serve_style() -> FileResponse:
    return FileResponse(Path(__file__).with_name("front.css"), headers=HEADERS)


@router.get(README)
def serve_readme() -> PlainTextResponse:
    """Serve the README that came with the installed package: whoever has only that finds it here."""
    package = metadata("plaid-emulator")
    text = package.get("Description") or package.get_payload()  # type: ignore[attr-defined]
    return PlainTextResponse(str(text), headers=HEADERS)
