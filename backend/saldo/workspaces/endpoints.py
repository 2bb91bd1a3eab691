"""The entrance: `/api/auth/...`."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response, status

from saldo.core.environment import Environment
from saldo.users import people
from saldo.users.errors import SessionOver
from saldo.workspaces import entering, repository
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.cookies import CLIENT_HEADER, DELIVERY_HEADER
from saldo.workspaces.entering import Applicant, Challenged, Entered
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance, Entrance
from saldo.workspaces.models import Role, WorkspaceKind
from saldo.workspaces.permissions import OWN_READ, require
from saldo.workspaces.schemas import (
    Challenge,
    ChallengeOnly,
    Me,
    MeUser,
    MeWorkspace,
    Refresh,
    SecondFactor,
    Session,
    SignIn,
    SignUp,
)

router = APIRouter(prefix="/api/auth", tags=["auth"])
Delivery = Annotated[
    str | None, Header(alias=DELIVERY_HEADER, description="`body`: answer the refresh token in the body.")
]
Client = Annotated[
    str | None, Header(alias=CLIENT_HEADER, description="`web`; needed by requests that rely on the cookie.")
]


@router.post("/sign-up", status_code=status.HTTP_201_CREATED)
async def sign_up(
    body: SignUp,
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session:
    """Make an account with a personal workspace, and sign in."""
    applicant = Applicant(str(body.email), body.password.get_secret_value(), body.display_name)
    entered = await entering.sign_up(entrance.door, applicant, device)
    return _hand_over(entrance, response, entered, delivery)


@router.post(
    "/sign-in",
    responses={202: {"model": Challenge, "description": "The password was right; a code is needed too."}},
)
async def sign_in(
    body: SignIn,
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session | Challenge:
    """Begin a session; with a second factor set up, be asked for its code first (202)."""
    password = body.password.get_secret_value()
    entered = await entering.sign_in(entrance.door, str(body.email), password, device)
    return hand_in(entrance, response, entered, delivery)


@router.post("/second-factor")
async def answer_challenge(
    body: SecondFactor,
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session:
    """Begin a session with the code that follows the password."""
    entered = await entering.answer_challenge(entrance.door, body.challenge, body.code, device)
    return _hand_over(entrance, response, entered, delivery)


@router.post("/second-factor/email", status_code=status.HTTP_204_NO_CONTENT)
async def send_code(body: ChallengeOnly, entrance: CurrentEntrance, device: CurrentDevice) -> None:
    """Have a code written to your address, where codes by e-mail are switched on."""
    await entering.send_code(entrance.door, body.challenge, device)


@router.post("/refresh")
async def refresh(
    request: Request,
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    body: Refresh | None = None,
    delivery: Delivery = None,
    _client: Client = None,
) -> Session:
    """Trade the refresh token (cookie or body) for a new access token and a new refresh token."""
    token = _token_of(body) or entrance.cookies.read(request)
    if token is None:
        raise SessionOver
    in_body = "body" if _token_of(body) else delivery
    return _hand_over(entrance, response, await entering.refresh(entrance.door, token, device), in_body)


@router.post("/sign-out", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out(
    request: Request,
    response: Response,
    entrance: CurrentEntrance,
    body: Refresh | None = None,
    _client: Client = None,
) -> None:
    """End the session that the refresh token (cookie or body) belongs to; without one it is over already."""
    token = _token_of(body) or entrance.cookies.read(request)
    if token is not None:
        await entering.sign_out(entrance.door, token)
    entrance.cookies.clear(response)


@router.get("/me", dependencies=[require(OWN_READ)])
async def get_me(session: TenantSession, member: CurrentMember, entrance: CurrentEntrance) -> Me:
    """Say who is signed in, and in which workspace."""
    user = await people.get(session, member.user_id)
    workspaces = [
        MeWorkspace(id=one.workspace_id, name=one.name, kind=WorkspaceKind(one.kind), role=Role(one.role))
        for one in await repository.list_memberships(session, member.user_id)
    ]
    current = next(one for one in workspaces if one.id == member.workspace_id)
    return Me(
        user=MeUser(
            id=user.id,
            email=user.email,
            display_name=user.display_name,
            is_address_confirmed=user.email_confirmed_at is not None,
            is_administrator=user.is_administrator,
        ),
        workspace=current,
        workspaces=workspaces,
        environment=Environment(entrance.environment),
    )


def hand_in(
    entrance: Entrance, response: Response, entered: Entered | Challenged, delivery: str | None
) -> Session | Challenge:
    """Answer a sign-in, by whatever means: with a session, or (202) with the question for a code."""
    if isinstance(entered, Challenged):
        response.status_code = status.HTTP_202_ACCEPTED
        return Challenge.model_validate({
            "challenge": entered.challenge,
            "expires_in": entered.expires_in,
            "factors": entered.kinds,
        })  # fmt: skip
    return _hand_over(entrance, response, entered, delivery)


def _token_of(body: Refresh | None) -> str | None:
    return body.refresh_token.get_secret_value() if body and body.refresh_token else None


def _hand_over(entrance: Entrance, response: Response, entered: Entered, delivery: str | None) -> Session:
    is_in_body = delivery == "body"
    if not is_in_body:
        entrance.cookies.set(response, entered.refresh_token)
    return Session(
        access_token=entered.access_token,
        token_type="Bearer",  # noqa: S106 - the name of the scheme
        expires_in=entered.expires_in,
        refresh_token=entered.refresh_token if is_in_body else None,
    )
