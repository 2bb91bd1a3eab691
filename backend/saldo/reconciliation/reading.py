"""Gather what the search for an explanation looks at from the tables."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.accounts.models import AccountStatus
from saldo.core.money import format_amount
from saldo.ledger import checking
from saldo.ledger.checking import Checked
from saldo.ledger.comparing import is_same
from saldo.ledger.models import CheckStatus
from saldo.reconciliation.situation import Entry, Sister, Situation, Step
from saldo.transactions.models import Origin, Transaction

# What drifted longer ago than this shows as a step without rows, and is mended by an entry or the opening.
REACH: Final = dt.timedelta(days=180)
_MOST_ENTRIES, _MOST_OF_SISTERS, _MOST_REMOVED = 4000, 3000, 300
_MOST_CHECKS: Final = 200
# When the bank was last heard of before a comparison: its row was not there by then. Syncs belong to
# connections, which stand beside this feature: they are named by their table.
_LOOKED_BEFORE: Final = sa.text(
    """
    select max(run.finished_at) from syncs as run
    join accounts as account on account.connection_id = run.connection_id
    where account.id = :account and run.workspace_id = :workspace and run.status = 'succeeded'
      and run.finished_at < :moment
    """
)


async def gather(session: AsyncSession, account: RowMapping, checked: Checked, now: dt.datetime) -> Situation:
    """Return an account's situation at the moment of a comparison."""
    workspace_id, account_id = account["workspace_id"], account["id"]
    today = now.date()
    steps = await _steps(session, workspace_id, account_id)
    since = min([today, *(step.after or step.date for step in steps)]) - REACH
    own = (Transaction.account_id == account_id, Transaction.currency == account["currency"])
    live = Transaction.removed_at.is_(None)
    return Situation(
        account_id=account_id,
        difference=_plain(checked.standing.difference),
        today=today,
        steps=steps,
        entries=await _entries(
            session, workspace_id, since, (*own, live, Transaction.pending.is_(False)), _MOST_ENTRIES
        ),
        pending=await _entries(
            session, workspace_id, since, (*own, live, Transaction.pending.is_(True)), _MOST_REMOVED
        ),
        removed=await _entries(session, workspace_id, since, (*own, ~live), _MOST_REMOVED),
        sisters=await _sisters(session, account, since),
    )


async def _entries(
    session: AsyncSession,
    workspace_id: UUID,
    since: dt.date,
    conditions: Sequence[sa.ColumnElement[bool]],
    limit: int,
) -> list[Entry]:
    query = (
        sa.select(
            Transaction.id,
            Transaction.account_id,
            Transaction.date,
            Transaction.amount,
            Transaction.description,
            Transaction.pending,
            (Transaction.origin != Origin.BANK).label("is_manual"),
        )
        .where(Transaction.workspace_id == workspace_id, Transaction.date >= since, *conditions)
        .order_by(Transaction.date.desc(), Transaction.id)
        .limit(limit)
    )
    found = (await session.execute(query)).mappings()
    return [Entry(**{**row, "amount": _plain(row["amount"])}) for row in found]


def _plain(amount: Decimal) -> Decimal:
    """Write an amount as people do: the column pads it to ten places, and digits are what is compared."""
    return Decimal(format_amount(amount))


async def _sisters(session: AsyncSession, account: RowMapping, since: dt.date) -> list[Sister]:
    others = {
        each["id"]: each
        for each in await accounts.list_accounts(session, account["workspace_id"])
        if each["id"] != account["id"]
        and each["currency"] == account["currency"]
        and each["status"] == AccountStatus.ACTIVE
    }
    if not others:
        return []
    checks = await checking.list_last(session, account["workspace_id"], list(others))
    conditions = (
        Transaction.account_id.in_(others),
        Transaction.currency == account["currency"],
        Transaction.removed_at.is_(None),
        Transaction.pending.is_(False),
    )
    found = await _entries(session, account["workspace_id"], since, conditions, _MOST_OF_SISTERS)
    by_account = {
        account_id: list(entries)
        for account_id, entries in groupby(
            sorted(found, key=lambda entry: entry.account_id), key=lambda entry: entry.account_id
        )
    }
    return [
        Sister(
            account_id,
            other["name"],
            _plain(checks[account_id]["difference"]) if account_id in checks else Decimal(0),
            by_account.get(account_id, []),
        )
        for account_id, other in others.items()
    ]


async def _steps(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> list[Step]:
    """Return how the difference came about since ledger and bank last agreed; none if they never did."""
    checks = await checking.list_history(session, workspace_id, account_id, _MOST_CHECKS)
    drifting: list[RowMapping] = []
    for check in checks:
        if check["status"] == CheckStatus.OFF:
            drifting.append(check)
        elif check["status"] != CheckStatus.UNKNOWN:
            break
    else:
        return []
    steps: dict[dt.date, dict[str, Any]] = {}
    before = Decimal(0)
    for check in reversed(drifting):
        amount, before = check["difference"] - before, check["difference"]
        step = steps.setdefault(
            check["checked_at"].date(), {"amount": Decimal(0), "moment": check["checked_at"]}
        )
        step["amount"] += amount
    found = []
    for day, step in steps.items():
        if not is_same(step["amount"], Decimal(0)):
            after = await _looked_before(session, workspace_id, account_id, step["moment"])
            found.append(Step(day, _plain(step["amount"]), after))
    return found


async def _looked_before(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, moment: dt.datetime
) -> dt.date | None:
    values = {"workspace": workspace_id, "account": account_id, "moment": moment}
    looked: dt.datetime | None = await session.scalar(_LOOKED_BEFORE, values)
    return looked.date() if looked else None
