"""Carries what a transaction promised out of the process, after its commit and only then."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from saldo.core.jobs import Message

_PROMISES = "promises"


class Courier(Protocol):
    """Delivers messages; a failure is logged, never raised, since sweeps redo what was lost."""

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Send the messages in their order."""


def promise(session: AsyncSession, message: Message) -> None:
    """Have the message delivered after this session's commit; a rollback forgets it."""
    sync_session = session.sync_session
    made_in = sync_session.get_nested_transaction() or sync_session.get_transaction()
    sync_session.info.setdefault(_PROMISES, []).append((made_in, message))


def take_promises(session: AsyncSession) -> list[Message]:
    """Return what the session has promised, once."""
    return [message for _, message in session.info.pop(_PROMISES, [])]


def forget_on_savepoint_rollback(session_class: type[Session]) -> None:
    """Make sessions of this class drop the promises made inside a savepoint that was rolled back."""

    @event.listens_for(session_class, "after_soft_rollback")
    def _forget(session: Session, rolled_back: SessionTransaction) -> None:
        kept = [
            (made_in, message)
            for made_in, message in session.info.get(_PROMISES, [])
            if not _is_within(made_in, rolled_back)
        ]
        session.info[_PROMISES] = kept


def _is_within(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None:
        if transaction is outer:
            return True
        transaction = transaction.parent
    return False
