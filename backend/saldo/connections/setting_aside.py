"""Rows of a bank that could not be stored: shown to the person, and read once more when asked."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import repository
from saldo.connections.errors import ConnectionNotFound, ConnectionWaits
from saldo.connections.models import SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.schemas import SetAsideRow
from saldo.core.clock import Clock
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.transactions import rejecting
from saldo.transactions.models import RejectedBankRow


async def list_rows(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, cursor: str | None, limit: int
) -> Page[SetAsideRow]:
    """List what is still set aside, newest first. Raises ConnectionNotFound or CursorInvalid."""
    if await repository.find_connection(session, workspace_id, connection_id) is None:
        raise ConnectionNotFound
    before = decode_cursor(cursor, UUID)[0] if cursor else None
    rows = await rejecting.list_open(session, workspace_id, connection_id, before=before, limit=limit + 1)
    return page_of([_shown(row) for row in rows], limit, lambda row: encode_cursor(row.id))


async def retry(session: AsyncSession, clock: Clock, workspace_id: UUID, connection_id: UUID) -> None:
    """Read everything of this bank again: a row that can be read by now takes its place.

    The provider hands a row out again only with all the others. Raises ConnectionNotFound or ConnectionWaits.
    """
    connection = await repository.lock_connection(session, workspace_id, connection_id)
    if connection is None or connection.purge_at is not None:
        raise ConnectionNotFound
    connection.cursor = None
    await session.flush()
    if not await request_sync(session, workspace_id, connection_id, SyncTrigger.USER, clock.now()):
        raise ConnectionWaits


def _shown(row: RejectedBankRow) -> SetAsideRow:
    return SetAsideRow(
        id=row.id,
        provider_transaction_id=row.provider_transaction_id,
        reason=row.reason,
        row=row.raw,
        since=row.created_at,
    )
