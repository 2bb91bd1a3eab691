"""`/api/security/identities`: one's accounts at other issuers, each a way to sign in."""

from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from saldo.federation import linking
from saldo.federation.endpoints import CurrentEmbassy, Embassy, bind_journey, binding_of
from saldo.federation.schemas import Arrival, Departure, Identities, IdentityShown
from saldo.security.proving import require_proof
from saldo.users.models import ExternalIdentity
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/security/identities", tags=["security"], dependencies=[require("own")])


@router.get("")
async def list_identities(
    session: TenantSession, member: CurrentMember, embassy: CurrentEmbassy
) -> Identities:
    """List your accounts at other issuers that sign you in here."""
    rows = await linking.list_identities(session, member.user_id)
    return Identities(data=[_shown(embassy, one) for one in rows])


@router.post("/{name}/start")
async def start_linking(
    name: str,
    response: Response,
    member: CurrentMember,
    embassy: CurrentEmbassy,
    entrance: CurrentEntrance,
    device: CurrentDevice,
) -> Departure:
    """Begin to link an account at a provider with yours. Asks for a fresh proof."""
    door = entrance.door
    async with door.database.transaction(member.scope) as session:
        await require_proof(door, session, member)
    await door.throttle.admit_sign_up(device.ip)
    return bind_journey(response, entrance, await embassy.agency.start(name, member.user_id))


@router.post("/finish")
async def finish_linking(
    body: Arrival,
    request: Request,
    member: CurrentMember,
    embassy: CurrentEmbassy,
    entrance: CurrentEntrance,
) -> IdentityShown:
    """Link the account the browser has come back with."""
    code, state = body.code.get_secret_value(), body.state.get_secret_value()
    binding, door = binding_of(request, entrance), entrance.door
    claims = await embassy.agency.finish(code, state, binding, member.user_id)
    async with door.database.transaction(member.scope) as session:
        return _shown(embassy, await linking.link(session, member, claims, door.clock.now()))


@router.delete("/{identity_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def unlink(
    identity_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Sign in by this account no longer. Asks for a fresh proof."""
    await require_proof(entrance.door, session, member)
    await linking.unlink(session, member, identity_id)


def _shown(embassy: Embassy, identity: ExternalIdentity) -> IdentityShown:
    providers = embassy.agency.providers.values()
    labels = {one.issuer: one.label for one in providers}
    fallback = urlsplit(identity.issuer).hostname or identity.issuer
    return IdentityShown(
        id=identity.id, label=labels.get(identity.issuer, fallback), created_at=identity.created_at
    )
