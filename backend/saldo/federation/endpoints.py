"""`/api/auth/external`: sign in by another issuer."""

from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.requests import HTTPConnection

from saldo.federation.errors import (
    ExternalSignInOver,
    ExternalTokenInvalid,
    ProviderFailed,
    ProviderUnknown,
)
from saldo.federation.recognising import Recogniser
from saldo.federation.schemas import Arrival, Departure, FirebaseToken, Providers, ProviderShown
from saldo.federation.travelling import LIFETIME, Agency, Started
from saldo.providers.issuers import IssuerUnreachable, TokenRefused, Verifier
from saldo.workspaces import entering
from saldo.workspaces.endpoints import Delivery, hand_in
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance, Entrance
from saldo.workspaces.schemas import Challenge, Session

router = APIRouter(prefix="/api/auth/external", tags=["auth"])
_CHALLENGED: dict[int | str, dict[str, object]] = {
    202: {"model": Challenge, "description": "The provider said yes; a code is needed too."}
}


@dataclass(frozen=True)
class Embassy:
    """What signing in by others needs of the process."""

    agency: Agency
    recogniser: Recogniser
    firebase: Verifier | None


async def get_embassy(connection: HTTPConnection) -> Embassy:
    return cast("Embassy", connection.app.state.embassy)


CurrentEmbassy = Annotated[Embassy, Depends(get_embassy)]


@router.get("")
async def list_providers(embassy: CurrentEmbassy) -> Providers:
    """List other ways to sign in."""
    found = embassy.agency.providers.values()
    return Providers(
        data=[ProviderShown(name=one.name, label=one.label) for one in found],
        firebase=embassy.firebase is not None,
    )


@router.post("/{name}/start")
async def start(
    name: str,
    response: Response,
    embassy: CurrentEmbassy,
    entrance: CurrentEntrance,
    device: CurrentDevice,
) -> Departure:
    """Begin to sign in at a provider; a cookie binds the journey to this browser."""
    await entrance.door.throttle.admit_sign_up(device.ip)
    return bind_journey(response, entrance, await embassy.agency.start(name))


def bind_journey(response: Response, entrance: Entrance, started: Started) -> Departure:
    """Send the browser off with a cookie it must bring back."""
    rules = entrance.cookies
    response.set_cookie(
        f"{rules.name}-journey",
        started.binding,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=rules.is_https,
        httponly=True,
        samesite="lax",
    )
    return Departure(authorization_url=started.url)


def binding_of(request: Request, entrance: Entrance) -> str:
    """Return what the browser was sent off with. Raises ExternalSignInOver."""
    binding = request.cookies.get(f"{entrance.cookies.name}-journey")
    if binding is None:
        raise ExternalSignInOver
    return binding


async def get_arrived(
    body: Arrival, request: Request, embassy: CurrentEmbassy, entrance: CurrentEntrance
) -> UUID:
    """Return who the provider says has come back."""
    code, state = body.code.get_secret_value(), body.state.get_secret_value()
    claims = await embassy.agency.finish(code, state, binding_of(request, entrance))
    return await embassy.recogniser.recognise(claims)


@router.post("/finish", responses=_CHALLENGED)
async def finish(
    user_id: Annotated[UUID, Depends(get_arrived)],
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session | Challenge:
    """Sign in with what the provider sent the browser back with."""
    entered = await entering.enter(entrance.door, user_id, device, factor="external")
    return hand_in(entrance, response, entered, delivery)


@router.post("/firebase", responses=_CHALLENGED)
async def sign_in_by_firebase(
    body: FirebaseToken,
    response: Response,
    embassy: CurrentEmbassy,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session | Challenge:
    """Sign in with an ID token of Firebase Authentication."""
    if embassy.firebase is None:
        raise ProviderUnknown
    await entrance.door.throttle.admit_sign_up(device.ip)
    try:
        claims = await embassy.firebase.read(body.id_token.get_secret_value())
    except TokenRefused as error:
        raise ExternalTokenInvalid from error
    except IssuerUnreachable as error:
        raise ProviderFailed from error
    user_id = await embassy.recogniser.recognise(claims)
    entered = await entering.enter(entrance.door, user_id, device, factor="firebase")
    return hand_in(entrance, response, entered, delivery)
