"""What is filed under each category: transactions with their sums, lessons and rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.corrections import lessons
from saldo.rules import matching
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions import dividing


@dataclass
class Usage:
    """How much is filed under a category; `sums` by currency, positive for money in."""

    transactions: int = 0
    sums: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lessons: int = 0
    rules: int = 0

    @classmethod
    def together(cls, usages: Iterable[Self]) -> Self:
        """Add up."""
        whole = cls()
        for each in usages:
            whole.transactions += each.transactions
            whole.lessons += each.lessons
            whole.rules += each.rules
            for currency, amount in each.sums.items():
                whole.sums[currency] += amount
        return whole


async def count(session: AsyncSession, workspace_id: UUID, categories: Catalogue) -> dict[str, Usage]:
    """Count for each category that is in use, under the code that stands for it today."""
    usages: defaultdict[str, Usage] = defaultdict(Usage)
    line = dividing.lines(workspace_id).c
    query = (
        sa.select(line.category_detailed, line.currency, sa.func.count(), sa.func.sum(line.amount))
        .where(line.category_detailed.is_not(None))
        .group_by(line.category_detailed, line.currency)
    )
    for code, currency, rows, amount in await session.execute(query):
        usage = usages[categories.resolve(code)]
        usage.transactions += rows
        usage.sums[currency] += amount
    for lesson in await lessons.list_learned(session, workspace_id):
        usages[categories.resolve(lesson.category_detailed)].lessons += 1
    for rule in await matching.list_rules(session, workspace_id):
        if rule.category_detailed is not None:
            usages[categories.resolve(rule.category_detailed)].rules += 1
    return dict(usages)
