"""Part an entry from the bank's row it was matched with: each is a transaction of its own again."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from categorizer_contract import find_category
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.transactions.models import BankTransaction, CategorySource, Transaction
from saldo.transactions.storing import BANK_REASON

_PART: Final = sa.text(
    """
    update transactions set
      date = cast(entry->>'date' as date), amount = cast(entry->>'amount' as numeric),
      currency = entry->>'currency', description = entry->>'description',
      pending = cast(entry->>'pending' as boolean), origin = entry->>'origin',
      statement_source = entry->>'statement_source', authorized_date = null, bank_merchant_name = null,
      bank_category_primary = null, bank_category_detailed = null, bank_category_confidence = null,
      category_primary = case when category_source = 'bank' then null else category_primary end,
      category_detailed = case when category_source = 'bank' then null else category_detailed end,
      category_reason = case when category_source = 'bank' then null else category_reason end,
      category_source = nullif(category_source, 'bank'),
      merchant_name = case when merchant_source = 'person' then merchant_name end,
      merchant_source = case when merchant_source = 'person' then merchant_source end,
      labelled_at = null, label_requested_at = null, label_attempts = 0, moved_from = null,
      awaited = case when not :is_kept_apart then jsonb_build_object(
        'date', date, 'amount', trim_scale(amount)::text, 'currency', currency, 'description', description)
      end,
      entry = null, is_kept_apart = :is_kept_apart, removed_at = null, updated_at = now()
    where workspace_id = :workspace and id = any(cast(:ids as uuid[]))
    """
)


_MOVE_ROWS: Final = sa.text(
    """
    update bank_transactions as row set transaction_id = parted.own
    from unnest(cast(:ids as uuid[]), cast(:own as uuid[])) as parted(id, own)
    where row.transaction_id = parted.id
    """
)
# Each row has some twenty parameters, and a statement may have 32,767.
_ROWS_A_STATEMENT: Final = 1_000


async def part(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> UUID | None:
    """Give the entry back its own words and edits, and the bank's rows a transaction of their own.

    Returns that transaction; None when the bank's rows were erased with their link, and nothing changes. The
    entry is not matched again by itself.
    """
    own = await _part(session, workspace_id, [transaction_id], is_removed=False)
    return own.get(transaction_id)


async def give_back(session: AsyncSession, workspace_id: UUID, vanished: Collection[UUID]) -> None:
    """Let entries wait for the bank's next row whose rows the bank has withdrawn."""
    if not vanished:
        return
    query = sa.select(Transaction.id).where(
        Transaction.workspace_id == workspace_id,
        Transaction.id == sa.any_(sa.literal(list(vanished), sa.ARRAY(sa.Uuid))),
        Transaction.entry.is_not(None),
        Transaction.dismissed_at.is_(None),
    )
    entries = list(await session.scalars(query))
    for start in range(0, len(entries), _ROWS_A_STATEMENT):
        await _part(session, workspace_id, entries[start : start + _ROWS_A_STATEMENT], is_removed=True)


async def _part(
    session: AsyncSession, workspace_id: UUID, transaction_ids: Sequence[UUID], *, is_removed: bool
) -> dict[UUID, UUID]:
    """Part these entries from the bank's rows; return the rows' own transaction by the entry's."""
    row = BankTransaction
    query = (
        sa.select(*row.__table__.c)
        .ext(distinct_on(row.transaction_id))
        .where(row.transaction_id == sa.any_(sa.literal(list(transaction_ids), sa.ARRAY(sa.Uuid))))
        .order_by(row.transaction_id, row.removed_at.is_not(None), row.updated_at.desc())
    )
    rows = (await session.execute(query)).mappings().all()
    own = {each["transaction_id"]: new_id() for each in rows}
    if not own:
        return {}
    stated = [_as_stated(each, own[each["transaction_id"]], is_removed=is_removed) for each in rows]
    await session.execute(sa.insert(Transaction).values(stated))
    await session.execute(_MOVE_ROWS, {"ids": list(own), "own": list(own.values())})
    place = {"workspace": workspace_id, "ids": list(own), "is_kept_apart": not is_removed}
    await session.execute(_PART, place)
    return own


def _as_stated(row: sa.RowMapping, own_id: UUID, *, is_removed: bool) -> dict[str, Any]:
    category = find_category(row["category_detailed"]) if row["category_detailed"] else None
    copied = ("workspace_id", "account_id", "date", "authorized_date", "amount", "currency", "description")
    return {name: row[name] for name in (*copied, "pending")} | {
        "id": own_id,
        "bank_merchant_name": row["merchant_name"],
        "merchant_name": row["merchant_name"],
        "bank_category_primary": row["category_primary"],
        "bank_category_detailed": row["category_detailed"],
        "bank_category_confidence": row["category_confidence"],
        "category_primary": category and category.primary,
        "category_detailed": category and category.detailed,
        "category_source": CategorySource.BANK if category else None,
        "category_reason": orjson.loads(BANK_REASON) if category else sa.null(),
        "label_attempts": 0,
        "removed_at": sa.func.now() if is_removed else None,
        # Not the transaction's own moment: by that, receipts tell the rows a run has added.
        "created_at": sa.func.clock_timestamp(),
    }
