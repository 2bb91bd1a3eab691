"""One click on a suggestion: do its deeds, sign them, compare again; and take all of it back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.events import service as events
from saldo.ledger import checking
from saldo.ledger.checking import Checked, Occasion
from saldo.ledger.comparing import is_same
from saldo.reconciliation import deeds, repository
from saldo.reconciliation.deeds import Hand
from saldo.reconciliation.errors import NothingToUndo, SuggestionNotFound, SuggestionStale
from saldo.reconciliation.models import Suggestion, SuggestionStatus
from saldo.reconciliation.reconciling import refuse_viewers
from saldo.workspaces.access import Member


@dataclass(frozen=True)
class Mended:
    """The suggestion as decided, and how every account it touched stands now, its own first."""

    suggestion: Suggestion
    checked: Sequence[Checked]


async def apply_suggestion(
    session: AsyncSession, member: Member, suggestion_id: UUID, now: dt.datetime
) -> Mended:
    """Do what a suggestion says; doing it again changes nothing.

    Raises SuggestionNotFound, and SuggestionStale when the account is no longer off by that difference.
    """
    suggestion = await _lock(session, member, suggestion_id)
    if suggestion.status == SuggestionStatus.APPLIED:
        return Mended(suggestion, await _compare_again(session, member, suggestion, None, now))
    balance = await _refuse_stale(session, member, suggestion)
    hand = await _hand(session, member, suggestion, now)
    undo = [await deeds.do(hand, fix) for fix in suggestion.fixes]
    suggestion.undo = [each for each in reversed(undo) if each is not None]
    await _sign(session, member, suggestion, SuggestionStatus.APPLIED, now)
    return Mended(suggestion, await _compare_again(session, member, suggestion, balance, now))


async def undo_suggestion(
    session: AsyncSession, member: Member, suggestion_id: UUID, now: dt.datetime
) -> Mended:
    """Take back what was done. Raises SuggestionNotFound, NothingToUndo and SuggestionStale."""
    suggestion = await _lock(session, member, suggestion_id)
    if suggestion.status == SuggestionStatus.PROPOSED:
        raise NothingToUndo
    if suggestion.status != SuggestionStatus.UNDONE:
        hand = await _hand(session, member, suggestion, now)
        for deed in suggestion.undo:
            await deeds.do(hand, deed)
        await _sign(session, member, suggestion, SuggestionStatus.UNDONE, now)
    return Mended(suggestion, await _compare_again(session, member, suggestion, None, now))


async def ignore_suggestion(
    session: AsyncSession, member: Member, suggestion_id: UUID, now: dt.datetime
) -> Suggestion:
    """Put a suggestion aside; it is not made again for the same comparison."""
    suggestion = await _lock(session, member, suggestion_id)
    if suggestion.status == SuggestionStatus.APPLIED:
        raise SuggestionStale("This suggestion is applied; undo it first.")
    if suggestion.status != SuggestionStatus.IGNORED:
        suggestion.undo = []
        await _sign(session, member, suggestion, SuggestionStatus.IGNORED, now)
    return suggestion


async def list_decided(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> Sequence[Suggestion]:
    """List an account's suggestions that were decided on. Raises AccountNotFound."""
    await accounts.get_account(session, workspace_id, account_id)
    return await repository.list_decided(session, workspace_id, account_id)


async def _lock(session: AsyncSession, member: Member, suggestion_id: UUID) -> Suggestion:
    refuse_viewers(member)
    await events.take_turn(session, member.workspace_id)
    suggestion = await repository.lock(session, member.workspace_id, suggestion_id)
    if suggestion is None:
        raise SuggestionNotFound
    return suggestion


async def _refuse_stale(session: AsyncSession, member: Member, suggestion: Suggestion) -> Decimal:
    """Let a suggestion be applied only to the difference it was made for; return the bank's balance."""
    check = await checking.find_check(session, member.workspace_id, suggestion.check_id)
    found = await checking.list_figures(session, member.workspace_id, [suggestion.account_id])
    bank: Decimal | None = check["bank_balance"] if check else None
    ledger = found[0].ledger if found else None
    if bank is None or ledger is None or not is_same(bank - ledger, suggestion.difference):
        raise SuggestionStale
    return bank


async def _hand(session: AsyncSession, member: Member, suggestion: Suggestion, now: dt.datetime) -> Hand:
    account = await accounts.get_account(session, member.workspace_id, suggestion.account_id)
    return Hand(session, member, account, now, suggestion.reason)


async def _sign(
    session: AsyncSession, member: Member, suggestion: Suggestion, status: SuggestionStatus, now: dt.datetime
) -> None:
    before = suggestion.status
    suggestion.status, suggestion.decided_by, suggestion.decided_at = status, member.actor, now
    await session.flush()
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=f"reconciliation.suggestion_{status}",
        subject_type="account",
        subject_id=suggestion.account_id,
        before={"status": before},
        after={"suggestion": str(suggestion.id), "cause": suggestion.cause, "fixes": suggestion.fixes},
    )


async def _compare_again(
    session: AsyncSession, member: Member, suggestion: Suggestion, balance: Decimal | None, now: dt.datetime
) -> list[Checked]:
    """Compare the account anew, and every other account that a row moved from or to.

    `balance` is what it was compared with before; without it, what the bank stated last.
    """
    workspace_id, account_id = member.workspace_id, suggestion.account_id
    occasion = Occasion(member.actor, now)
    if balance is None:
        own = await checking.check_accounts(session, workspace_id, [account_id], occasion)
    else:
        own = await checking.check_against(session, workspace_id, account_id, balance, occasion)
    others = sorted(_moved_between([*suggestion.fixes, *suggestion.undo]) - {account_id})
    return [*own, *await checking.check_accounts(session, workspace_id, others, occasion)]


def _moved_between(fixes: Sequence[dict[str, Any]]) -> set[UUID]:
    return {UUID(fix["to_account_id"]) for fix in fixes if fix.get("to_account_id")}
