"""Link over HTTP: the dialog's own small API, one address for each thing a person can do."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from plaid_emulator import tokens
from plaid_emulator.link import bank, desk, ending, files, flow, oauth, oauth_bank, phone, views
from plaid_emulator.link.desk import Step
from plaid_emulator.link.route import DialogRoute, Running, Text

MOST_TILES = 7

router = APIRouter(prefix="/link", include_in_schema=False, route_class=DialogRoute)
router.include_router(files.router)


class Start(BaseModel):
    """Opening the dialog."""

    link_token: Text
    received_redirect_uri: Text | None = None
    institution_id: Text | None = None


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


class Phone(BaseModel):
    """A phone number, as typed."""

    phone: Annotated[str, Field(max_length=40)]


class Code(BaseModel):
    """The code of the message that was sent to the phone."""

    code: Annotated[str, Field(max_length=20)]


class Token(BaseModel):
    """A link token by itself."""

    link_token: Text


class Decision(BaseModel):
    """What a person decided at the bank: the accounts to share, or how it failed."""

    accounts: Annotated[list[Text], Field(max_length=500)] = []
    error_code: Text | None = None


class Accounts(BaseModel):
    """The keys of the accounts to share."""

    accounts: Annotated[list[Text], Field(max_length=500)]


@router.post("/api/sessions", status_code=201)
def start(emulator: Running, body: Start) -> Step:
    return desk.start(emulator, body.link_token, body.received_redirect_uri, body.institution_id)


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


@router.post("/api/sessions/{session_id}/recaptcha")
def submit_recaptcha(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.submit_recaptcha)


@router.post("/api/sessions/{session_id}/add-another")
def add_another(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, flow.add_another)


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
    desk.note_departure(emulator, session_id)


@router.post("/api/sessions/{session_id}/phone")
def submit_phone(emulator: Running, session_id: str, body: Phone) -> Step:
    return desk.act(emulator, session_id, partial(phone.submit_phone, number=body.phone))


@router.post("/api/sessions/{session_id}/skip-phone")
def skip_phone(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, phone.skip_phone)


@router.post("/api/sessions/{session_id}/passcode")
def submit_passcode(emulator: Running, session_id: str, body: Code) -> Step:
    return desk.act(emulator, session_id, partial(phone.submit_passcode, code=body.code))


@router.post("/api/sessions/{session_id}/saved")
def choose_saved(emulator: Running, session_id: str, body: Choice) -> Step:
    return desk.act(emulator, session_id, partial(phone.choose_saved, institution_id=body.institution_id))


@router.post("/api/sessions/{session_id}/another-bank")
def choose_another(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, phone.choose_another)


@router.post("/api/sessions/{session_id}/oauth-opened")
def note_oauth_opened(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, oauth.note_opened)


@router.post("/api/sessions/{session_id}/oauth-closed")
def note_oauth_closed(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, oauth.note_closed)


@router.post("/api/sessions/{session_id}/oauth-done")
def take_up_oauth(emulator: Running, session_id: str) -> Step:
    return desk.act(emulator, session_id, oauth.take_up)


@router.get("/api/oauth/{state_id}")
def show_bank(emulator: Running, state_id: str) -> dict[str, Any]:
    return oauth_bank.show(emulator, state_id)


@router.post("/api/oauth/{state_id}/sign-in")
def sign_in_at_bank(emulator: Running, state_id: str, body: Credentials) -> dict[str, Any]:
    offered = oauth_bank.sign_in(emulator, state_id, body.username, body.password)
    return {"accounts": [account.model_dump() for account in offered]}


@router.post("/api/oauth/{state_id}/decision")
def decide_at_bank(emulator: Running, state_id: str, body: Decision) -> dict[str, str | None]:
    return oauth_bank.decide(emulator, state_id, body.accounts, body.error_code)


@router.post("/api/tiles")
def list_tiles(emulator: Running, body: Token) -> dict[str, Any]:
    """List the first banks for the tiles in the app's own page; no session begins yet."""
    token = tokens.get_link_token(emulator, body.link_token)
    found = [each for each in bank.list_institutions(token, "") if each.health == "HEALTHY"]
    return {
        "client_name": bank.client_name(token),
        "institutions": [views.list_entry(each) for each in found[:MOST_TILES]],
    }
