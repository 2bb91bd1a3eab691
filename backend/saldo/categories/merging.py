"""Merge categories and remove them: what was filed under them moves with them, and can be brought back."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.categories import arranging, counting
from saldo.categories.counting import Usage
from saldo.categories.errors import (
    CategoryBuiltIn,
    CategoryInUse,
    CategoryMergeInvalid,
    CategoryNotWhollyYours,
)
from saldo.corrections import correcting, lessons
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue, Category
from saldo.taxonomy.models import CategoryRecord
from saldo.transactions import revising
from saldo.transactions.models import Transaction
from saldo.transactions.revising import Deed, Values
from saldo.workspaces import sharing
from saldo.workspaces.access import Member


@dataclass(frozen=True)
class Moved:
    """What went elsewhere, and the revision that takes it back."""

    revision_id: UUID
    transactions: int
    lessons: int
    rules: int


async def merge(
    session: AsyncSession, member: Member, codes: Sequence[str], into: str, now: dt.datetime
) -> Moved:
    """Let own categories become part of another.

    Raises CategoryNotFound, CategoryBuiltIn, CategoryUnknown for `into`, CategoryMergeInvalid and
    CategoryNotWhollyYours.
    """
    categories = await _begin(session, member)
    going = [_read_own(categories, code) for code in dict.fromkeys(codes)]
    heir = categories.require(into)
    if heir in going:
        raise CategoryMergeInvalid("A category cannot become part of itself.")
    names = ", ".join(f"“{each.label}”" for each in going)
    deed = Deed("category", f"Category {names} merged into “{heir.label}”", member.actor)
    return await _dissolve(session, member, categories, going, (heir, deed, now))


async def remove(
    session: AsyncSession, member: Member, code: str, replacement: str | None, now: dt.datetime
) -> Moved:
    """Remove an own category; what is filed under it goes to the replacement.

    Raises CategoryInUse when there is something and no replacement, and as `merge`.
    """
    if replacement is not None:
        return await merge(session, member, [code], replacement, now)
    categories = await _begin(session, member)
    going = _read_own(categories, code)
    usage = (await counting.count(session, member.workspace_id, categories)).get(code)
    if usage is not None:
        raise CategoryInUse(f"{_in_words(usage)}. Say with `replacement` where that shall go.")
    deed = Deed("category", f"Category “{going.label}” removed", member.actor)
    return await _dissolve(session, member, categories, [going], (None, deed, now))


async def _begin(session: AsyncSession, member: Member) -> Catalogue:
    await correcting.take_turn(session, member)
    if await sharing.list_hidden(session, member):
        raise CategoryNotWhollyYours(
            "Some accounts are not shared with you, and their rows could not follow."
        )
    return await catalogue.read(session, member.workspace_id)


def _read_own(categories: Catalogue, code: str) -> Category:
    arranging.read_primary(categories, code)
    category = categories.find(code)
    if category is None or category.built_in_label is not None:
        raise CategoryBuiltIn(
            "Saldo's own categories stay, for the categoriser uses them; they can be hidden."
        )
    return category


async def _dissolve(
    session: AsyncSession,
    member: Member,
    categories: Catalogue,
    going: Sequence[Category],
    deed: tuple[Category | None, Deed, dt.datetime],
) -> Moved:
    heir, what, now = deed
    workspace_id, codes = member.workspace_id, [each.detailed for each in going]
    wanted = await _refile(session, workspace_id, codes, heir) if heir else {}
    revised = await revising.restate(session, workspace_id, wanted)
    revision_id = await revising.keep_always(session, workspace_id, revised, what, now)
    usages = await counting.count(session, workspace_id, categories)
    taught = 0
    if heir is not None:
        taught = await lessons.reteach(
            session, workspace_id, codes, heir.detailed, (revision_id, member.actor)
        )
    await session.execute(
        sa.update(CategoryRecord)
        .where(CategoryRecord.workspace_id == workspace_id, CategoryRecord.code.in_(codes))
        .values(gone_by=revision_id, merged_into=heir and heir.detailed)
        .execution_options(synchronize_session=False)
    )
    # Rules keep the code they were written with: it leads to the heir for as long as the merge stands.
    rules = Usage.together(usages[code] for code in codes if code in usages).rules
    moved = Moved(revision_id, len(revised), taught, rules)
    await revising.tell(session, workspace_id, revised)
    counts = {"transactions": moved.transactions, "lessons": moved.lessons, "rules": moved.rules}
    action = "category.merged" if heir else "category.removed"
    after = {"revision": str(revision_id), "codes": codes, "into": heir and heir.detailed, **counts}
    await arranging.record(session, member, action, codes, after)
    return moved


async def _refile(
    session: AsyncSession, workspace_id: UUID, codes: Collection[str], heir: Category
) -> dict[UUID, Values]:
    """Return what the transactions shall read that stand under these codes, in whole or in part."""
    parts = [Transaction.parts.contains([{"category_detailed": code}]) for code in codes]
    query = sa.select(Transaction.id, Transaction.category_detailed, Transaction.parts).where(
        Transaction.workspace_id == workspace_id,
        Transaction.removed_at.is_(None),
        Transaction.category_detailed.in_(codes) | sa.or_(*parts),
    )
    filed = {"category_primary": heir.primary, "category_detailed": heir.detailed}
    wanted: dict[UUID, Values] = {}
    for row_id, code, divided in await session.execute(query):
        values: dict[str, Any] = dict(filed) if code in codes else {}
        if any(_stands_in(part, codes) for part in divided or ()):
            values["parts"] = [part | filed if _stands_in(part, codes) else part for part in divided]
        wanted[row_id] = values
    return wanted


def _stands_in(part: Mapping[str, Any], codes: Collection[str]) -> bool:
    return part["category_detailed"] in codes


def _in_words(usage: Usage) -> str:
    counts = {"transaction": usage.transactions, "lesson": usage.lessons, "rule": usage.rules}
    said = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return f"Still filed here: {', '.join(said)}"
