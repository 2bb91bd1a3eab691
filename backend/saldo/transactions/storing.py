"""The statements of an ingest: whole columns as arrays, straight to the driver.

`unnest` comes nearest to COPY's rate (executemany has half of its speed, multi-row VALUES a tenth), and it
can say `is distinct from`, so that a replay writes nothing. COPY itself is refused under row-level security.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.columns import (
    BANK_ROW,
    RAW,
    STATED,
    TRANSACTION,
    Column,
    arrays,
    names,
    unnest,
)
from saldo.transactions.planning import Known, KnownRow, Placed, Plan

_ROWS_A_STATEMENT: Final = 5_000
BANK_REASON: Final = '{"kind": "bank", "text": "The bank\'s own category"}'

# The categoriser read these; when they change, its answer is stale.
_WORDS: Final = "({0}.description, {0}.bank_merchant_name, {0}.bank_category_detailed, sign({0}.amount))"
_SAME_WORDS: Final = f"{_WORDS.format('old')} is not distinct from {_WORDS.format('new')}"
_NAME_STANDS: Final = f"({_SAME_WORDS} or coalesce(old.merchant_source = 'person', false))"
# What a model, a rule or a person has chosen stands above whatever the bank says later.
_BANK_DECIDES: Final = "coalesce(old.category_source, 'bank') = 'bank'"


def _take(columns: Iterable[Column]) -> str:
    return ", ".join(f"{column.name} = new.{column.name}" for column in columns)


def _take_unless_overruled(new_values: Mapping[str, str]) -> str:
    return ", ".join(
        f"{name} = case when {_BANK_DECIDES} then {value} else old.{name} end"
        for name, value in new_values.items()
    )


_BANK_SPEAKS: Final = {
    "category_primary": "new.category_primary",
    "category_detailed": "new.category_detailed",
    "category_source": "case when new.category_detailed is not null then 'bank' end",
    "category_reason": "case when new.category_detailed is not null then $2::text::jsonb end",
}

# The statements are put together from column names alone; every value is a parameter (hence noqa: S608).
# Plain inserts: the ids are new, and whoever else writes for this workspace waits for our turn to end.
_INSERT_TRANSACTIONS: Final = f"""
insert into transactions (
  workspace_id, id, {names(STATED)}, merchant_name, {", ".join(_BANK_SPEAKS)}
)
select $1::uuid, new.id, {names(STATED, "new.")}, new.bank_merchant_name, {", ".join(_BANK_SPEAKS.values())}
from {unnest(TRANSACTION, 3)}
"""  # noqa: S608 - column names

# Of a row that a person moved, the bank names the account it was moved from.
_STATED_BEFORE: Final = names(STATED, "old.").replace(
    "old.account_id", "coalesce(old.moved_from, old.account_id)"
)
_UPDATE_TRANSACTIONS: Final = f"""
update transactions as old set
  {_take(column for column in STATED if column.name != "account_id")},
  account_id = case when old.moved_from is null then new.account_id else old.account_id end,
  moved_from = case when old.moved_from is not null then new.account_id end,
  {_take_unless_overruled(_BANK_SPEAKS)},
  merchant_name = case when {_NAME_STANDS} then old.merchant_name else new.bank_merchant_name end,
  merchant_source = case when {_NAME_STANDS} then old.merchant_source end,
  labelled_at = case when {_SAME_WORDS} then old.labelled_at end,
  label_requested_at = case when {_SAME_WORDS} then old.label_requested_at end,
  label_attempts = case when {_SAME_WORDS} then old.label_attempts else 0 end,
  removed_at = case when old.dismissed_at is not null then old.removed_at end,
  updated_at = now()
from {unnest(TRANSACTION, 3)}
where old.workspace_id = $1 and old.id = new.id and (
  (old.removed_at is not null and old.dismissed_at is null)
  or ({_STATED_BEFORE}) is distinct from ({names(STATED, "new.")})
)
returning old.id
"""  # noqa: S608 - column names

_INSERT_BANK_ROWS: Final = f"""
insert into bank_transactions
  (workspace_id, connection_id, id, transaction_id, provider_transaction_id, {names(RAW)}, raw, removed_at)
select $1::uuid, $2::uuid, new.id, new.transaction_id, new.provider_transaction_id, {names(RAW, "new.")},
  new.raw::jsonb, case when new.is_superseded then now() end
from {unnest(BANK_ROW, 3)}
"""  # noqa: S608 - column names

_UPDATE_BANK_ROWS: Final = f"""
update bank_transactions as old set
  {_take(RAW)}, raw = new.raw::jsonb, updated_at = now(),
  removed_at = case when new.is_superseded then coalesce(old.removed_at, now()) end
from {unnest(BANK_ROW, 3)}
where old.workspace_id = $1 and old.connection_id = $2 and old.id = new.id
  and ({names(RAW, "old.")}, old.raw, old.removed_at is not null)
    is distinct from ({names(RAW, "new.")}, new.raw::jsonb, new.is_superseded)
