"""Take transactions away for good, for a person who wants a bank's data gone; nothing else deletes them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.models import Transaction

_PORTION: Final = 1_000


async def erase_portion(session: AsyncSession, workspace_id: UUID, account_ids: Sequence[UUID]) -> int:
    """Delete some of these accounts' transactions with the bank's rows behind them; 0 when none are left.

    What a person moved here from another account goes back there first, and what was moved away goes too.
    """
    await session.execute(
        sa.update(Transaction)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.account_id.in_(account_ids),
            Transaction.moved_from.not_in(account_ids),
        )
        .values(account_id=Transaction.moved_from, moved_from=None)
        .execution_options(synchronize_session=False)
    )
    some = (
        sa.select(Transaction.id)
        .where(
            Transaction.workspace_id == workspace_id,
            sa.or_(Transaction.account_id.in_(account_ids), Transaction.moved_from.in_(account_ids)),
        )
        .limit(_PORTION)
    )
    ids = list(await session.scalars(some))
    if ids:
        # The bank's rows hang on their transaction and go with it.
        await session.execute(
            sa.delete(Transaction).where(Transaction.id.in_(ids)).execution_options(synchronize_session=False)
        )
    return len(ids)
