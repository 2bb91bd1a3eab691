"""The API's merchants. Their keys are free text, so they stand in bodies, never in paths."""

from typing import Annotated

from fastapi import APIRouter, Query

from saldo.core.http import CurrentClock, Cursor, Limit
from saldo.core.pagination import Page, Pagination, decode_cursor, encode_cursor
from saldo.core.text import storable
from saldo.corrections import lessons
from saldo.corrections.models import Direction
from saldo.corrections.schemas import Lesson, ManyChanged
from saldo.merchants import choosing, listing, naming
from saldo.merchants.choosing import Choice
from saldo.merchants.schemas import (
    MerchantCategory,
    MerchantChange,
    MerchantMerge,
    MerchantShown,
    MerchantTaught,
)
from saldo.taxonomy import catalogue
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/merchants", tags=["merchants"], dependencies=[require("corrections")])
FURTHEST = 1_000_000


@router.get("")
async def list_merchants(
    session: TenantSession,
    member: CurrentMember,
    search: Annotated[str | None, Query(max_length=200, description="Part of the name")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MerchantShown]:
    """List merchants, the most frequent first."""
    offset = min(max(0, decode_cursor(cursor, int)[0]), FURTHEST) if cursor else 0
    text = storable(search).strip() or None if search else None
    found = await listing.list_merchants(
        session, member.workspace_id, search=text, offset=offset, limit=limit + 1
    )
    # An order by how often cannot be continued from a row's place: counts change while one reads.
    following = encode_cursor(offset + limit) if len(found) > limit else None
    categories = await catalogue.read(session, member.workspace_id)
    by_merchant: dict[tuple[str, str], Lesson] = {
        (each.merchant_key, each.direction): Lesson.of(each, categories)
        for each in await lessons.list_learned(session, member.workspace_id)
    }
    return Page(
        data=[MerchantShown.of(each, by_merchant, categories) for each in found[:limit]],
        pagination=Pagination(next_cursor=following, limit=limit),
    )


@router.patch("")
async def rename_merchant(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, change: MerchantChange
) -> ManyChanged:
    """Call a merchant otherwise, in the past and from now on."""
    revision_id, changed = await naming.rename(session, member, change.key, change.name, clock.now())
    return ManyChanged(revision_id=revision_id, changed=changed)


@router.put("/category")
async def choose_category(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: MerchantCategory
) -> MerchantTaught:
    """Choose the category of a merchant, for the past and from now on; what you chose yourself stays."""
    choice = Choice(request.key, Direction(request.direction), request.category_detailed)
    done = await choosing.choose_category(session, member, choice, clock.now())
    categories = await catalogue.read(session, member.workspace_id)
    return MerchantTaught(
        revision_id=done.revision_id, changed=done.changed, lesson=Lesson.of(done.lesson, categories)
    )


@router.post("/merge")
async def merge_merchants(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: MerchantMerge
) -> ManyChanged:
    """Let several merchants be one, in the past and from now on."""
    revision_id, changed = await naming.merge(session, member, request.keys, request.into, clock.now())
    return ManyChanged(revision_id=revision_id, changed=changed)
