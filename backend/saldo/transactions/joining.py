"""Make an entry and a transaction of the bank one by a person's word, and two again.

The bank's transaction goes on under its id, and from then on reads as if its row had claimed the entry when
it came; the entry itself is put away whole, for the case that the two are parted.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.matching import MOST_DAYS_FROM_ENTRY, Movement, as_a_person_said, match, unlikeness
from saldo.transactions.models import CategorySource, Origin, Transaction

MOST_DAYS: Final = 30
MOST_CANDIDATES: Final = 10
# A tip, a rounding, a fee of the card: what was written down and what was paid seldom differ by more.
# Words are compared of so many only: thousands of like rows must not hold the process up.
_MOST_COMPARED: Final = 200
_MOST_OFF: Final = Decimal("0.25")
# What a Movement is made of.
COMPARED: Final = (
    Transaction.id,
    Transaction.account_id,
    Transaction.date,
    Transaction.amount,
    Transaction.currency,
    Transaction.description,
)
_KEEP_ENTRY: Final = sa.text(
    """
    update transactions as bank set
      entry = jsonb_build_object(
        'date', entry.date, 'amount', trim_scale(entry.amount)::text, 'currency', entry.currency,
        'description', entry.description, 'pending', entry.pending, 'origin', entry.origin,
        'statement_source', entry.statement_source, 'matched_at', cast(:now as timestamptz),
        'joined', entry.id, 'revision', cast(:revision as text)),
      import_id = entry.import_id, import_identity = entry.import_identity, updated_at = now()
    from transactions as entry
    where bank.workspace_id = :workspace and bank.id = :bank
      and entry.workspace_id = :workspace and entry.id = :entry
    """
)


@dataclass(frozen=True)
class Joined:
    """An entry that was put away when a person joined it with the bank's transaction."""

    entry_id: UUID
    revision_id: UUID | None


async def list_candidates(session: AsyncSession, workspace_id: UUID, entry: sa.RowMapping) -> list[UUID]:
    """List what of the bank may be an entry come true: same account, day and amount near; likeliest first."""
    off = abs(entry["amount"]) * _MOST_OFF
    is_near = Transaction.amount.between(entry["amount"] - off, entry["amount"] + off)
    found = await _list_free(session, workspace_id, entry, MOST_DAYS, is_near)
    stated = _as_movement(entry)
    found.sort(key=lambda each: (_distance(stated, each), each.id))
    return [each.id for each in found[:MOST_CANDIDATES]]


async def find_missed(session: AsyncSession, workspace_id: UUID, entry: sa.RowMapping) -> UUID | None:
    """Return what the bank has told since an entry was removed, and would have been matched with it."""
    is_equal = Transaction.amount == entry["amount"]
    is_new = Transaction.created_at > entry["dismissed_at"]
    found = await _list_free(session, workspace_id, entry, MOST_DAYS_FROM_ENTRY, is_equal, is_new)
    return match([_as_movement(entry)], found, as_a_person_said).get(entry["id"])


async def _list_free(
    session: AsyncSession,
    workspace_id: UUID,
    entry: sa.RowMapping,
    days: int,
    *conditions: sa.ColumnElement[bool],
) -> list[Movement[UUID]]:
    """List what of the bank is matched with no entry, in the account and around the day of this one."""
    around = dt.timedelta(days)
    amount_off = sa.func.abs(Transaction.amount - entry["amount"])
    days_off = sa.func.abs(Transaction.date - entry["date"])
    free = sa.select(*COMPARED).where(
        Transaction.workspace_id == workspace_id,
        Transaction.account_id == entry["account_id"],
        Transaction.currency == entry["currency"],
        Transaction.removed_at.is_(None),
        Transaction.origin == Origin.BANK,
        Transaction.entry.is_(None),
        Transaction.date.between(entry["date"] - around, entry["date"] + around),
        *conditions,
    )
    nearest = free.order_by(amount_off, days_off, Transaction.id).limit(_MOST_COMPARED)
    return [Movement(*row) for row in await session.execute(nearest)]


def _as_movement(entry: sa.RowMapping) -> Movement[UUID]:
    return Movement(*(entry[column.key] for column in COMPARED))


