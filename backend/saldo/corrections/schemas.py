"""Corrections and what they taught, as the API shows them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.corrections.lessons import Learned, Recalled
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions.models import Revision
from saldo.transactions.schemas import Transaction

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]


class TransactionChange(Input):
    """What a person may change in a transaction; what is not given stays as it is."""

    category_detailed: str | None = Field(
        None, description="Detailed code of the category", examples=["FOOD_AND_DRINK_COFFEE"], max_length=100
    )
    merchant_name: str | None = Field(
        None, description="Who was paid; null: nobody in particular", max_length=200
    )
    note: str | None = Field(None, description="Your own words; null takes them away", max_length=2000)
    tags: list[Tag] | None = Field(None, description="All tags it shall have", max_length=20)
    is_excluded: bool | None = Field(None, description="Show it, but count it nowhere")
    remember: bool = Field(
        default=True, description="Choose this category for the merchant's next transactions as well"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        optional = self.model_fields_set - {"remember"}
        if not optional:
            msg = "Give at least one field to change."
            raise ValueError(msg)
        for name in ("category_detailed", "tags", "is_excluded"):
            if name in optional and getattr(self, name) is None:
                msg = f"`{name}` may be left out, but not be null."
                raise ValueError(msg)
        return self


class Lesson(Output):
    """What was learned for one merchant: it holds for all that follows, until you teach something else."""

    id: UUID
    merchant_key: str
    merchant_name: str
    direction: Literal["in", "out"] = Field(description="Money in or money out: a refund is no purchase")
    category_detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"])
    category_label: str = Field(examples=["Coffee"])
    times: int = Field(description="How often you chose this")
    taught_at: dt.datetime

    @classmethod
    def of(cls, learned: Learned, categories: Catalogue) -> Self:
        category = categories.get(learned.category_detailed)
        told = {**vars(learned), "category_detailed": category.detailed}
        return cls(**told, category_label=category.label)


class LessonList(Output):
    """Everything that was learned, the youngest lesson first."""

    data: list[Lesson]


class Corrected(Output):
    """A transaction after its correction."""

    transaction: Transaction
    revision_id: UUID | None = Field(description="For POST /api/revisions/{id}/revert; null: nothing changed")
    lesson: Lesson | None = Field(description="What will be remembered for the merchant")
    others: int = Field(description="Past transactions that could follow the lesson too")


class Money(Output):
    """A sum in one currency."""

    currency: str
    amount: Amount


def sums_of(amounts: Iterable[tuple[str, Decimal]]) -> list[Money]:
    """Add up by currency."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return [Money(currency=currency, amount=amount) for currency, amount in sorted(sums.items())]


class TransactionShort(Output):
    """A transaction in short."""

    id: UUID
    date: dt.date
    amount: Amount
    currency: str
    description: str


class Preview(Output):
    """What would change, before anything does."""

    count: int
    sums: list[Money]
    transactions: list[TransactionShort] = Field(description="The newest of them", max_length=20)

    @classmethod
    def of(cls, recalled: list[Recalled]) -> Self:
        return cls(
            count=len(recalled),
            sums=sums_of((each.currency, each.amount) for each in recalled),
            transactions=[
                TransactionShort(
                    id=each.transaction_id,
                    date=each.date,
                    amount=each.amount,
                    currency=each.currency,
                    description=each.description,
                )
                for each in recalled[:20]
            ],
        )


class ManyChanged(Output):
    """What a change of many transactions did."""

    revision_id: UUID | None = Field(description="For POST /api/revisions/{id}/revert; null: nothing changed")
    changed: int = Field(description="Rows that read differently now")


class BulkChange(Input):
    """The same change for many transactions."""

    transaction_ids: list[UUID] = Field(description="Which ones", min_length=1, max_length=5000)
    change: TransactionChange


class Feedback(Input):
    """A person's word on one guess of the categoriser."""

    transaction_id: UUID
    category_detailed: str = Field(
        description="The right category; the present one says that the guess was right", max_length=100
    )


class RevisionShown(Output):
    """One deed that changed transactions."""

    id: UUID
    kind: str = Field(examples=["correction"])
    title: str = Field(examples=["Category of Blue Bottle Coffee"])
    actor: str
    rows: int
    created_at: dt.datetime
    reverted_at: dt.datetime | None

    @classmethod
    def of(cls, revision: Revision) -> Self:
        return cls(**{name: getattr(revision, name) for name in cls.model_fields})


class RevertedShown(Output):
    """How much of a change could be taken back."""

    restored: int
    kept: int = Field(description="Changed again since, and left as they are")
