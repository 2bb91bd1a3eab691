"""Take away receipts of erased accounts: a sealed page cannot be blackened, nor torn from its chain."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

_ERASE: Final = sa.text(
    """
    delete from sync_receipts
    where workspace_id = :workspace and connection_id in (
      select receipt.connection_id
      from sync_receipts as receipt, jsonb_array_elements(receipt.body -> 'accounts') as account
      where receipt.workspace_id = :workspace and account ->> 'account_id' = any(cast(:accounts as text[]))
    )
    returning connection_id
    """
)


async def erase_chains(session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]) -> list[UUID]:
    """Erase every receipt of the links that ever spoke for these accounts, and return which links those are.

    Their next runs begin a new chain.
    """
    accounts = [str(account_id) for account_id in account_ids]
    gone = await session.execute(_ERASE, {"workspace": workspace_id, "accounts": accounts})
    return sorted(set(gone.scalars()))
