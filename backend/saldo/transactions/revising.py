"""Change many transactions by one deed: who may overrule whom, what was before, and how to take it back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.core.money import format_amount
from saldo.events import service as events
from saldo.events.types import MOST_CHANGED, TransactionsChanged
from saldo.transactions.models import CategorySource, Origin, RevisedTransaction, Revision, Transaction

Values = Mapping[str, Any]

# What belongs together is written, refused and taken back together; the last column of each says who spoke.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "category": (
        *("category_primary", "category_detailed", "category_confidence", "category_reason"),
        "category_source",
    ),
    "merchant": ("merchant_name", "merchant_key", "merchant_source"),
    "note": ("note", "note_source"),
    "tags": ("tags", "tags_source"),
    "exclusion": ("is_excluded", "exclusion_source"),
    "parts": ("parts", "parts_source"),
    "statement": ("date", "amount", "description", "pending", "statement_source"),
}
_COLUMNS: Final = tuple(column for columns in GROUPS.values() for column in columns)
_POWER: Final = {
    None: 0,
    CategorySource.BANK.value: 0,
    CategorySource.MODEL.value: 1,
    CategorySource.RULE.value: 2,
    CategorySource.MEMORY.value: 2,
    CategorySource.PERSON.value: 3,
}


@dataclass(frozen=True)
class Deed:
    """What was done and by whom: the line a person sees in the list of what can be taken back."""

    kind: str
    title: str
    actor: str


@dataclass(frozen=True)
class Difference:
    """The columns that a deed changed in one transaction of this account."""

    account_id: UUID
    before: Values
    after: Values


Revised = Mapping[UUID, Difference]


@dataclass(frozen=True)
class Reverted:
    """How many transactions are as before; the others were changed again since and stay as they are."""

    restored: int
    kept: int


async def revise(
    session: AsyncSession, workspace_id: UUID, wanted: Mapping[UUID, Values], source: CategorySource
) -> Revised:
    """Write the wanted columns of each transaction, as far as the source may; return what changed.

    The columns of a group (see GROUPS) come without the group's source. The caller has taken the
    workspace's turn, and tells it afterwards.
    """
    rows = await _read(session, workspace_id, wanted, lock=True)
    revised = _differences(rows, wanted, source)
    await _write(session, workspace_id, {key: each.after for key, each in revised.items()})
    return revised


async def restate(session: AsyncSession, workspace_id: UUID, wanted: Mapping[UUID, Values]) -> Revised:
    """Write the wanted columns of each transaction and let who spoke stand: they said it, called otherwise.

    Otherwise as `revise`.
    """
    revised: dict[UUID, Difference] = {}
    for row in await _read(session, workspace_id, wanted, lock=True):
        values = wanted[row["id"]]
        # Kept beside what changes: where somebody speaks anew, taking this back leaves them their word.
        touched = [columns for columns in GROUPS.values() if set(columns) & set(values)]
        speakers = {columns[-1]: row[columns[-1]] for columns in touched}
        if any(row[column] != value for column, value in values.items()):
            before = {column: row[column] for column in values}
            revised[row["id"]] = Difference(row["account_id"], before | speakers, {**values, **speakers})
    await _write(session, workspace_id, {key: each.after for key, each in revised.items()})
    return revised


async def foresee(
    session: AsyncSession, workspace_id: UUID, wanted: Mapping[UUID, Values], source: CategorySource
) -> Revised:
    """Return what `revise` would change, and change nothing."""
    return _differences(await _read(session, workspace_id, wanted, lock=False), wanted, source)


def _differences(
    rows: Sequence[Values], wanted: Mapping[UUID, Values], source: CategorySource
) -> dict[UUID, Difference]:
    return {
        row["id"]: difference
        for row in rows
        if (difference := _difference(row, wanted[row["id"]], source)) is not None
    }


async def keep(
    session: AsyncSession, workspace_id: UUID, revised: Revised, deed: Deed, now: dt.datetime
) -> UUID | None:
    """Keep what a deed changed, so that it can be taken back; return the revision, None without changes."""
    return await keep_always(session, workspace_id, revised, deed, now) if revised else None


async def keep_always(
    session: AsyncSession, workspace_id: UUID, revised: Revised, deed: Deed, now: dt.datetime
) -> UUID:
    """Keep a deed that did more than change transactions, even if it changed none."""
    revision = Revision(
        id=new_id(),
        workspace_id=workspace_id,
        **vars(deed),
        rows=len(revised),
        created_at=now,
        reverted_at=None,
    )
    session.add(revision)
    await session.flush()
    rows = [
        {
            "revision_id": revision.id,
            "transaction_id": key,
            "workspace_id": workspace_id,
            "before": each.before,
            "after": each.after,
        }
        for key, each in revised.items()
    ]
    if rows:
        await session.execute(sa.insert(RevisedTransaction), rows)
    return revision.id


async def revert(session: AsyncSession, workspace_id: UUID, revision: Revision, now: dt.datetime) -> Reverted:
    """Put back what a deed changed, except where somebody has spoken since."""
    query = sa.select(RevisedTransaction).where(
        RevisedTransaction.workspace_id == workspace_id, RevisedTransaction.revision_id == revision.id
    )
    kept = {each.transaction_id: each for each in await session.scalars(query)}
    restored: dict[UUID, Difference] = {}
    for row in await _read(session, workspace_id, kept, lock=True):
        change = kept[row["id"]]
        back = _untouched(row, change)
        if back:
            restored[row["id"]] = Difference(row["account_id"], change.after, back)
    await _write(session, workspace_id, {key: each.after for key, each in restored.items()})
    revision.reverted_at = now
    await tell(session, workspace_id, restored)
    return Reverted(restored=len(restored), kept=len(kept) - len(restored))


def _untouched(row: Values, change: RevisedTransaction) -> Values:
    """Return what was before, of the groups that still read as the deed left them."""
    # Once the bank speaks for an entry, its date and amount are the bank's.
    is_banks = row["origin"] == Origin.BANK
    return {
        column: change.before[column]
        for name, columns in GROUPS.items()
        if not (is_banks and name == "statement")
        and all(row[column] == change.after[column] for column in columns if column in change.after)
        for column in columns
        if column in change.before
    }


async def tell(session: AsyncSession, workspace_id: UUID, revised: Revised) -> None:
    """Tell the workspace which transactions read differently now."""
    if not revised:
        return
    changed = TransactionsChanged(
        account_ids=sorted({each.account_id for each in revised.values()}),
        transaction_ids=list(revised)[:MOST_CHANGED],
        modified=len(revised),
        removed=0,
    )
    await events.publish(session, workspace_id, changed)


def _difference(row: Values, wanted: Values, source: CategorySource) -> Difference | None:
    """Return the columns that differ; groups on which someone stronger spoke stay out."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for columns in GROUPS.values():
        *stated, speaker = columns
        asked = {column: wanted[column] for column in stated if column in wanted}
        if not asked or _POWER[source.value] < _POWER[row[speaker]]:
            continue
        asked[speaker] = source.value
        if any(row[column] != value for column, value in asked.items()):
            before |= {column: row[column] for column in asked}
            after |= asked
    return Difference(row["account_id"], before, after) if after else None


