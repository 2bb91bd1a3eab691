"""`/api/tokens` and `/api/clients`: the keys of programs; made after a fresh proof, shown once."""

from uuid import UUID

from fastapi import APIRouter, status

from saldo.core.http import CurrentVault
from saldo.programs import keys
from saldo.programs.keys import Wish
from saldo.programs.models import PersonalToken, SignedClient
from saldo.programs.schemas import (
    ClientMade,
    Clients,
    ClientShown,
    KeyShown,
    NewKey,
    RightShown,
    Rotation,
    TokenMade,
    Tokens,
)
from saldo.security.proving import require_proof
from saldo.workspaces.access import CurrentMember, Member, TenantSession
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["programs"])


@router.get("/tokens", dependencies=[require("own:read")])
async def list_tokens(session: TenantSession, member: CurrentMember) -> Tokens:
    """List your personal access tokens in this workspace."""
    rows = await keys.list_keys(session, member, PersonalToken, of_all=False)
    return Tokens(data=[KeyShown(**_fields(one)) for one in rows], rights=_rights(member))


@router.post("/tokens", status_code=status.HTTP_201_CREATED, dependencies=[require("own:write")])
async def make_token(
    body: NewKey, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> TokenMade:
    """Make a personal access token for this workspace. Asks for a fresh proof; shown only now."""
    await require_proof(entrance.door, session, member)
    wish = Wish(body.name, body.permissions, body.expires_in_days)
    row, token = await keys.make_token(session, member, wish, entrance.door.clock.now())
    return TokenMade(token=token, **_fields(row))


@router.delete(
    "/tokens/{token_id:uuid}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[require("own:write")]
)
async def revoke_token(
    token_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Revoke a token; it is refused from the next request on."""
    await keys.revoke(session, member, PersonalToken, token_id, entrance.door.clock.now())


@router.get("/clients", dependencies=[require("clients:read")])
async def list_clients(session: TenantSession, member: CurrentMember) -> Clients:
    """List the clients that may sign requests to this workspace."""
    rows = await keys.list_keys(session, member, SignedClient, of_all=True)
    shown = [ClientShown(**_client_fields(one)) for one in rows]
    return Clients(data=shown, rights=_rights(member))


@router.post("/clients", status_code=status.HTTP_201_CREATED, dependencies=[require("clients:write")])
async def make_client(
    body: NewKey,
    session: TenantSession,
    member: CurrentMember,
    entrance: CurrentEntrance,
    vault: CurrentVault,
) -> ClientMade:
    """Make a client that signs its requests. Asks for a fresh proof; its secret is shown only now."""
    await require_proof(entrance.door, session, member)
    wish = Wish(body.name, body.permissions, body.expires_in_days)
    row, secret = await keys.make_client(session, vault, member, wish, entrance.door.clock.now())
    return ClientMade(secret=secret, **_client_fields(row))


@router.post("/clients/{client_id:uuid}/rotate", dependencies=[require("clients:write")])
async def rotate_client(
    client_id: UUID,
    body: Rotation,
    session: TenantSession,
    member: CurrentMember,
    entrance: CurrentEntrance,
    vault: CurrentVault,
) -> ClientMade:
    """Give a client another secret; the one before is refused from now on. Asks for a fresh proof."""
    await require_proof(entrance.door, session, member)
    now = entrance.door.clock.now()
    row, secret = await keys.rotate_client(session, vault, member, client_id, now + body.lifetime)
    return ClientMade(secret=secret, **_client_fields(row))


@router.delete(
    "/clients/{client_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require("clients:write")],
)
async def revoke_client(
    client_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Revoke a client; its signatures are refused from the next request on."""
    await keys.revoke(session, member, SignedClient, client_id, entrance.door.clock.now())


def _rights(member: Member) -> list[RightShown]:
    return [RightShown(is_yours=member.may(one.permission), **vars(one)) for one in keys.list_rights()]


def _fields(row: PersonalToken | SignedClient) -> dict[str, object]:
    names = ("id", "name", "hint", "permissions", "created_at", "expires_at", "last_used_at")
    return {name: getattr(row, name) for name in names}


def _client_fields(row: SignedClient) -> dict[str, object]:
    return _fields(row) | {"client_id": row.client_id, "made_by": row.user_id}
