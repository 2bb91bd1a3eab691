"""Compare accounts with their bank, remember what came out, and tell the workspace when it is news."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.events import service as events
from saldo.events.types import AccountReconciled
from saldo.ledger import repository
from saldo.ledger.comparing import Standing, compare, is_same
from saldo.ledger.models import CheckStatus, Figures


@dataclass(frozen=True)
class Checked:
    """One account's figures, how they compare, and since when they differ.

    `check_id` is that of the stored comparison with these figures: a new one if it is news.
    """

    check_id: UUID
    figures: Figures
    standing: Standing
    off_since: dt.date | None
    is_news: bool


@dataclass(frozen=True)
class Occasion:
    """Who compares, when, and in the course of which sync; and whether to tell even what is no news."""

    checked_by: str
    now: dt.datetime
    sync_id: UUID | None = None
    is_always_told: bool = False


async def check_connection(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, occasion: Occasion
) -> list[Checked]:
    """Check every account of a connection."""
    figures = await repository.list_figures_of_connection(session, workspace_id, connection_id)
    return await _record(session, workspace_id, figures, occasion)


async def check_accounts(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID], occasion: Occasion
) -> list[Checked]:
    """Check these accounts against the balance their bank stated last."""
    figures = await repository.list_figures(session, workspace_id, account_ids)
    return await _record(session, workspace_id, figures, occasion)


async def check_against(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, bank: Decimal, occasion: Occasion
) -> list[Checked]:
    """Check one account against a balance that a person states; positive is money one has."""
    figures = await repository.list_figures(session, workspace_id, [account_id])
    return await _record(session, workspace_id, [replace(each, bank=bank) for each in figures], occasion)


async def _record(
    session: AsyncSession, workspace_id: UUID, figures: Sequence[Figures], occasion: Occasion
) -> list[Checked]:
    before = await repository.list_last_checks(session, workspace_id, [each.account_id for each in figures])
    checked = [_check(each, before.get(each.account_id), occasion.now.date()) for each in figures]
    news = [each for each in checked if each.is_news]
    await repository.add_checks(session, [_row(workspace_id, each, occasion) for each in news])
    told = [
        AccountReconciled(
            account_id=each.figures.account_id,
            status=each.standing.status,
            difference=each.standing.difference,
        )
        for each in checked
        if occasion.is_always_told or (each.is_news and _is_told(each, before.get(each.figures.account_id)))
    ]
    if told:
        await events.publish(session, workspace_id, *told)
    return checked


def _check(figures: Figures, before: RowMapping | None, today: dt.date) -> Checked:
    standing = compare(figures)
    off_since = None
    if standing.status is CheckStatus.OFF:
        off_since = (before["off_since"] if before else None) or today
    is_news = before is None or (
        figures.currency,
        figures.bank,
        figures.ledger,
        figures.pending,
        standing.status,
    ) != tuple(before[name] for name in ("currency", "bank_balance", "ledger_balance", "pending", "status"))
    check_id = new_id() if before is None or is_news else before["id"]
    return Checked(check_id, figures, standing, off_since, is_news)


def _is_told(checked: Checked, before: RowMapping | None) -> bool:
    """Balances move all the time; people want to hear when the comparison comes out otherwise."""
    if before is None:
        return checked.standing.status is not CheckStatus.UNKNOWN
    is_same_status = checked.standing.status == before["status"]
    return not (is_same_status and is_same(checked.standing.difference, before["difference"]))


def _row(workspace_id: UUID, checked: Checked, occasion: Occasion) -> dict[str, Any]:
    figures = checked.figures
    return {
        "id": checked.check_id,
        "workspace_id": workspace_id,
        "account_id": figures.account_id,
        "sync_id": occasion.sync_id,
        "checked_by": occasion.checked_by,
        "checked_at": occasion.now,
        "currency": figures.currency,
        "bank_balance": figures.bank,
        "ledger_balance": figures.ledger,
        "pending": figures.pending,
        "difference": checked.standing.difference,
        "status": checked.standing.status,
        "off_since": checked.off_since,
    }


async def list_last(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> dict[UUID, RowMapping]:
    """Return each account's newest comparison."""
    return await repository.list_last_checks(session, workspace_id, account_ids)


async def list_history(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, limit: int
) -> Sequence[RowMapping]:
    """List an account's comparisons that came out otherwise than the one before, newest first."""
    return await repository.list_checks(session, workspace_id, account_id, limit)


async def list_figures(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> Sequence[Figures]:
    """Return what is known of these accounts now, without comparing or storing anything."""
    return await repository.list_figures(session, workspace_id, account_ids)


async def find_check(session: AsyncSession, workspace_id: UUID, check_id: UUID) -> RowMapping | None:
    """Return one stored comparison, if it is there."""
    return await repository.find_check(session, workspace_id, check_id)
