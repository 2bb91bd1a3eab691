"""Recompute the daily ledger of a workspace from its transactions."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.verify.findings import Finding

_DAYS: Final = sa.text(
    """
    with truth as (
      select account_id, currency, date,
        coalesce(sum(amount) filter (where not pending), 0) as posted,
        coalesce(sum(amount) filter (where pending), 0) as pending,
        count(*) filter (where not pending) as posted_count,
        count(*) filter (where pending) as pending_count
      from transactions where workspace_id = :workspace and removed_at is null
      group by 1, 2, 3
    ), stored as (
      select * from ledger_days
      where workspace_id = :workspace and (posted, pending, posted_count, pending_count) <> (0, 0, 0, 0)
    )
    select account_id, currency, date,
      truth.posted, truth.pending, truth.posted_count, truth.pending_count,
      stored.posted as stored_posted, stored.pending as stored_pending,
      stored.posted_count as stored_posted_count, stored.pending_count as stored_pending_count
    from truth full join stored using (account_id, currency, date)
    where (truth.posted, truth.pending, truth.posted_count, truth.pending_count)
      is distinct from
      (stored.posted, stored.pending, stored.posted_count, stored.pending_count)
    order by account_id, currency, date
    """
)
_FIGURES: Final = ("posted", "pending", "posted_count", "pending_count")
# The beginning of a ledger is as the last receipt sealed it, or a person moved it and the record tells.
_ANCHORS: Final = sa.text(
    """
    select anchor.account_id, anchor.opening_date, anchor.opening_balance, sealed.figures
    from ledger_anchors as anchor
    join accounts as account on account.id = anchor.account_id
    cross join lateral (
      select receipt.recorded_at, listed.figures
      from sync_receipts as receipt,
        jsonb_array_elements(receipt.body -> 'accounts') as listed(figures)
      where receipt.connection_id = account.connection_id
        and listed.figures ->> 'account_id' = anchor.account_id::text
      order by receipt.number desc limit 1
    ) as sealed
    where anchor.workspace_id = :workspace
      and (anchor.opening_date::text, anchor.opening_balance, anchor.currency) is distinct from
        (sealed.figures ->> 'opening_date', (sealed.figures ->> 'opening_balance')::numeric,
          sealed.figures ->> 'currency')
      and not exists (
        select from audit_entries as deed
        where deed.workspace_id = :workspace and deed.subject_id = anchor.account_id::text
          and deed.action = 'ledger.opening_moved' and deed.occurred_at >= sealed.recorded_at
          and (deed.after ->> 'opening_balance')::numeric = anchor.opening_balance
      )
    """
)
_UNCOUNTED: Final = "nothing"


async def verify_balances(session: AsyncSession, workspace_id: UUID) -> list[Finding]:
    """Compare the days of every account, and where each ledger begins."""
    place = {"workspace": workspace_id}
    findings = []
    for row in (await session.execute(_DAYS, place)).mappings():
        wrong = [name for name in _FIGURES if row[name] != row[f"stored_{name}"]]
        problem = "; ".join(
            f"{name} is {_shown(row[f'stored_{name}'])}, the rows make {_shown(row[name])}" for name in wrong
        )
        subject = f"account {row['account_id']}, {row['currency']} on {row['date']}"
        findings.append(Finding(workspace_id, subject, problem))
    for row in (await session.execute(_ANCHORS, place)).mappings():
        problem = "its beginning is neither the sealed one nor one that a person is recorded to have set"
        findings.append(Finding(workspace_id, f"account {row['account_id']}", problem))
    return findings


def _shown(figure: object) -> str:
    return _UNCOUNTED if figure is None else f"{figure}"
