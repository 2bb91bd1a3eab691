"""What people of a workspace chose so far, as the categoriser hears it beside every batch.

It is counted from the lessons that stand, one a merchant: a merchant met a hundred times is answered by
memory and says no more of the next stranger than any other. What is forgotten or taken back counts no more.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from categorizer_contract import Habits
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.corrections import lessons
from saldo.corrections.lessons import Learned
from saldo.corrections.models import Direction


async def read(session: AsyncSession, workspace_id: UUID) -> Habits | None:
    """Return the habits of a workspace; None while it has none."""
    return of(await lessons.list_learned(session, workspace_id))


def of(learned: Iterable[Learned]) -> Habits | None:
    """Count the merchants of each category and direction."""
    chosen: dict[Direction, Counter[str]] = {direction: Counter() for direction in Direction}
    for each in learned:
        chosen[each.direction][each.category_detailed] += 1
    if not any(chosen.values()):
        return None
    return Habits(money_in=dict(chosen[Direction.IN]), money_out=dict(chosen[Direction.OUT]))
