"""The API's transactions: the list, and one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from saldo.core.pagination import Page
from saldo.transactions import listing
from saldo.transactions.schemas import Transaction, TransactionQuery
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["transactions"], dependencies=[require("transactions")])


@router.get("/transactions")
async def list_transactions(
    session: TenantSession, member: CurrentMember, query: Annotated[TransactionQuery, Query()]
) -> Page[Transaction]:
    """List the workspace's transactions, newest first."""
    return await listing.list_transactions(session, member.workspace_id, query)


@router.get("/transactions/{transaction_id:uuid}")
async def get_transaction(session: TenantSession, member: CurrentMember, transaction_id: UUID) -> Transaction:
    """Return one transaction."""
    return await listing.get_transaction(session, member.workspace_id, transaction_id)
