"""Receipts as a person sees them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.receipts import repository
from saldo.receipts.errors import ReceiptNotFound
from saldo.receipts.models import SyncReceipt
from saldo.receipts.schemas import Receipt
from saldo.workspaces import sharing

_FIRST_TOO_LARGE: Final = 2**31  # the column is an integer


async def list_receipts(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, cursor: str | None, limit: int
) -> Page[Receipt]:
    """List a connection's receipts, newest first. Raises ReceiptNotFound or CursorInvalid."""
    if not await repository.has_connection(session, workspace_id, connection_id):
        raise ReceiptNotFound("There is no such connection.")
    before = decode_cursor(cursor, _read_number)[0] if cursor else None
    rows = await repository.list_page(session, workspace_id, connection_id, before, limit + 1)
    receipts = await _show(session, workspace_id, rows)
    return page_of(receipts, limit, lambda receipt: encode_cursor(receipt.number))


async def get_receipt(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, sync_id: UUID
) -> Receipt:
    """Return the receipt of one run. Raises ReceiptNotFound."""
    row = await repository.find_of_sync(session, workspace_id, connection_id, sync_id)
    if row is None:
        raise ReceiptNotFound
    return (await _show(session, workspace_id, [row]))[0]


async def map_partial(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, sync_ids: Sequence[UUID]
) -> dict[UUID, Receipt] | None:
    """Return the receipts of these runs for somebody who sees only some accounts; None for who sees all."""
    if await session.scalar(select(sharing.sees_everything())):
        return None
    rows = await repository.list_of_syncs(session, workspace_id, connection_id, sync_ids)
    return {receipt.sync_id: receipt for receipt in await _show(session, workspace_id, rows)}


async def _show(session: AsyncSession, workspace_id: UUID, rows: Sequence[SyncReceipt]) -> list[Receipt]:
    receipts = [Receipt.from_columns(vars(row)) for row in rows]
    if await session.scalar(select(sharing.sees_everything())):
        return receipts
    shared = {row["id"] for row in await accounts.list_accounts(session, workspace_id)}
    return [receipt.for_accounts(shared) for receipt in receipts]


def _read_number(text: str) -> int:
    number = int(text)
    if not 0 < number < _FIRST_TOO_LARGE:
        raise ValueError("no receipt has this number")
    return number
