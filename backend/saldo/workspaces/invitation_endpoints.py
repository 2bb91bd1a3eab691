"""`/api/invitations/...`: what the invited person does with a letter."""

from fastapi import APIRouter, status

from saldo.workspaces import inviting
from saldo.workspaces.access import CurrentMember
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.management_schemas import InvitationToken, Joined, OfferShown
from saldo.workspaces.models import Role
from saldo.workspaces.permissions import OWN_READ, OWN_WRITE, require

router = APIRouter(prefix="/api/invitations", tags=["workspaces"])


@router.post("/look", dependencies=[require(OWN_READ)])
async def look_at_invitation(
    body: InvitationToken, member: CurrentMember, entrance: CurrentEntrance
) -> OfferShown:
    """Say what an invitation offers; only to the person it was written to."""
    offer = await inviting.look(entrance.door, member, body.token.get_secret_value())
    return OfferShown(
        workspace_id=offer.workspace_id,
        workspace_name=offer.workspace_name,
        invited_by=offer.invited_by,
        role=Role(offer.role),
        expires_at=offer.expires_at,
    )


@router.post("/accept", dependencies=[require(OWN_WRITE)])
async def accept_invitation(
    body: InvitationToken, member: CurrentMember, entrance: CurrentEntrance
) -> Joined:
    """Join the workspace; switch to it to work in it."""
    return Joined(workspace_id=await inviting.accept(entrance.door, member, body.token.get_secret_value()))


@router.post("/decline", status_code=status.HTTP_204_NO_CONTENT, dependencies=[require(OWN_WRITE)])
async def decline_invitation(body: InvitationToken, member: CurrentMember, entrance: CurrentEntrance) -> None:
    """Say no; the invitation is over."""
    await inviting.decline(entrance.door, member, body.token.get_secret_value())
