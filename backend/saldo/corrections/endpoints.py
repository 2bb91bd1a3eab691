"""The API's corrections, lessons and revisions."""

from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter

from saldo.core.http import CurrentClock, Cursor, Limit
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.corrections import correcting, lessons
from saldo.corrections.schemas import (
    BulkChange,
    Corrected,
    Feedback,
    Lesson,
    LessonList,
    ManyChanged,
    Preview,
    RevertedShown,
    RevisionShown,
    TransactionChange,
)
from saldo.taxonomy import catalogue
from saldo.transactions.models import Revision
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["corrections"], dependencies=[require("corrections")])


@router.patch("/transactions/{transaction_id:uuid}")
async def change_transaction(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    transaction_id: UUID,
    change: TransactionChange,
) -> Corrected:
    """Change what a transaction says; no bank, model or rule will overrule it."""
    done = await correcting.correct(session, member, transaction_id, change, clock.now())
    others, categories = 0, await catalogue.read(session, member.workspace_id)
    if done.lesson is not None:
        others = len(await lessons.recall(session, member.workspace_id, lesson=done.lesson))
    return Corrected(
        transaction=done.transaction,
        revision_id=done.revision_id,
        lesson=Lesson.of(done.lesson, categories) if done.lesson else None,
        others=others,
    )


@router.post("/transactions/bulk-change")
async def change_many(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: BulkChange
) -> ManyChanged:
    """Make the same change in many transactions; it can be taken back whole, and teaches nothing."""
    revision_id, changed = await correcting.correct_many(
        session, member, request.transaction_ids, request.change, clock.now()
    )
    return ManyChanged(revision_id=revision_id, changed=changed)


@router.post("/ml/feedback")
async def give_feedback(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, feedback: Feedback
) -> Corrected:
    """Say which category is right; the same as changing the transaction's category."""
    change = TransactionChange(category_detailed=feedback.category_detailed)
    return await change_transaction(session, member, clock, feedback.transaction_id, change)


@router.get("/ml/memory")
async def list_lessons(session: TenantSession, member: CurrentMember) -> LessonList:
    """List everything that was learned from corrections."""
    learned = await lessons.list_learned(session, member.workspace_id)
    categories = await catalogue.read(session, member.workspace_id)
    return LessonList(data=[Lesson.of(each, categories) for each in learned])


@router.get("/ml/memory/{lesson_id:uuid}/preview")
async def preview_lesson(session: TenantSession, member: CurrentMember, lesson_id: UUID) -> Preview:
    """Show which past transactions would follow a lesson."""
    lesson = await lessons.get_learned(session, member.workspace_id, lesson_id)
    return Preview.of(list(await lessons.recall(session, member.workspace_id, lesson=lesson)))


@router.post("/ml/memory/{lesson_id:uuid}/apply")
async def apply_lesson(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, lesson_id: UUID
) -> ManyChanged:
    """Let past transactions follow a lesson; what you chose yourself stays."""
    revision_id, changed = await correcting.follow_lesson(session, member, lesson_id, clock.now())
    return ManyChanged(revision_id=revision_id, changed=changed)


@router.delete("/ml/memory/{lesson_id:uuid}", status_code=204)
async def forget_lesson(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, lesson_id: UUID
) -> None:
    """Forget what was learned for a merchant; transactions keep their categories."""
    await correcting.take_turn(session, member)
    lesson = await lessons.get_learned(session, member.workspace_id, lesson_id)
    await lessons.forget(session, member.workspace_id, lesson, clock.now())


@router.get("/revisions")
async def list_revisions(
    session: TenantSession,
    member: CurrentMember,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RevisionShown]:
    """List what people and rules changed, the newest first; each can be taken back."""
    query = (
        sa.select(Revision)
        .where(Revision.workspace_id == member.workspace_id)
        .order_by(Revision.id.desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(Revision.id < decode_cursor(cursor, UUID)[0])
    rows = [RevisionShown.of(each) for each in await session.scalars(query)]
    return page_of(rows, limit, lambda row: encode_cursor(row.id))


@router.post("/revisions/{revision_id:uuid}/revert")
async def revert_revision(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, revision_id: UUID
) -> RevertedShown:
    """Take a change back, with what it taught; what was changed again since stays."""
    reverted = await correcting.take_back(session, member, revision_id, clock.now())
    return RevertedShown(restored=reverted.restored, kept=reverted.kept)
