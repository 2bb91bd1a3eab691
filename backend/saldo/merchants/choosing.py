"""Choose a merchant's category: a lesson like any other, followed by the past at once."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.corrections import correcting, lessons
from saldo.corrections.lessons import Learned, Subject
from saldo.corrections.models import Direction
from saldo.merchants import naming
from saldo.taxonomy import catalogue
from saldo.transactions import revising
from saldo.transactions.models import CategorySource, Transaction
from saldo.transactions.revising import Deed
from saldo.workspaces.access import Member


@dataclass(frozen=True)
class Choice:
    """Which category a merchant's transactions have in one direction."""

    key: str
    direction: Direction
    category_detailed: str


@dataclass(frozen=True)
class Chosen:
    """What a choice taught and changed."""

    lesson: Learned
    revision_id: UUID
    changed: int


async def choose_category(session: AsyncSession, member: Member, choice: Choice, now: dt.datetime) -> Chosen:
    """Let a merchant's transactions have this category from now on, and in the past; a person's word stays.

    Raises CategoryUnknown and MerchantNotFound.
    """
    await correcting.take_turn(session, member)
    workspace_id = member.workspace_id
    category = (await catalogue.read(session, workspace_id)).require(choice.category_detailed)
    name = await naming.get_newest_name(session, workspace_id, choice.key)
    values = lessons.as_remembered(category, name)
    wanted = dict.fromkeys(await _list_rows(session, workspace_id, choice), values)
    revised = await revising.revise(session, workspace_id, wanted, CategorySource.MEMORY)
    deed = Deed(correcting.OF_MERCHANTS, f"Category of {name}", member.actor)
    # A choice teaches even where no transaction reads otherwise yet.
    revision_id = await revising.keep_always(session, workspace_id, revised, deed, now)
    subject = Subject(choice.key, name, choice.direction)
    taught = (revision_id, member.actor, now)
    lesson = await lessons.remember(session, workspace_id, subject, category.detailed, taught)
    await correcting.account_for(session, member, revision_id, revised, deed)
    return Chosen(lesson, revision_id, len(revised))


async def _list_rows(session: AsyncSession, workspace_id: UUID, choice: Choice) -> list[UUID]:
    is_in = Transaction.amount > 0
    query = sa.select(Transaction.id).where(
        Transaction.workspace_id == workspace_id,
        Transaction.merchant_key == choice.key,
        Transaction.removed_at.is_(None),
        is_in if choice.direction is Direction.IN else sa.not_(is_in),
    )
    return list(await session.scalars(query))
