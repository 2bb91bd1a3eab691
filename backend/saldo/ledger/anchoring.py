"""Decide where an account's ledger begins: the bank's balance, less every entry known at that moment."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import DEBT_TYPES
from saldo.accounts.service import NO_CURRENCY
from saldo.ledger.models import LedgerAnchor

BY_SYNC: Final = "sync"
# Banks date late rows back by days, not by months; a longer history that comes with a new link is older.
LATEST_LATE_ROW: Final = dt.timedelta(days=45)

# While the history is still coming, every sync begins anew: what it adds was in the bank's balance all along.
# The history of an account that joins an older connection comes within a day, and nothing says when all of it
# is there.
_ANCHOR = sa.text(
    """
    insert into ledger_anchors as old (
      workspace_id, account_id, currency, opening_date, opening_balance, is_provisional, set_by, set_at)
    select account.workspace_id, account.id, account.currency,
      least(min(day.date) filter (where day.posted_count > 0 or day.pending_count > 0), :reach),
      case when account.type = any(:debts) then -account.current_balance else account.current_balance end
        - coalesce(sum(day.posted), 0),
      not :complete or account.created_at
        > greatest(link.created_at + interval '1 hour', cast(:now as timestamptz) - interval '1 day'),
      :set_by, :now
    from accounts as account
    join bank_connections as link on link.id = account.connection_id
    left join ledger_anchors as anchor on anchor.account_id = account.id
    left join ledger_days as day on day.account_id = account.id and day.currency = account.currency
    where account.workspace_id = :workspace and account.connection_id = :connection
      and account.current_balance is not null and account.currency <> :none
      and (anchor.account_id is null or anchor.is_provisional or anchor.currency <> account.currency)
    group by account.id, link.id
    on conflict (account_id) do update set
      currency = excluded.currency, opening_date = excluded.opening_date,
      opening_balance = excluded.opening_balance, is_provisional = excluded.is_provisional,
      set_by = excluded.set_by, set_at = excluded.set_at
    where (old.currency, old.opening_date, old.opening_balance, old.is_provisional) is distinct from
      (excluded.currency, excluded.opening_date, excluded.opening_balance, excluded.is_provisional)
    """
)

_LOOSEN = sa.text(
    """
    update ledger_anchors set is_provisional = true
    where workspace_id = :workspace and account_id = any(cast(:accounts as uuid[]))
    """
)

# The amount as text: a float on the way would change it.
_DESCRIBE = sa.text(
    """
    select account_id,
      to_jsonb(anchor) || jsonb_build_object('opening_balance', cast(opening_balance as text)) as before
    from ledger_anchors as anchor
    where workspace_id = :workspace and account_id = any(cast(:accounts as uuid[]))
    """
)
_RESTORE = sa.text(
    "insert into ledger_anchors select * from jsonb_populate_record(null::ledger_anchors, :before)"
).bindparams(sa.bindparam("before", type_=JSONB))

_MOVE = sa.text(
    """
    update ledger_anchors set opening_balance = opening_balance + :amount, set_by = :set_by, set_at = :now
    where workspace_id = :workspace and account_id = :account
    returning opening_balance
    """
)


async def anchor_accounts(
    session: AsyncSession,
    workspace_id: UUID,
    connection_id: UUID,
    now: dt.datetime,
    *,
    is_history_complete: bool,
) -> None:
    """Give the connection's accounts their beginning; one that stands already stays as it is."""
    place = {"workspace": workspace_id, "connection": connection_id}
    await session.execute(
        _ANCHOR,
        place
        | {
            "reach": now.date() - LATEST_LATE_ROW,
            "debts": list(DEBT_TYPES),
            "complete": is_history_complete,
            "set_by": BY_SYNC,
            "now": now,
            "none": NO_CURRENCY,
        },
    )


async def find_beginning(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, today: dt.date
) -> dt.date:
    """Return the first day whose entries move an account's balance; what is older was in it already."""
    query = sa.select(LedgerAnchor.opening_date).where(
        LedgerAnchor.workspace_id == workspace_id, LedgerAnchor.account_id == account_id
    )
    return await session.scalar(query) or today - LATEST_LATE_ROW


async def begin_anew(session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]) -> None:
    """Let the next syncs decide the beginning again: a new link may tell more of the past than the old."""
    await session.execute(_LOOSEN, {"workspace": workspace_id, "accounts": list(account_ids)})


async def describe(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Return these accounts' beginnings whole, for `restore`."""
    rows = await session.execute(_DESCRIBE, {"workspace": workspace_id, "accounts": list(account_ids)})
    return {row.account_id: row.before for row in rows}


async def restore(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, before: dict[str, Any] | None
) -> None:
    """Give an account the beginning that it had once; none if it had none."""
    await session.execute(
        sa.delete(LedgerAnchor).where(
            LedgerAnchor.workspace_id == workspace_id, LedgerAnchor.account_id == account_id
        )
    )
    if before is not None:
        await session.execute(_RESTORE, {"before": before})


async def move_opening(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, amount: Decimal, actor: str, now: dt.datetime
) -> Decimal | None:
    """Raise an account's opening balance by an amount; return the new one, or None without a beginning."""
    values = {
        "workspace": workspace_id,
        "account": account_id,
        "amount": amount,
        "set_by": actor,
        "now": now,
    }
    return (await session.execute(_MOVE, values)).scalar_one_or_none()
