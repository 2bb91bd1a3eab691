"""Entries that people and files brought: find them in the bank's rows, and let the bank speak for them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.cleaning import CleanRow
from saldo.transactions.matching import MOST_DAYS_FROM_ENTRY, Movement, as_a_person_said, match
from saldo.transactions.planning import Known

_AROUND: Final = dt.timedelta(MOST_DAYS_FROM_ENTRY)
# Beside what waits for the bank, what a row spoke for that goes in this very delta: a bank that does not say
# which pending row a posted one continues takes one away and brings the other, now or later. A person may
# have matched an entry with a row of another amount: such a row's successor says what the row said.
# A file states days of posting as the bank does. History that it brought from before the bank's first row is
# nothing that the bank tells of: else the first tram of this year would swallow the last one of the old.
_CANDIDATES: Final = sa.text(
    """
    with told as (
      select account_id, least(oldest, (
        select min(date) from transactions as of_bank
        where of_bank.workspace_id = :workspace and of_bank.account_id = stated.account_id
          and of_bank.origin = 'bank' and of_bank.removed_at is null
      )) as since
      from unnest(cast(:accounts as uuid[]), cast(:oldest as date[])) as stated(account_id, oldest)
    )
    select id, account_id, date, amount, currency, description, false as is_banks
    from transactions join told using (account_id)
    where workspace_id = :workspace and date between cast(:first as date) and cast(:last as date)
      and origin in ('person', 'import') and removed_at is null and not is_kept_apart
      and (origin = 'person' or pending or date >= since)
    union all
    select id, account_id, cast(awaited->>'date' as date), cast(awaited->>'amount' as numeric),
      awaited->>'currency', awaited->>'description', true
    from transactions
    where workspace_id = :workspace and account_id = any(cast(:accounts as uuid[]))
      and awaited is not null and removed_at is null and not is_kept_apart
    union all
    select id, account_id, said.*
    from transactions, lateral (
      values (cast(entry->>'date' as date), cast(entry->>'amount' as numeric),
        entry->>'currency', entry->>'description', false),
        (date, amount, currency, description, true)
    ) as said
    where workspace_id = :workspace and account_id = any(cast(:accounts as uuid[]))
      and entry is not null and removed_at is null and cardinality(cast(:removed as text[])) > 0
      and not exists (
        select from bank_transactions as row
        where row.transaction_id = transactions.id and row.removed_at is null
          and row.provider_transaction_id <> all(cast(:removed as text[]))
      )
    order by date, id
    """
)
_HAND_OVER: Final = sa.text(
    """
    update transactions set
      entry = jsonb_build_object(
        'date', date, 'amount', trim_scale(amount)::text, 'currency', currency, 'description', description,
        'pending', pending, 'origin', origin, 'statement_source', statement_source, 'matched_at', now()),
      origin = 'bank', statement_source = null, awaited = null
    where workspace_id = :workspace and id = any(cast(:ids as uuid[])) and origin in ('person', 'import')
    """
)


async def find_claimed(
    session: AsyncSession,
    workspace_id: UUID,
    rows: Mapping[str, CleanRow],
    removed: AbstractSet[str],
    known: Known,
) -> dict[str, UUID]:
    """Match rows never heard of before with entries, one to one: same account and amount, a day nearby."""
    unheard = _list_unheard(rows, known)
    if not unheard:
        return {}
    oldest = _list_oldest(rows)
    days = [each.date for each in unheard]
    place = {
        "workspace": workspace_id,
        "accounts": list(oldest),
        "oldest": list(oldest.values()),
        "first": min(days) - _AROUND,
        "last": max(days) + _AROUND,
        "removed": sorted(removed),
    }
    claimed = _claim(unheard, (await session.execute(_CANDIDATES, place)).all())
    # The pending row that a matched one continues, if it comes in the same delta, tells of the same.
    forerunners = {
        pending: claimed[name]
        for name in claimed
        if (pending := rows[name].bank.pending_id) is not None and pending in rows
    }
    return claimed | forerunners


def _claim(unheard: Sequence[Movement[str]], candidates: Sequence[sa.Row[Any]]) -> dict[str, UUID]:
    """Match by what the bank itself said before, then by what the entry says; each entry once."""
    claimed: dict[str, UUID] = {}
    for is_banks in (True, False):
        taken = set(claimed.values())
        rows = [each for each in unheard if each.id not in claimed]
        free = [
            Movement(each.id, each.account_id, each.date, each.amount, each.currency, each.description)
            for each in candidates
            if each.is_banks == is_banks and each.id not in taken
        ]
        claimed |= match(rows, free, as_a_person_said) if free else {}
    return claimed


def _list_oldest(rows: Mapping[str, CleanRow]) -> dict[UUID, dt.date]:
    oldest: dict[UUID, dt.date] = {}
    for row in rows.values():
        oldest[row.account_id] = min(row.bank.date, oldest.get(row.account_id, row.bank.date))
    return oldest


def _list_unheard(rows: Mapping[str, CleanRow], known: Known) -> Sequence[Movement[str]]:
    forerunners = {row.bank.pending_id for row in rows.values()}
    heard = {*known.rows, *known.posted_for, *known.inherited}
    return [
        Movement(name, row.account_id, row.bank.date, row.amount, row.bank.currency, row.description)
        for name, row in rows.items()
        if name not in forerunners and heard.isdisjoint((name, row.bank.pending_id))
    ]


async def hand_over(session: AsyncSession, workspace_id: UUID, entry_ids: Collection[UUID]) -> None:
    """Keep what these entries said, and let the bank speak for them from now on."""
    if entry_ids:
        await session.execute(_HAND_OVER, {"workspace": workspace_id, "ids": sorted(set(entry_ids))})
