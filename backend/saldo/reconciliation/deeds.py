"""The single deeds that suggestions are made of, and the deed that undoes each."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.events import service as events
from saldo.events.types import ReconciliationEntryCreated
from saldo.ledger import anchoring
from saldo.reconciliation.errors import SuggestionStale
from saldo.reconciliation.situation import Action
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.models import Origin
from saldo.workspaces.access import Member

# Beside the actions a suggestion may name: what takes one of them back.
TAKE_BACK, SEND_AWAY = "take_back", "send_away"


@dataclass(frozen=True)
class Hand:
    """Who acts, on which account, when and why."""

    session: AsyncSession
    member: Member
    account: RowMapping
    now: dt.datetime
    reason: str

    @property
    def workspace_id(self) -> UUID:
        return self.member.workspace_id


async def do(hand: Hand, fix: Mapping[str, Any]) -> dict[str, Any] | None:
    """Do one deed; return the one that undoes it. Raises SuggestionStale when the row has changed."""
    match fix["action"]:
        case Action.ADD:
            return await _add(hand, fix)
        case Action.MOVE_OPENING:
            return await _move_opening(hand, fix)
        case Action.WAIT:
            return None
        case _:
            return await _change_row(hand, fix)


async def _add(hand: Hand, fix: Mapping[str, Any]) -> dict[str, Any]:
    entry_id = await add_adjustment(
        hand, Decimal(fix["effect"]), dt.date.fromisoformat(fix["date"]), fix["description"]
    )
    return {"action": TAKE_BACK, "entry_id": str(entry_id)}


async def add_adjustment(hand: Hand, amount: Decimal, day: dt.date, description: str) -> UUID:
    """Add a signed entry that makes up for a difference, and tell the workspace."""
    entry = NewEntry(
        account_id=hand.account["id"],
        date=day,
        amount=amount,
        currency=hand.account["currency"],
        description=description,
        origin=Origin.ADJUSTMENT,
    )
    entry_id = await correcting.add_entry(hand.session, hand.workspace_id, entry, hand.now)
    created = ReconciliationEntryCreated(
        account_id=hand.account["id"], entry_id=entry_id, amount=amount, reason=hand.reason
    )
    await events.publish(hand.session, hand.workspace_id, created)
    return entry_id


async def _move_opening(hand: Hand, fix: Mapping[str, Any]) -> dict[str, Any]:
    amount, account_id = Decimal(fix["effect"]), hand.account["id"]
    balance = await anchoring.move_opening(
        hand.session, hand.workspace_id, account_id, amount, hand.member.actor, hand.now
    )
    if balance is None:
        raise SuggestionStale
    await audit.record(
        hand.session,
        workspace_id=hand.workspace_id,
        actor=hand.member.actor,
        action="ledger.opening_moved",
        subject_type="account",
        subject_id=account_id,
        before={"opening_balance": str(balance - amount)},
        after={"opening_balance": str(balance)},
    )
    return {"action": Action.MOVE_OPENING.value, "effect": str(-amount)}


async def _change_row(hand: Hand, fix: Mapping[str, Any]) -> dict[str, Any]:
    row = (hand.session, hand.workspace_id, UUID(fix["entry_id"]))
    undo: dict[str, Any] = {"entry_id": fix["entry_id"]}
    match fix["action"]:
        case Action.REMOVE:
            done = await correcting.take_away(*row, hand.now)
            undo["action"] = Action.RESTORE.value
        case Action.RESTORE:
            done = await correcting.bring_back(*row)
            undo["action"] = SEND_AWAY
        case Action.FLIP:
            done = await correcting.turn_sign(*row)
            undo["action"] = Action.FLIP.value
        case Action.MOVE:
            came_from = await correcting.find_account(*row)
            done = await correcting.move(*row, UUID(fix["to_account_id"]))
            undo |= {"action": Action.MOVE.value, "to_account_id": str(came_from)}
        case _:
            done = await correcting.send_away_again(*row, hand.now)
            undo["action"] = Action.RESTORE.value
    if not done:
        raise SuggestionStale
    return undo
