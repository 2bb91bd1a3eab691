"""Take rows apart that two links to what seemed one account had in common."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.events import service as events

# A transaction that the former link told of as well is the old account's; the others only the new one knows.
_OF_BOTH: Final = """
  select shared.transaction_id from bank_transactions as shared
  where shared.connection_id <> :connection and shared.transaction_id = row.transaction_id
"""
_LIST_OWN: Final = sa.text(
    f"""
    select distinct row.transaction_id from bank_transactions as row
    where row.workspace_id = :workspace and row.connection_id = :connection and row.account_id = :account
      and not exists ({_OF_BOTH})
    """  # noqa: S608 - constants
)
# The former link's words count again, also for a third link that may come.
_SPEAK_AGAIN: Final = sa.text(
    f"""
    update bank_transactions as former set removed_at = null, updated_at = now()
    from bank_transactions as row
    where row.workspace_id = :workspace and row.connection_id = :connection and row.account_id = :account
      and former.transaction_id = row.transaction_id and former.connection_id <> :connection
      and former.removed_at >= :made_at and exists ({_OF_BOTH})
    """  # noqa: S608 - constants
)
_COME_BACK: Final = sa.text(
    f"""
    update transactions as entry set removed_at = null, updated_at = now()
    from bank_transactions as row
    where row.workspace_id = :workspace and row.connection_id = :connection and row.account_id = :account
      and row.removed_at is not null and entry.id = row.transaction_id
      and entry.removed_at is not null and entry.dismissed_at is null and exists ({_OF_BOTH})
    """  # noqa: S608 - constants
)
# What the old account had pending was withdrawn because the link did not know it: told of another account,
# that says nothing.
_WAIT_AGAIN: Final = sa.text(
    """
    with again as (
      update bank_transactions as former set removed_at = null, updated_at = now()
      where former.workspace_id = :workspace and former.account_id = :account and former.pending
        and former.connection_id <> :connection and former.removed_at >= :made_at
        and not exists (
          select from bank_transactions as row
          where row.connection_id = :connection and row.transaction_id = former.transaction_id
        )
      returning former.transaction_id
    )
    update transactions set removed_at = null, updated_at = now()
    where workspace_id = :workspace and id in (select transaction_id from again)
      and removed_at is not null and dismissed_at is null
    """
)
_FORGET_SHARED: Final = sa.text(
    f"""
    delete from bank_transactions as row
    where row.workspace_id = :workspace and row.connection_id = :connection and row.account_id = :account
      and exists ({_OF_BOTH})
    """  # noqa: S608 - constants
)
_MOVE_OWN: Final = sa.text(
    """
    update transactions set
      account_id = case when account_id = :account then :successor else account_id end,
      moved_from = case when moved_from = :account then :successor else moved_from end,
      updated_at = now()
    where workspace_id = :workspace and id = any(cast(:own as uuid[]))
    """
)
_MOVE_ROWS: Final = sa.text(
    """
    update bank_transactions set account_id = :successor, updated_at = now()
    where workspace_id = :workspace and connection_id = :connection and account_id = :account
    """
)


@dataclass(frozen=True)
class Place:
    """An account, and the link that carried it on."""

    workspace: UUID
    connection: UUID
    account: UUID


async def list_own(session: AsyncSession, place: Place) -> list[UUID]:
    """List the transactions of an account that no other link than this one ever told of."""
    return list(await session.scalars(_LIST_OWN, vars(place)))


async def dissolve(session: AsyncSession, place: Place, successor_id: UUID, made_at: dt.datetime) -> int:
    """Give the link's own transactions to its successor account, edits and all; return how many.

    What both links told of stays with the old account; the link, made then, reads its own copy anew.
    """
    await events.take_turn(session, place.workspace)
    own = await list_own(session, place)
    values = vars(place) | {"successor": successor_id, "made_at": made_at, "own": own}
    for statement in (_SPEAK_AGAIN, _COME_BACK, _WAIT_AGAIN, _FORGET_SHARED, _MOVE_OWN, _MOVE_ROWS):
        names = statement.compile().params
        await session.execute(statement, {name: values[name] for name in names})
    return len(own)
