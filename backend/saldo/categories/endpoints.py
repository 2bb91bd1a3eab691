"""The API's categories."""

from typing import Annotated

from fastapi import APIRouter, Query

from saldo.categories import arranging, counting, merging
from saldo.categories.schemas import (
    CategoriesMoved,
    CategoryChange,
    CategoryDraft,
    CategoryGroups,
    CategoryLook,
    CategoryMerge,
    CategoryShown,
)
from saldo.core.http import CurrentClock
from saldo.taxonomy import catalogue
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/categories", tags=["categories"], dependencies=[require("categories")])


@router.get("")
async def list_categories(
    session: TenantSession,
    member: CurrentMember,
    *,
    counts: Annotated[bool, Query(description="Also count and add up what is filed under each")] = False,
) -> CategoryGroups:
    """List the categories a transaction may have, grouped: the built-in ones and the workspace's own."""
    categories = await catalogue.read(session, member.workspace_id)
    usages = await counting.count(session, member.workspace_id, categories) if counts else None
    return CategoryGroups.of(categories, usages)


@router.post("", status_code=201)
async def add_category(session: TenantSession, member: CurrentMember, draft: CategoryDraft) -> CategoryShown:
    """Add a category under one of the primaries; whatever takes a category takes it from now on."""
    code = await arranging.add(session, member, draft)
    categories = await catalogue.read(session, member.workspace_id)
    return CategoryShown.of(categories.get(code), None)


@router.patch("/{code}")
async def change_category(
    session: TenantSession, member: CurrentMember, code: str, change: CategoryChange
) -> CategoryLook:
    """Rename, colour or hide a category, a primary or what stands under it, built-in or own."""
    await arranging.change(session, member, code, change)
    categories = await catalogue.read(session, member.workspace_id)
    return CategoryLook.of(categories, code)


@router.delete("/{code}")
async def remove_category(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    code: str,
    replacement: Annotated[
        str | None,
        Query(description="Where what is filed here shall go; needed if there is any", max_length=100),
    ] = None,
) -> CategoriesMoved:
    """Remove an own category; it can be taken back."""
    moved = await merging.remove(session, member, code, replacement, clock.now())
    return CategoriesMoved(**vars(moved))


@router.post("/merge")
async def merge_categories(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: CategoryMerge
) -> CategoriesMoved:
    """Let own categories become part of another, with all that is filed under them; it can be taken back."""
    moved = await merging.merge(session, member, request.codes, request.into, clock.now())
    return CategoriesMoved(**vars(moved))
