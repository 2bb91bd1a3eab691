"""Link over HTTP: the browser script, the dialog's files, and the dialog's own small API."""

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from plaid_emulator.api.dispatch import refuse
from plaid_emulator.emulator import Emulator, emulator_of
from plaid_emulator.errors import PlaidError
from plaid_emulator.link import desk, ending, flow
from plaid_emulator.link.desk import Step

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


class DialogRoute(APIRoute):
    """A route whose refusals are Plaid's error objects."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except PlaidError as error:
                return refuse(error)
            except RequestValidationError:
                return refuse(PlaidError("INVALID_BODY"))

        return answer


router = APIRouter(prefix="/link", include_in_schema=False, route_class=DialogRoute)
Running = Annotated[Emulator, Depends(emulator_of)]
Text = Annotated[str, Field(max_length=60_000)]


class Start(BaseModel):
    """Opening the dialog."""

    link_token: Text
    received_redirect_uri: Text | None = None


class Query(BaseModel):
    """A search for a bank."""

    query: Annotated[str, Field(max_length=200)]


class Choice(BaseModel):
    """The bank that was chosen."""

    institution_id: Text


class Credentials(BaseModel):
    """A login; the password may be a whole user_custom configuration."""

    username: Text
    password: Text


class Answers(BaseModel):
    """The answers of one MFA round."""

    answers: Annotated[list[Text], Field(max_length=20)]


class Accounts(BaseModel):
    """The keys of the accounts to share."""

    accounts: Annotated[list[Text], Field(max_length=500)]


@router.get("/v2/stable/link-initialize.js")
def serve_script() -> FileResponse:
    headers = {**SHARED_HEADERS, "Access-Control-Allow-Origin": "*"}
    return FileResponse(STATIC / "link-initialize.js", media_type="text/javascript", headers=headers)


@router.get("/v2/stable/link.html")
@router.get("/hosted/{token}")
def serve_dialog() -> FileResponse:
    return FileResponse(STATIC / "link.html", media_type="text/html", headers=PAGE_HEADERS)


@router.get("/app/{path:path}")
def serve_dialog_file(path: str) -> FileResponse:
    if path not in DIALOG_FILES:
        raise PlaidError("NOT_FOUND")
    return FileResponse(DIALOG_FILES[path], headers=SHARED_HEADERS)


@router.post("/api/sessions", status_code=201)
def start(emulator: Running, body: Start) -> Step:
    return desk.start(emulator, body.link_token, body.received_redirect_uri)


@router.post("/api/sessions/{session_id}/consent")
def consent(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.consent)


@router.post("/api/sessions/{session_id}/search")
def search(emulator: Running, session_id: str, body: Query) -> Step:
    return desk.search(emulator, session_id, body.query.strip())


@router.post("/api/sessions/{session_id}/institution")
def choose_institution(emulator: Running, session_id: str, body: Choice) -> Step:
    return desk.act(
        emulator, session_id, partial(flow.choose_institution, institution_id=body.institution_id)
    )


@router.post("/api/sessions/{session_id}/credentials")
def submit_credentials(emulator: Running, session_id: str, body: Credentials) -> Step:
    submit = partial(flow.submit_credentials, username=body.username, password=body.password)
    return desk.act(emulator, session_id, submit)


@router.post("/api/sessions/{session_id}/mfa")
def submit_mfa(emulator: Running, session_id: str, body: Answers) -> Step:
    return desk.act(emulator, session_id, partial(flow.submit_mfa, answers=body.answers))


@router.post("/api/sessions/{session_id}/accounts")
def submit_accounts(emulator: Running, session_id: str, body: Accounts) -> Step:
    return desk.act(emulator, session_id, partial(flow.submit_accounts, keys=body.accounts))


@router.post("/api/sessions/{session_id}/back")
def go_back(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.go_back)


@router.post("/api/sessions/{session_id}/retry")
def retry(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.retry)


@router.post("/api/sessions/{session_id}/finish")
def finish(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.finish)


@router.post("/api/sessions/{session_id}/ask-exit")
def ask_to_leave(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, lambda s, context: ending.ask_to_leave(s, context.journal))


@router.post("/api/sessions/{session_id}/stay")
def stay(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, lambda s, context: ending.stay(s, context.journal))


@router.post("/api/sessions/{session_id}/exit")
def leave(emulator: Running, session_id: str) -> Step:
    return desk.leave(emulator, session_id)


@router.post("/api/sessions/{session_id}/left", status_code=204)
def note_departure(emulator: Running, session_id: str) -> None:
    """Hear from a page that is being closed; nobody waits for the answer."""
    desk.leave(emulator, session_id)
