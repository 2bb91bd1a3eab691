"""The API's statements: begin, tick, lock, reopen."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from saldo.core.http import CurrentClock, Cursor
from saldo.core.pagination import Page
from saldo.reconciliation import locking, statements
from saldo.reconciliation.statement_schemas import (
    LockRequest,
    Statement,
    StatementDetail,
    StatementRequest,
    TickRequest,
)
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["reconciliation"], dependencies=[require("reconciliation")])


@router.post("/reconciliations", status_code=status.HTTP_201_CREATED)
async def begin_statement(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: StatementRequest
) -> StatementDetail:
    """Begin to tick off a statement; asking again for the same one returns it."""
    shown = await statements.begin(session, member, request.as_asked(), clock.now().date())
    return StatementDetail.with_rows(shown)


@router.get("/reconciliations")
async def list_statements(
    session: TenantSession,
    member: CurrentMember,
    account_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Page[Statement]:
    """List statements, the newest first."""
    page = await statements.list_statements(session, member.workspace_id, account_id, cursor, limit)
    return Page(data=[Statement.of(each) for each in page.shown], pagination=page.pagination)


@router.get("/reconciliations/{statement_id:uuid}")
async def get_statement(session: TenantSession, member: CurrentMember, statement_id: UUID) -> StatementDetail:
    """Return a statement with its rows; once locked, with what has changed since."""
    shown = await statements.get(session, member.workspace_id, statement_id)
    return StatementDetail.with_rows(shown, await locking.list_changes(session, shown.statement))


@router.put("/reconciliations/{statement_id:uuid}/ticks")
async def tick_rows(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    statement_id: UUID,
    request: TickRequest,
) -> Statement:
    """Tick rows off, or take ticks back; the answer says what is still lacking."""
    shown = await statements.tick(
        session,
        member,
        statement_id,
        request.transaction_ids,
        clock.now(),
        is_ticked=request.ticked,
    )
    return Statement.of(shown)


@router.post("/reconciliations/{statement_id:uuid}/lock")
async def lock_statement(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    statement_id: UUID,
    request: LockRequest | None = None,
) -> StatementDetail:
    """Sign a statement that adds up, if need be with an adjusting entry."""
    is_adjusted = request is not None and request.adjust
    shown = await locking.lock(session, member, statement_id, clock.now(), is_adjusted=is_adjusted)
    return StatementDetail.with_rows(shown)


@router.post("/reconciliations/{statement_id:uuid}/reopen")
async def reopen_statement(
    session: TenantSession, member: CurrentMember, statement_id: UUID
) -> StatementDetail:
    """Break the signature; the answer says what had changed under it."""
    return StatementDetail.with_rows(*await locking.reopen(session, member, statement_id))


@router.delete("/reconciliations/{statement_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def discard_statement(session: TenantSession, member: CurrentMember, statement_id: UUID) -> None:
    """Throw an unfinished statement away; its rows stay."""
    await statements.discard(session, member, statement_id)