def _distance(entry: Movement[UUID], other: Movement[UUID]) -> float:
    """Say how far two are apart in days, amount and words, each from 0 to 1."""
    days = abs((entry.date - other.date).days) / MOST_DAYS
    off = float(abs(entry.amount - other.amount) / (abs(entry.amount) * _MOST_OFF))
    return days + off + unlikeness(entry.name, other.name)


async def find_pair(
    session: AsyncSession, workspace_id: UUID, entry_id: UUID, bank_id: UUID
) -> tuple[sa.RowMapping, sa.RowMapping] | None:
    """Lock and return an entry and a transaction of the bank; None unless they may become one."""
    query = (
        sa.select(Transaction.__table__)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.id.in_((entry_id, bank_id)),
            Transaction.removed_at.is_(None),
        )
        .order_by(Transaction.id)
        .with_for_update()
    )
    rows = {row["id"]: row for row in (await session.execute(query)).mappings()}
    entry, bank = rows.get(entry_id), rows.get(bank_id)
    if entry is None or bank is None or entry["origin"] not in {Origin.PERSON, Origin.IMPORT}:
        return None
    is_free = bank["origin"] == Origin.BANK and bank["entry"] is None
    is_alike = all(entry[name] == bank[name] for name in ("account_id", "currency"))
    return (entry, bank) if is_free and is_alike else None


def words_of(entry: sa.RowMapping, bank: sa.RowMapping) -> dict[str, Any]:
    """Return what the bank's transaction takes over: notes and tags of both, else a person's word of either.

    Where a person spoke of both, the word on the bank's transaction stands.
    """
    words: dict[str, Any] = {}
    for group, columns in _SINGLE.items():
        if entry[group] == CategorySource.PERSON and bank[group] != CategorySource.PERSON:
            words |= {column: entry[column] for column in columns}
    if entry["note"] and entry["note"] != bank["note"]:
        words["note"] = "\n".join(filter(None, (bank["note"], entry["note"])))
    if set(entry["tags"]) - set(bank["tags"]):
        words["tags"] = sorted({*entry["tags"], *bank["tags"]})
    if entry["parts"] and not bank["parts"]:
        words["parts"] = entry["parts"]
    return words


_SINGLE: Final = {
    "category_source": (
        "category_primary", "category_detailed", "category_confidence", "category_reason",
    ),
    "merchant_source": ("merchant_name",),
    "exclusion_source": ("is_excluded",),
}  # fmt: skip


async def join(
    session: AsyncSession, workspace_id: UUID, bank_id: UUID, joined: Joined, now: dt.datetime
) -> None:
    """Let the bank's transaction speak for the entry too; `revision_id` tells which words it took over."""
    revision = str(joined.revision_id) if joined.revision_id else None
    place = {"workspace": workspace_id, "bank": bank_id, "entry": joined.entry_id}
    await session.execute(_KEEP_ENTRY, place | {"now": now, "revision": revision})
    # Not dismissed: nobody took it away, so that nobody can bring it back beside the bank's.
    await _set(session, workspace_id, joined.entry_id, removed_at=now)


def read_joined(row: sa.RowMapping) -> Joined | None:
    """Return the entry that a person joined with this transaction; None when there is none."""
    kept = row["entry"] or {}
    if kept.get("joined") is None:
        return None
    revision = kept.get("revision")
    return Joined(UUID(kept["joined"]), UUID(revision) if revision else None)


async def separate(session: AsyncSession, workspace_id: UUID, bank_id: UUID, joined: Joined) -> bool:
    """Bring the entry back as it was, not to be matched by itself again; False when it is no more."""
    account_id = await session.scalar(
        sa.select(Transaction.account_id).where(
            Transaction.workspace_id == workspace_id, Transaction.id == bank_id
        )
    )
    # A link that was taken apart may have moved the two to another account meanwhile.
    values = {"account_id": account_id, "removed_at": None, "is_kept_apart": True}
    if not await _set(session, workspace_id, joined.entry_id, **values):
        return False
    await _set(session, workspace_id, bank_id, entry=sa.null(), import_id=None, import_identity=None)
    return True


async def _set(session: AsyncSession, workspace_id: UUID, transaction_id: UUID, **values: Any) -> bool:
    statement = (
        sa.update(Transaction)
        .where(Transaction.workspace_id == workspace_id, Transaction.id == transaction_id)
        .values(**values, updated_at=sa.func.now())
        .returning(Transaction.id)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement) is not None
