"""Questions and writes on suggestions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.reconciliation.models import Suggestion, SuggestionStatus

# Another tab may show the proposals of another comparison, such as one with a balance that was typed.
_PROPOSALS_LAST: Final = dt.timedelta(days=1)


async def replace_proposed(
    session: AsyncSession,
    workspace_id: UUID,
    account_id: UUID,
    check_id: UUID,
    rows: Sequence[dict[str, Any]],
) -> None:
    """Put new proposals in place of a comparison's older ones; what was decided on stays as decided."""
    is_over = Suggestion.created_at < sa.func.now() - _PROPOSALS_LAST
    await session.execute(
        sa.delete(Suggestion).where(
            Suggestion.workspace_id == workspace_id,
            Suggestion.account_id == account_id,
            Suggestion.status == SuggestionStatus.PROPOSED,
            sa.or_(Suggestion.check_id == check_id, is_over),
            Suggestion.id.not_in([row["id"] for row in rows]),
        )
    )
    if rows:
        new = insert(Suggestion).values(list(rows))
        await session.execute(
            new.on_conflict_do_update(
                index_elements=["id"],
                set_={"rank": new.excluded.rank, "confidence": new.excluded.confidence},
            )
        )


async def list_open(
    session: AsyncSession, workspace_id: UUID, account_id: UUID, ids: Sequence[UUID]
) -> Sequence[Suggestion]:
    """Return those of these suggestions that are still to be decided on, the likeliest first."""
    query = (
        sa.select(Suggestion)
        .where(
            Suggestion.workspace_id == workspace_id,
            Suggestion.account_id == account_id,
            Suggestion.id.in_(ids),
            Suggestion.status.in_([SuggestionStatus.PROPOSED, SuggestionStatus.UNDONE]),
        )
        .order_by(Suggestion.rank)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()


async def list_decided(session: AsyncSession, workspace_id: UUID, account_id: UUID) -> Sequence[Suggestion]:
    """Return the suggestions that a person has decided on, the last decision first."""
    query = (
        sa.select(Suggestion)
        .where(
            Suggestion.workspace_id == workspace_id,
            Suggestion.account_id == account_id,
            Suggestion.status != SuggestionStatus.PROPOSED,
        )
        .order_by(Suggestion.decided_at.desc(), Suggestion.id)
        .limit(100)
    )
    return (await session.scalars(query)).all()


async def lock(session: AsyncSession, workspace_id: UUID, suggestion_id: UUID) -> Suggestion | None:
    query = (
        sa.select(Suggestion)
        .where(Suggestion.workspace_id == workspace_id, Suggestion.id == suggestion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).one_or_none()