"""  # noqa: S608 - column names

_KNOWN_ROWS: Final = """
select provider_transaction_id, id, transaction_id, removed_at is not null as is_removed
from bank_transactions where connection_id = $1 and provider_transaction_id = any($2::text[])
"""
_POSTED_FOR: Final = """
select pending_provider_id, provider_transaction_id, transaction_id from bank_transactions
where connection_id = $1 and pending_provider_id = any($2::text[]) and removed_at is null
order by provider_transaction_id
"""
_LIVE_OF: Final = """
select transaction_id, provider_transaction_id from bank_transactions
where connection_id = $1 and transaction_id = any($2::uuid[]) and removed_at is null
"""
_WITHDRAW_BANK_ROWS: Final = """
update bank_transactions set removed_at = now(), updated_at = now()
where connection_id = $1 and provider_transaction_id = any($2::text[]) and removed_at is null
returning transaction_id
"""
# A transaction goes only when no live row speaks for it any more: a pending row's removal must not take the
# posted row's transaction with it.
_WITHDRAW_TRANSACTIONS: Final = """
update transactions set removed_at = now(), updated_at = now()
where id in (
    select id from transactions where id = any($1::uuid[]) and removed_at is null order by id for update
  )
  and not exists (
    select from bank_transactions as row where row.transaction_id = transactions.id and row.removed_at is null
  )
returning id
"""
_ABSENT: Final = """
select provider_transaction_id from bank_transactions
where connection_id = $1 and removed_at is null and provider_transaction_id <> all($2::text[])
"""


async def load_known(
    session: AsyncSession, connection_id: UUID, stated: Collection[str], mentioned: Collection[str]
) -> Known:
    """Look up a delta's ids: `stated` have a row in it, `mentioned` are forerunners or removed."""
    found = await _run(session, _KNOWN_ROWS, connection_id, [*stated, *mentioned])
    rows = {
        row.provider_transaction_id: KnownRow(row.id, row.transaction_id, row.is_removed) for row in found
    }
    posted_for: dict[str, dict[str, UUID]] = {}
    unknown = [provider_id for provider_id in {*stated, *mentioned} if provider_id not in rows]
    if unknown:
        for row in await _run(session, _POSTED_FOR, connection_id, unknown):
            posted_for.setdefault(row.pending_provider_id, {})[row.provider_transaction_id] = (
                row.transaction_id
            )
    shared = [row.transaction_id for name, row in rows.items() if row.is_removed or name in mentioned]
    live_of: dict[UUID, set[str]] = {}
    if shared:
        for row in await _run(session, _LIVE_OF, connection_id, shared):
            live_of.setdefault(row.transaction_id, set()).add(row.provider_transaction_id)
    return Known(rows, posted_for, live_of)


async def write(session: AsyncSession, workspace_id: UUID, connection_id: UUID, plan: Plan) -> list[UUID]:
    """Write the plan's rows; return the known transactions that read differently now.

    A row that says what is stored already is not even locked.
    """
    for rows in _portions(plan.created):
        await _run(session, _INSERT_TRANSACTIONS, workspace_id, BANK_REASON, *arrays(TRANSACTION, rows))
    changed: list[UUID] = []
    for rows in _portions(plan.restated):
        written = await _run(
            session, _UPDATE_TRANSACTIONS, workspace_id, BANK_REASON, *arrays(TRANSACTION, rows)
        )
        changed += [row.id for row in written]
    for is_known, statement in ((False, _INSERT_BANK_ROWS), (True, _UPDATE_BANK_ROWS)):
        for rows in _portions([each for each in plan.placed if each.is_known is is_known]):
            await _run(session, statement, workspace_id, connection_id, *arrays(BANK_ROW, rows))
    return changed


def _portions(placed: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    for start in range(0, len(placed), _ROWS_A_STATEMENT):
        yield placed[start : start + _ROWS_A_STATEMENT]


async def withdraw(session: AsyncSession, connection_id: UUID, provider_ids: Collection[str]) -> list[UUID]:
    """Remove bank rows softly; return the transactions that thereby vanished."""
    if not provider_ids:
        return []
    rows = await _run(session, _WITHDRAW_BANK_ROWS, connection_id, sorted(provider_ids))
    transaction_ids = sorted({row.transaction_id for row in rows})
    return [row.id for row in await _run(session, _WITHDRAW_TRANSACTIONS, transaction_ids)]


async def list_absent(session: AsyncSession, connection_id: UUID, seen_ids: Collection[str]) -> list[str]:
    """List the live provider ids that are not among those seen."""
    rows = await _run(session, _ABSENT, connection_id, list(seen_ids))
    return [row.provider_transaction_id for row in rows]


async def _run(session: AsyncSession, statement: str, *parameters: Any) -> Sequence[Row[Any]]:
    connection = await session.connection()
    result = await connection.exec_driver_sql(statement, parameters)
    return result.all() if result.returns_rows else []
