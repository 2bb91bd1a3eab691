"""Bring categories back whose removal is taken back."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.taxonomy import catalogue
from saldo.taxonomy.models import CategoryRecord


async def bring_back(session: AsyncSession, workspace_id: UUID, revision_id: UUID) -> list[str]:
    """Let the categories that a revision removed be there again; return their codes.

    Raises CategoryNameTaken when another has taken a name since.
    """
    categories = await catalogue.read(session, workspace_id)
    gone = [each for each in categories.said.values() if each.gone_by == revision_id]
    for each in gone:
        categories.refuse_twin(each.name or "", each.code, each.parent)
    codes = [each.code for each in gone]
    if codes:
        await session.execute(
            sa.update(CategoryRecord)
            .where(CategoryRecord.workspace_id == workspace_id, CategoryRecord.code.in_(codes))
            .values(gone_by=None, merged_into=None)
            .execution_options(synchronize_session=False)
        )
    return codes
