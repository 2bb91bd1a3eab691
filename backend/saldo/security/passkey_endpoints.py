"""Passkeys: enrol, list and remove them, sign in with one, and show again who one is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field, JsonValue

from saldo.core.database import SYSTEM
from saldo.core.schemas import Input, Output
from saldo.security import passkeys
from saldo.security.schemas import PasskeyName, PasskeyShown, PasskeysShown
from saldo.workspaces import entering
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.endpoints import Delivery, hand_in
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance
from saldo.workspaces.management_schemas import Name
from saldo.workspaces.permissions import OWN_READ, OWN_WRITE, require
from saldo.workspaces.schemas import Challenge, Session

router = APIRouter(tags=["security"])
_OWN = "/api/security/passkeys"
_ONE = f"{_OWN}/{{passkey_id:uuid}}"
Credential = Annotated[
    dict[str, JsonValue], Field(description="The browser's answer, `PublicKeyCredential.toJSON()`.")
]


class PasskeyOptions(Output):
    """What the browser needs: `PublicKeyCredential.parse...OptionsFromJSON(options)`."""

    handle: str = Field(description="Send it back with the browser's answer; empty when enrolling.")
    options: dict[str, JsonValue]


class NewPasskey(Input):
    """A key the browser has made."""

    name: Name = Field(examples=["Phone"])
    credential: Credential


class PasskeyUse(Input):
    """The browser's answer to a question of ours."""

    handle: Annotated[str, Field(min_length=20, max_length=100)]
    credential: Credential


@router.get(_OWN, dependencies=[require(OWN_READ)])
async def list_passkeys(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> PasskeysShown:
    """List your passkeys."""
    rows = await entrance.door.passkeys.list_keys(session, member.user_id)
    return PasskeysShown(data=[PasskeyShown.model_validate(one, from_attributes=True) for one in rows])


@router.post(f"{_OWN}/options", dependencies=[require(OWN_WRITE)])
async def begin_passkey(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> PasskeyOptions:
    """Begin to enrol a passkey. Asks for a fresh proof."""
    options = await passkeys.begin(entrance.door, session, member)
    return PasskeyOptions(handle="", options=options)


@router.post(_OWN, status_code=status.HTTP_201_CREATED, dependencies=[require(OWN_WRITE)])
async def add_passkey(
    body: NewPasskey, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> PasskeyShown:
    """Keep a passkey the browser has made. Asks for a fresh proof."""
    row = await passkeys.add(entrance.door, session, member, body.credential, body.name)
    return PasskeyShown.model_validate(row, from_attributes=True)


@router.patch(_ONE, dependencies=[require(OWN_WRITE)])
async def rename_passkey(
    passkey_id: UUID,
    body: PasskeyName,
    session: TenantSession,
    member: CurrentMember,
    entrance: CurrentEntrance,
) -> PasskeyShown:
    """Give a passkey another name."""
    row = await passkeys.rename(entrance.door, session, member, passkey_id, body.name)
    return PasskeyShown.model_validate(row, from_attributes=True)


@router.delete(_ONE, status_code=status.HTTP_204_NO_CONTENT, dependencies=[require(OWN_WRITE)])
async def remove_passkey(
    passkey_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Forget a passkey. Asks for a fresh proof."""
    await passkeys.remove(entrance.door, session, member, passkey_id)


@router.post("/api/auth/passkey/options")
async def ask_for_passkey(entrance: CurrentEntrance, device: CurrentDevice) -> PasskeyOptions:
    """Ask the browser for any passkey it has for Saldo, to sign in or to show again who one is."""
    await entrance.door.throttle.admit_passkey(device.ip)
    handle, options = await entrance.door.passkeys.begin_use()
    return PasskeyOptions(handle=handle, options=options)


@router.post("/api/auth/passkey", responses={202: {"model": Challenge, "description": "Never in practice."}})
async def sign_in_by_passkey(
    body: PasskeyUse,
    response: Response,
    entrance: CurrentEntrance,
    device: CurrentDevice,
    delivery: Delivery = None,
) -> Session | Challenge:
    """Begin a session with a passkey: it is two factors at once, so no code is asked."""
    door = entrance.door
    await door.throttle.admit_passkey(device.ip)
    async with door.database.transaction(SYSTEM) as session:
        user_id = await door.passkeys.finish_use(session, body.handle, body.credential, door.clock.now())
    entered = await entering.enter(door, user_id, device, factor="passkey", is_strong=True)
    return hand_in(entrance, response, entered, delivery)


@router.post(
    "/api/security/proof/passkey",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require(OWN_WRITE)],
)
async def prove_by_passkey(
    body: PasskeyUse, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Show again who you are with a passkey of yours."""
    await passkeys.prove(entrance.door, session, member, body.handle, body.credential)
