"""What a text that is no transaction would become here: the model, lessons and rules speak of it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from categorizer_contract import Label, Row
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.corrections import lessons
from saldo.corrections.lessons import Learned
from saldo.merchants import naming
from saldo.rules import managing as rules
from saldo.rules.matching import Text


@dataclass(frozen=True)
class Explained:
    """A text's label, and what people have said that speaks over it."""

    label: Label
    merchant_key: str | None
    merchant_name: str | None
    lesson: Learned | None
    ruled: Mapping[str, Any]


async def explain(
    session: AsyncSession, workspace_id: UUID, rows: Sequence[Row], labels: Mapping[UUID, Label]
) -> dict[UUID, Explained]:
    """Let what this workspace's people said speak of labelled texts, as it would of new transactions."""
    register = await naming.read_register(session, workspace_id)
    learned = {
        (each.merchant_key, each.direction): each
        for each in await lessons.list_learned(session, workspace_id)
    }
    texts = {
        text.id: text
        for row in rows
        if (label := labels.get(UUID(row.id)))
        for text in [_text(row, register.resolve(label.merchant.key) if label.merchant.key else None)]
    }
    followed = {
        text.id: lesson
        for text in texts.values()
        if (lesson := learned.get((text.merchant_key or "", lessons.direction_of(text.amount))))
    }
    taught_at = {row_id: lesson.taught_at for row_id, lesson in followed.items()}
    ruled = await rules.foretell(session, workspace_id, list(texts.values()), taught_at)
    return {
        row_id: Explained(
            label=labels[row_id],
            merchant_key=text.merchant_key,
            merchant_name=register.names.get(text.merchant_key or "", labels[row_id].merchant.name),
            lesson=followed.get(row_id),
            ruled=ruled.get(row_id, {}),
        )
        for row_id, text in texts.items()
    }


def _text(row: Row, merchant_key: str | None) -> Text:
    return Text(
        id=UUID(row.id),
        description=row.description,
        bank_merchant_name=row.merchant_name,
        merchant_key=merchant_key,
        amount=row.amount,
        currency=row.currency,
    )
