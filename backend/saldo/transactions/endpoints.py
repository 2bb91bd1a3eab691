"""The API's transactions: the list, its sums, the list as a file, and one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from saldo.core.http import CurrentClock, CurrentDatabase
from saldo.core.pagination import Page
from saldo.transactions import exporting, listing
from saldo.transactions.schemas import (
    Transaction,
    TransactionFilter,
    TransactionQuery,
    TransactionSummary,
)
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["transactions"], dependencies=[require("transactions")])
_CSV = "text/csv; charset=utf-8"


@router.get("/transactions")
async def list_transactions(
    session: TenantSession, member: CurrentMember, query: Annotated[TransactionQuery, Query()]
) -> Page[Transaction]:
    """List the workspace's transactions, newest first."""
    return await listing.list_transactions(session, member.workspace_id, query)


@router.get("/transactions/summary")
async def summarise_transactions(
    session: TenantSession, member: CurrentMember, query: Annotated[TransactionFilter, Query()]
) -> TransactionSummary:
    """Count and add up the whole list by currency; no filter is a list of everything."""
    return await listing.summarise(session, member.workspace_id, query)


@router.get(
    "/transactions/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_transactions(
    database: CurrentDatabase,
    member: CurrentMember,
    clock: CurrentClock,
    query: Annotated[TransactionFilter, Query()],
) -> StreamingResponse:
    """Write the whole list as a CSV file, newest first; no cell of it is a formula."""
    name = f"transactions-{clock.now().date()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        await exporting.export(database, member, query), media_type=_CSV, headers=headers
    )


@router.get("/transactions/{transaction_id:uuid}")
async def get_transaction(session: TenantSession, member: CurrentMember, transaction_id: UUID) -> Transaction:
    """Return one transaction."""
    return await listing.get_transaction(session, member.workspace_id, transaction_id)