async def _read(
    session: AsyncSession, workspace_id: UUID, ids: Mapping[UUID, object], *, lock: bool
) -> Sequence[Values]:
    columns = [getattr(Transaction, column) for column in _COLUMNS]
    query = (
        sa.select(Transaction.id, Transaction.account_id, Transaction.origin, *columns)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.id == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Uuid))),
            Transaction.removed_at.is_(None),
        )
        .order_by(Transaction.id)
    )
    if lock:
        query = query.with_for_update()
    rows = (await session.execute(query)).mappings()
    return [{str(name): as_kept(value) for name, value in row.items()} for row in rows]


def as_kept(value: Any) -> Any:
    """Write a value as a revision keeps it: days and amounts as text."""
    if isinstance(value, Decimal):
        return format_amount(value)
    return value.isoformat() if isinstance(value, dt.date) else value


_TYPES: Final = {
    "category_confidence": "float8",
    "is_excluded": "boolean",
    "pending": "boolean",
    "date": "date",
    "amount": "numeric",
}
_JSON: Final = {"category_reason", "parts", "tags"}


def _parsed(column: str) -> str:
    if column in _JSON:
        return f"nullif(new.after->'{column}', 'null'::jsonb)"
    return f"(new.after->>'{column}')::{_TYPES.get(column, 'text')}"


_TAKE: Final = ", ".join(
    f"{column} = case when new.after ? '{column}' then {_parsed(column)} else old.{column} end"
    for column in _COLUMNS
)
# Put together from column names alone.
_WRITE: Final = f"""
update transactions as old set {_TAKE}, updated_at = now()
from (select key, value::jsonb as after from unnest($2::uuid[], $3::text[]) as given(key, value)) as new
where old.workspace_id = $1 and old.id = new.key
"""  # noqa: S608 - constants
_ROWS_A_STATEMENT: Final = 5_000


async def _write(session: AsyncSession, workspace_id: UUID, values: Mapping[UUID, Values]) -> None:
    connection = await session.connection()
    keys = list(values)
    for start in range(0, len(keys), _ROWS_A_STATEMENT):
        portion = keys[start : start + _ROWS_A_STATEMENT]
        texts = [orjson.dumps(values[key]).decode() for key in portion]
        await connection.exec_driver_sql(_WRITE, (workspace_id, portion, texts))
