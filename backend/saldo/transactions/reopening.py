"""Transactions labelled while something stood that has been taken back: they are asked about again."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.jobs import Job
from saldo.transactions.ingest import REQUEST_LABELS
from saldo.transactions.models import Revision

# Their own merchant is known to the categoriser alone. What a rule said stays: it may have been said once.
_REOPEN: Final = sa.text(
    """
    update transactions set labelled_at = null, label_requested_at = null, label_attempts = 0
    where workspace_id = :workspace_id and removed_at is null and labelled_at > :since
      and category_source is distinct from 'rule'
      and merchant_key in (
        select coalesce(said.after ->> 'merchant_key', was.merchant_key)
        from revised_transactions said join transactions was on was.id = said.transaction_id
        where said.workspace_id = :workspace_id and said.revision_id = :revision_id
      )
      and not exists (
        select from revised_transactions said
        where said.revision_id = :revision_id and said.transaction_id = transactions.id
      )
    returning id
    """
)


async def reopen(session: AsyncSession, workspace_id: UUID, revision: Revision) -> int:
    """Ask again about what came under a merchant's name or key after this revision said them; count it."""
    given = {"workspace_id": workspace_id, "revision_id": revision.id, "since": revision.created_at}
    found = (await session.execute(_REOPEN, given)).all()
    if found:
        promise(session, Job(REQUEST_LABELS, {"workspace_id": str(workspace_id)}))
    return len(found)
