"""How well an account is doing: a score of 0 to 100 that is never shown without its parts."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.ledger import checking
from saldo.reconciliation import statement_repository
from saldo.reconciliation.locking import list_changes
from saldo.reconciliation.rating import (
    Part,
    add_up,
    rate_agreement,
    rate_completeness,
    rate_connection,
    rate_freshness,
    rate_rhythm,
    rate_statements,
)
from saldo.transactions import rejecting
from saldo.transactions.rhythm import read_rhythms

# Connections stand beside this feature: like a foreign key, a question names their table by its name.
_CONNECTION: Final = sa.text(
    """
    select status, institution_name, last_synced_at from bank_connections
    where id = :connection and workspace_id = :workspace
    """
)
_MOST_STATEMENTS: Final = 12


@dataclass(frozen=True)
class Health:
    """The score, out of the parts that are known."""

    account_id: UUID
    score: int
    parts: tuple[Part, ...]


async def assess(session: AsyncSession, workspace_id: UUID, account_id: UUID, now: dt.datetime) -> Health:
    """Assess one account. Raises AccountNotFound."""
    account = await accounts.get_account(session, workspace_id, account_id)
    place = {"connection": account["connection_id"], "workspace": workspace_id}
    connection = (await session.execute(_CONNECTION, place)).mappings().one()
    check = (await checking.list_last(session, workspace_id, [account_id])).get(account_id)
    skipped = await rejecting.count_open(session, workspace_id, account["connection_id"])
    rhythms = await read_rhythms(session, workspace_id, [account_id], now.date())
    parts = (
        rate_connection(account["status"], connection["status"], connection["institution_name"]),
        rate_freshness(connection["last_synced_at"], now),
        rate_agreement(check, now.date()),
        rate_completeness(skipped),
        rate_rhythm(rhythms[account_id], (connection["last_synced_at"] or now).date()),
        rate_statements(await _changed_statements(session, workspace_id, account_id)),
    )
    return Health(account_id, add_up(parts), parts)


async def _changed_statements(
    session: AsyncSession, workspace_id: UUID, account_id: UUID
) -> list[dt.date] | None:
    """Return the closing dates of signed statements under which rows changed; None if nothing is signed."""
    locked = await statement_repository.list_locked(session, workspace_id, account_id, _MOST_STATEMENTS)
    changed = [each.closing_date for each in locked if await list_changes(session, each)]
    return changed if locked else None
