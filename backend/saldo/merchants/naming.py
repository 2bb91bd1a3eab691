"""Name merchants and merge them, for the past and for what comes."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.corrections import correcting
from saldo.merchants.errors import MerchantNotFound, MergeInvalid
from saldo.merchants.models import MerchantSaying
from saldo.transactions import revising
from saldo.transactions.models import CategorySource, Revision, Transaction
from saldo.transactions.revising import Deed
from saldo.workspaces.access import Member


@dataclass(frozen=True)
class Register:
    """What people said about merchants and did not take back."""

    names: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    def resolve(self, key: str) -> str:
        """Return the key of the merchant that this one has become part of, or its own."""
        seen = {key}
        while (following := self.merged.get(key)) is not None and following not in seen:
            seen.add(key := following)
        return key


async def read_register(session: AsyncSession, workspace_id: UUID) -> Register:
    """Read everything that stands: it is as little as people have said."""
    query = (
        sa.select(MerchantSaying)
        .outerjoin(Revision, Revision.id == MerchantSaying.revision_id)
        .where(MerchantSaying.workspace_id == workspace_id, Revision.reverted_at.is_(None))
        .order_by(MerchantSaying.id)
    )
    register = Register()
    for said in await session.scalars(query):
        if said.name is not None:
            register.names[said.key] = said.name
        if said.merged_into is not None:
            register.merged[said.key] = said.merged_into
    return register


async def rename(
    session: AsyncSession, member: Member, key: str, name: str, now: dt.datetime
) -> tuple[UUID | None, int]:
    """Call a merchant so from now on, and in the past; a name given to one transaction stays.

    Raises MerchantNotFound.
    """
    await correcting.take_turn(session, member)
    rows = await _rows_of(session, member.workspace_id, [key])
    wanted = {row_id: {"merchant_name": name} for row_id in rows}
    done = await _carry_out(session, member, wanted, f"Name of {name}", now)
    _say(session, member.workspace_id, [key], {"name": name}, (done[0], now))
    return done


async def merge(
    session: AsyncSession, member: Member, keys: Sequence[str], into: str, now: dt.datetime
) -> tuple[UUID | None, int]:
    """Let several merchants be one from now on, and in the past. Raises MerchantNotFound and MergeInvalid."""
    await correcting.take_turn(session, member)
    register = await read_register(session, member.workspace_id)
    if register.resolve(into) in keys or into in keys:
        raise MergeInvalid("A merchant cannot become part of itself.")
    name = register.names.get(into) or await get_newest_name(session, member.workspace_id, into)
    rows = await _rows_of(session, member.workspace_id, keys)
    wanted = {row_id: {"merchant_key": into, "merchant_name": name} for row_id in rows}
    done = await _carry_out(session, member, wanted, f"Merchants merged into {name}", now)
    _say(session, member.workspace_id, keys, {"merged_into": into}, (done[0], now))
    _say(session, member.workspace_id, [into], {"name": name}, (done[0], now))
    return done


async def _carry_out(
    session: AsyncSession,
    member: Member,
    wanted: Mapping[UUID, Mapping[str, Any]],
    title: str,
    now: dt.datetime,
) -> tuple[UUID | None, int]:
    revised = await revising.revise(session, member.workspace_id, wanted, CategorySource.RULE)
    deed = Deed(correcting.OF_MERCHANTS, title, member.actor)
    return await correcting.record(session, member, revised, deed, now), len(revised)


async def _rows_of(session: AsyncSession, workspace_id: UUID, keys: Collection[str]) -> list[UUID]:
    """Return the transactions of merchants that must all have some."""
    query = sa.select(Transaction.id, Transaction.merchant_key).where(
        Transaction.workspace_id == workspace_id,
        Transaction.merchant_key.in_(keys),
        Transaction.removed_at.is_(None),
    )
    rows = (await session.execute(query)).all()
    if {row.merchant_key for row in rows} != set(keys):
        raise MerchantNotFound
    return [row.id for row in rows]


async def get_newest_name(session: AsyncSession, workspace_id: UUID, key: str) -> str:
    """Return the name that a merchant's newest transaction shows. Raises MerchantNotFound."""
    query = (
        sa.select(sa.func.coalesce(Transaction.merchant_name, Transaction.description))
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.merchant_key == key,
            Transaction.removed_at.is_(None),
        )
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(1)
    )
    name = await session.scalar(query)
    if name is None:
        raise MerchantNotFound
    return name


def _say(
    session: AsyncSession,
    workspace_id: UUID,
    keys: Collection[str],
    said: Mapping[str, str],
    revision: tuple[UUID | None, dt.datetime],
) -> None:
    revision_id, now = revision
    session.add_all(
        MerchantSaying(
            id=new_id(),
            workspace_id=workspace_id,
            key=key,
            **{"name": None, "merged_into": None, **said},
            revision_id=revision_id,
            created_at=now,
        )
        for key in keys
    )
