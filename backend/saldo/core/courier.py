"""Carries what a transaction promised out of the process, after its commit and only then."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from saldo.core.jobs import Message

_KEPT, _PROMISES = "kept", "promises"


class Courier(Protocol):
    """Delivers messages; a failure is logged, never raised, since sweeps redo what was lost."""

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Send the messages in their order."""


def promise(session: AsyncSession, message: Message) -> None:
    """Have the message delivered after this session's commit; a rollback forgets it."""
    keep(session, _PROMISES, message)


def take_promises(session: AsyncSession) -> list[Message]:
    """Return what the session has promised, once."""
    return take(session, _PROMISES)


def keep(session: AsyncSession, pile: str, thing: object) -> None:
    """Put something by until the transaction's end; rolling back its savepoint forgets it."""
    sync_session = session.sync_session
    made_in = sync_session.get_nested_transaction() or sync_session.get_transaction()
    sync_session.info.setdefault(_KEPT, {}).setdefault(pile, []).append((made_in, thing))


def kept(session: AsyncSession, pile: str) -> list[Any]:
    """Return what lies on a pile, and leave it there."""
    return [thing for _, thing in session.info.get(_KEPT, {}).get(pile, [])]


def take(session: AsyncSession, pile: str) -> list[Any]:
    """Return what was put by on a pile, once."""
    return [thing for _, thing in session.info.get(_KEPT, {}).pop(pile, [])]


def forget_on_savepoint_rollback(session_class: type[Session]) -> None:
    """Make sessions of this class drop what was put by inside a savepoint that was rolled back."""

    @event.listens_for(session_class, "after_soft_rollback")
    def _forget(session: Session, rolled_back: SessionTransaction) -> None:
        piles = session.info.get(_KEPT, {})
        for pile, things in piles.items():
            piles[pile] = [one for one in things if not _is_within(one[0], rolled_back)]


def _is_within(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None:
        if transaction is outer:
            return True
        transaction = transaction.parent
    return False
