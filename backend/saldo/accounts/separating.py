"""Tell two accounts apart again that were taken for one: the old one as it was, the new one on its own."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.events import service as events

# Numbers as text: a float on the way would change amounts.
_DESCRIBE: Final = sa.text(
    """
    select id, (
      select jsonb_object_agg(
        key, case jsonb_typeof(value) when 'number' then to_jsonb(value #>> '{}') else value end)
      from jsonb_each(to_jsonb(account))
    ) as whole
    from accounts as account
    where workspace_id = :workspace and id = any(cast(:accounts as uuid[])) for update
    """
)
# What the bank says of it; what people said (the pace) stays as it is.
_GIVE_BACK: Final = sa.text(
    """
    update accounts as account set
      connection_id = before.connection_id, provider_account_id = before.provider_account_id,
      persistent_account_id = before.persistent_account_id, name = before.name,
      official_name = before.official_name, mask = before.mask, type = before.type,
      subtype = before.subtype, currency = before.currency, current_balance = before.current_balance,
      available_balance = before.available_balance, credit_limit = before.credit_limit,
      balance_as_of = before.balance_as_of, status = 'closed',
      closed_at = coalesce(before.closed_at, :made_at),
      former_connection_ids = before.former_connection_ids, updated_at = now()
    from jsonb_populate_record(null::accounts, :before) as before
    where account.workspace_id = :workspace and account.id = before.id
    """
).bindparams(sa.bindparam("before", type_=JSONB))
_INSERT: Final = sa.text(
    "insert into accounts select * from jsonb_populate_record(null::accounts, :whole)"
).bindparams(sa.bindparam("whole", type_=JSONB))
# Whoever does not see the old account must not see the new one by surprise.
_SHARE_ALIKE: Final = sa.text(
    """
    insert into account_shares (workspace_id, account_id, user_id, access)
    select workspace_id, :new, user_id, access from account_shares
    where workspace_id = :workspace and account_id = :old
    """
)
_TAKE_BALANCES: Final = sa.text(
    """
    with taken as (
      delete from account_balances
      where workspace_id = :workspace and account_id = :old and date >= :day
      returning date, current, available
    )
    insert into account_balances (workspace_id, account_id, date, current, available)
    select :workspace, :new, date, current, available from taken
    """
)


async def describe(
    session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Return these accounts whole, for `separate`; they stay locked until the transaction ends."""
    rows = await session.execute(_DESCRIBE, {"workspace": workspace_id, "accounts": list(account_ids)})
    return {row.id: row.whole for row in rows}


async def separate(
    session: AsyncSession,
    workspace_id: UUID,
    account_id: UUID,
    before: dict[str, Any],
    made_at: dt.datetime,
) -> UUID:
    """Make an account what it was before a new link carried it on; return the id of the link's own."""
    await events.take_turn(session, workspace_id)
    now = (await describe(session, workspace_id, [account_id]))[account_id]
    successor_id = new_id()
    stamp = dt.datetime.now(dt.UTC).isoformat()
    own = {"id": str(successor_id), "former_connection_ids": [], "created_at": stamp, "updated_at": stamp}
    place = {"workspace": workspace_id, "old": account_id, "new": successor_id}
    await session.execute(_GIVE_BACK, {"workspace": workspace_id, "before": before, "made_at": made_at})
    await session.execute(_INSERT, {"whole": now | own})
    await session.execute(_SHARE_ALIKE, place)
    await session.execute(_TAKE_BALANCES, place | {"day": made_at.date()})
    return successor_id
