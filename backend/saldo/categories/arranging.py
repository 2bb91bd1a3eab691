"""Add categories and say otherwise what they are called, how they look, and whether they are offered."""

import unicodedata
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from categorizer_contract import PRIMARIES
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.categories import moving
from saldo.categories.errors import CategoryChangeInvalid, CategoryNotFound, TooManyCategories
from saldo.categories.schemas import CategoryChange, CategoryDraft
from saldo.core.ids import new_id
from saldo.core.text import storable
from saldo.corrections import correcting
from saldo.events import service as events
from saldo.events.types import CategoriesChanged
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import OWN_PREFIX, Catalogue
from saldo.taxonomy.errors import CategoryUnknown
from saldo.taxonomy.models import CategoryRecord
from saldo.workspaces.access import Member

MOST_OWN: Final = 300
_PLAIN: Final = ("color", "icon", "is_hidden", "parent")


async def add(session: AsyncSession, member: Member, draft: CategoryDraft) -> str:
    """Add an own category and return its code.

    Raises CategoryUnknown for its primary, CategoryNameTaken and TooManyCategories.
    """
    await correcting.take_turn(session, member)
    if draft.primary not in PRIMARIES:
        raise CategoryUnknown("`primary` is not a primary code from GET /api/categories.")
    categories = await catalogue.read(session, member.workspace_id)
    if sum(each.parent is not None and each.gone_by is None for each in categories.said.values()) >= MOST_OWN:
        raise TooManyCategories
    name = read_name(draft.name)
    identity = new_id()
    code = f"{OWN_PREFIX}{identity.hex}"
    categories.refuse_twin(name, code, draft.primary)
    session.add(
        CategoryRecord(
            id=identity,
            workspace_id=member.workspace_id,
            code=code,
            parent=draft.primary,
            name=name,
            color=draft.color,
            icon=draft.icon,
            is_hidden=False,
            merged_into=None,
            gone_by=None,
        )
    )
    await session.flush()
    await record(session, member, "category.created", [code], {"primary": draft.primary})
    return code


async def change(session: AsyncSession, member: Member, code: str, wanted: CategoryChange) -> None:
    """Say otherwise what a category is called, how it looks, and under which primary an own one stands.

    Raises CategoryNotFound, CategoryNameTaken and CategoryChangeInvalid, and as `moving.refile`.
    """
    await correcting.take_turn(session, member)
    categories = await catalogue.read(session, member.workspace_id)
    primary = read_primary(categories, code)
    values = wanted.model_dump(include=wanted.model_fields_set - {"primary"})
    if wanted.primary is not None and wanted.primary != primary:
        await moving.refile(session, member, code, wanted.primary)
        values["parent"] = primary = wanted.primary
        categories.refuse_twin(wanted.name or categories.get(code).label, code, primary)
    if not values:
        return
    if "name" in values:
        values["name"] = _new_name(categories, code, primary, wanted.name)
    if wanted.is_hidden and primary is None:
        raise CategoryChangeInvalid("A primary category cannot be hidden; hide what stands under it.")
    before = await _said(session, member.workspace_id, code, values)
    await _say(session, member.workspace_id, code, values)
    # Which words were chosen is nobody's business but the workspace's: of a name the record holds a hash.
    told = [await audit.veil(session, member.actor, one, plain=_PLAIN) for one in (before, values)]
    await record(session, member, "category.changed", [code], told[1], before=told[0])


def read_primary(categories: Catalogue, code: str) -> str | None:
    """Return the primary that a category stands under, None for a primary. Raises CategoryNotFound."""
    if code in PRIMARIES:
        return None
    category = categories.find(code)
    if category is None or category.detailed != code:
        raise CategoryNotFound
    return category.primary


def read_name(given: str) -> str:
    """Return a name with one space between its words. Raises CategoryChangeInvalid."""
    name = " ".join(storable(unicodedata.normalize("NFC", given)).split())
    if not name:
        raise CategoryChangeInvalid("A name needs a letter or a figure that can be seen.")
    return name


def _new_name(categories: Catalogue, code: str, primary: str | None, given: str | None) -> str | None:
    if given is None:
        if code.startswith(OWN_PREFIX):
            raise CategoryChangeInvalid("An own category needs a name.")
        return None
    name = read_name(given)
    categories.refuse_twin(name, code, primary)
    return name


async def _said(
    session: AsyncSession, workspace_id: UUID, code: str, names: Collection[str]
) -> dict[str, Any]:
    mine = (CategoryRecord.workspace_id == workspace_id, CategoryRecord.code == code)
    found = await session.scalar(sa.select(CategoryRecord).where(*mine))
    return {name: getattr(found, name, None) for name in names}


async def _say(session: AsyncSession, workspace_id: UUID, code: str, values: dict[str, Any]) -> None:
    if code.startswith(OWN_PREFIX):
        update = sa.update(CategoryRecord).where(
            CategoryRecord.workspace_id == workspace_id, CategoryRecord.code == code
        )
        await session.execute(update.values(**values).execution_options(synchronize_session=False))
        return
    row = {"id": new_id(), "workspace_id": workspace_id, "code": code, **values}
    await session.execute(
        insert(CategoryRecord)
        .values(row)
        .on_conflict_do_update(
            index_elements=["workspace_id", "code"], set_={**values, "updated_at": sa.func.now()}
        )
    )


async def record(
    session: AsyncSession,
    member: Member,
    action: str,
    codes: list[str],
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    """Write down what was done to categories, and tell the workspace."""
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="category",
        subject_id=codes[0],
        before=before,
        after=after,
    )
    await events.publish(session, member.workspace_id, CategoriesChanged(codes=codes))
