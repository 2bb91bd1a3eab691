"""The API's divided transactions."""

from uuid import UUID

from fastapi import APIRouter

from saldo.core.http import CurrentClock
from saldo.corrections import splitting
from saldo.corrections.split_schemas import Divided, Split
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["corrections"], dependencies=[require("corrections")])


@router.put("/transactions/{transaction_id:uuid}/splits")
async def split_transaction(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, transaction_id: UUID, request: Split
) -> Divided:
    """Divide a transaction into parts with categories of their own, or divide it otherwise."""
    done = await splitting.split(session, member, transaction_id, request.parts, clock.now())
    return Divided(transaction=done.transaction, revision_id=done.revision_id)


@router.delete("/transactions/{transaction_id:uuid}/splits")
async def unite_transaction(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, transaction_id: UUID
) -> Divided:
    """Make a divided transaction whole again; it can be taken back as any other change."""
    done = await splitting.unite(session, member, transaction_id, clock.now())
    return Divided(transaction=done.transaction, revision_id=done.revision_id)
