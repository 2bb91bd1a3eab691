"""The API's entries: what people type in, and what was matched with the bank's rows."""

from uuid import UUID

from fastapi import APIRouter

from saldo.core.http import CurrentClock
from saldo.entries import adding, matching
from saldo.entries.schemas import Candidates, EntryChanged, EntryGiven, EntryStated, MatchGiven, Unmatched
from saldo.transactions.schemas import Transaction
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["entries"], dependencies=[require("transactions")])


@router.post("/transactions", status_code=201)
async def add_entry(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, entry: EntryGiven
) -> Transaction:
    """Add what the bank has not told of; once its row comes, the two become one."""
    return await adding.add(session, member, entry, clock.now())


@router.put("/transactions/{transaction_id:uuid}/entry")
async def restate_entry(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    transaction_id: UUID,
    entry: EntryStated,
) -> EntryChanged:
    """Change day, amount or name of what you typed in or imported; all else is changed by PATCH."""
    done = await adding.restate(session, member, transaction_id, entry, clock.now())
    return EntryChanged(transaction=done.transaction, revision_id=done.revision_id)


@router.delete("/transactions/{transaction_id:uuid}", status_code=204)
async def remove_entry(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, transaction_id: UUID
) -> None:
    """Remove what you typed in or imported; the bank's own transactions can only be excluded."""
    await adding.remove(session, member, transaction_id, clock.now())


@router.post("/transactions/{transaction_id:uuid}/restore")
async def restore_entry(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, transaction_id: UUID
) -> Transaction:
    """Bring a removed entry back; if the bank's row came meanwhile, that one goes on with your words."""
    return await adding.restore(session, member, transaction_id, clock.now())


@router.get("/transactions/{transaction_id:uuid}/candidates")
async def list_candidates(session: TenantSession, member: CurrentMember, transaction_id: UUID) -> Candidates:
    """List which of the bank's transactions an entry may be: same account, day and amount near."""
    return await matching.list_candidates(session, member, transaction_id)


@router.post("/transactions/{transaction_id:uuid}/match")
async def match_entry(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    transaction_id: UUID,
    given: MatchGiven,
) -> Transaction:
    """Say which of the bank's transactions an entry is: that one goes on, with what you said of the entry."""
    return await matching.match(session, member, transaction_id, given.bank_transaction_id, clock.now())


@router.post("/transactions/{transaction_id:uuid}/unmatch")
async def unmatch_entry(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, transaction_id: UUID
) -> Unmatched:
    """Part an entry from the bank's row it was matched with; they are not matched again by themselves."""
    return await matching.unmatch(session, member, transaction_id, clock.now())
