"""Compare an account with its bank when a person asks, and suggest what would bring the two together."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.core.money import format_amount
from saldo.events import service as events
from saldo.ledger import checking
from saldo.ledger.checking import Checked, Occasion
from saldo.ledger.comparing import signed
from saldo.ledger.models import CheckStatus
from saldo.reconciliation import reading, repository
from saldo.reconciliation.errors import ViewerMayNotReconcile
from saldo.reconciliation.explaining import explain
from saldo.reconciliation.models import Suggestion, SuggestionStatus
from saldo.reconciliation.situation import Explanation, Fix
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role

_NAMESPACE: Final = UUID("8f1d8a52-6a0b-4d0f-9f0a-3f1c54b1a7e3")


@dataclass(frozen=True)
class Compared:
    """How an account stands, and what would mend it, the likeliest first."""

    account_type: str
    checked: Checked
    suggestions: Sequence[Suggestion]


async def reconcile(
    session: AsyncSession,
    member: Member,
    account_id: UUID,
    stated: Decimal | None,
    now: dt.datetime,
    *,
    is_always_told: bool = False,
) -> Compared:
    """Compare an account with the balance its bank stated last, or with one that the person states.

    `stated` is as banks print it: on a debt, what is owed. Raises AccountNotFound and ViewerMayNotReconcile.
    """
    refuse_viewers(member)
    workspace_id = member.workspace_id
    await events.take_turn(session, workspace_id)
    account = await accounts.get_account(session, workspace_id, account_id)
    occasion = Occasion(member.actor, now, is_always_told=is_always_told)
    if stated is None:
        [checked] = await checking.check_accounts(session, workspace_id, [account_id], occasion)
    else:
        balance = signed(account["type"], stated)
        [checked] = await checking.check_against(session, workspace_id, account_id, balance, occasion)
    explanations: list[Explanation] = []
    if checked.standing.status is CheckStatus.OFF:
        situation = await reading.gather(session, account, checked, now)
        # Up to a tenth of a second for a busy account: other requests go on meanwhile.
        explanations = await asyncio.to_thread(explain, situation)
    suggestions = await _suggest(session, workspace_id, checked, explanations)
    return Compared(account["type"], checked, suggestions)


def refuse_viewers(member: Member) -> None:
    """Raise ViewerMayNotReconcile for those who may only look."""
    if member.role is Role.VIEWER:
        raise ViewerMayNotReconcile


async def _suggest(
    session: AsyncSession, workspace_id: UUID, checked: Checked, explanations: Sequence[Explanation]
) -> Sequence[Suggestion]:
    rows = [_row(workspace_id, checked, rank, each) for rank, each in enumerate(explanations, start=1)]
    account_id = checked.figures.account_id
    await repository.replace_proposed(session, workspace_id, account_id, checked.check_id, rows)
    return await repository.list_open(session, workspace_id, account_id, [row["id"] for row in rows])


def _row(workspace_id: UUID, checked: Checked, rank: int, explanation: Explanation) -> dict[str, Any]:
    fixes = [_fix(each) for each in explanation.fixes]
    return {
        # The same comparison suggests the same under the same id, so that asking again changes nothing.
        "id": uuid5(_NAMESPACE, f"{checked.check_id} {fixes}"),
        "workspace_id": workspace_id,
        "account_id": checked.figures.account_id,
        "check_id": checked.check_id,
        "rank": rank,
        "cause": explanation.cause,
        "parts": sorted(explanation.causes),
        "reason": explanation.reason,
        "confidence": explanation.confidence,
        "difference": checked.standing.difference,
        "fixes": fixes,
        "status": SuggestionStatus.PROPOSED,
        "undo": [],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "action": fix.action.value,
        "effect": format_amount(fix.effect),
        "entry_id": str(fix.entry_id) if fix.entry_id else None,
        "date": fix.date.isoformat() if fix.date else None,
        "description": fix.description,
        "to_account_id": str(fix.to_account_id) if fix.to_account_id else None,
    }
