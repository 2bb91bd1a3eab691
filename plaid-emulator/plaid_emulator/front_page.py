"""What a person finds who opens the emulator's address in a browser: what this is and where to go on."""

from importlib.metadata import metadata

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse

from plaid_emulator import __version__

README = "/readme"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-cache",
}
PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>plaid-emulator</title>
<main>
<h1>plaid-emulator</h1>
<p>An offline sandbox that answers like Plaid. It holds no real data: do not enter real credentials here.</p>
<p>Programs call its API by POST, with any client_id and secret unless it was started with a pair.</p>
<ul>
<li><a href="/__admin/lab">Bank lab</a>: make Items, spend money, break logins, move the clock</li>
<li><a href="{README}">README</a>: five minutes with plaid-python, npm plaid and react-plaid-link</li>
</ul>
<p>Version {__version__}</p>
</main>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.get("/")
def serve_front_page() -> HTMLResponse:
    return HTMLResponse(PAGE, headers=HEADERS)


@router.get(README)
def serve_readme() -> PlainTextResponse:
    """Serve the README that came with the installed package: whoever has only that finds it here."""
    package = metadata("plaid-emulator")
    text = package.get("Description") or package.get_payload()  # type: ignore[attr-defined]
    return PlainTextResponse(str(text), headers=HEADERS)
