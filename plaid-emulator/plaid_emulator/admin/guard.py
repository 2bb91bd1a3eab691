"""Who may come in by the admin door: programs, and the emulator's own pages."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import orjson
from fastapi import HTTPException, Request

from plaid_emulator.emulator import emulator_of

REFUSAL = "the admin door opens only to programs and to the emulator's own pages"
STRANGE_HOST = (
    "the admin door knows no host of this name: ask for it by its address, or start with --allow-host"
)


def refuse_other_pages(request: Request) -> None:
    """Keep web pages of other origins out: a browser on this machine must not be turned against us."""
    host = request.headers.get("host", "")
    if not _is_ours(request, host):
        raise HTTPException(421, STRANGE_HOST)
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise HTTPException(403, REFUSAL)
    # A link from elsewhere may open the lab's page; nothing else is asked for by other sites.
    came_by_link = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and not came_by_link:
        raise HTTPException(403, REFUSAL)


async def refuse_what_is_no_json(request: Request) -> None:
    """Refuse what only Python's own reader takes for JSON: NaN, infinity, half of a character."""
    body = await request.body()
    try:
        orjson.loads(body or b"null")
    except ValueError as error:
        raise HTTPException(400, f"the body is no JSON: {error}") from None


def _is_ours(request: Request, host: str) -> bool:
    """Accept addresses and localhost: a name that an attacker's DNS points at us is never one of them."""
    name = urlsplit(f"//{host}").hostname or ""
    config = emulator_of(request).config
    if name == "localhost" or name.endswith(".localhost") or name in {config.host, *config.allowed_hosts}:
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
