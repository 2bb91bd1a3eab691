"""Merchants as the API shows them."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.corrections.schemas import Lesson, ManyChanged
from saldo.merchants.listing import Summary
from saldo.taxonomy.catalogue import Catalogue

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class MerchantShown(Output):
    """A merchant and what it amounts to, in one currency."""

    key: str = Field(description="A transaction's `merchant_key`")
    name: str
    currency: str
    count: int = Field(description="Transactions")
    amount: Amount = Field(description="All of them together; positive is money in")
    last_date: dt.date
    category_detailed: str | None = Field(description="What most of them are")
    category_label: str | None
    direction: Literal["in", "out"] = Field(description="Where most of the money goes")
    lesson: Lesson | None = Field(description="The category chosen for it in that direction")

    @classmethod
    def of(cls, summary: Summary, lessons: Mapping[tuple[str, str], Lesson], categories: Catalogue) -> Self:
        code = summary.category_detailed
        category = categories.get(code) if code else None
        told = {**vars(summary), "category_detailed": category and category.detailed}
        return cls(
            **told,
            category_label=category and category.label,
            lesson=lessons.get((summary.key, summary.direction)),
        )


class MerchantChange(Input):
    """What a person says about a merchant."""

    key: Key
    name: Name


class MerchantCategory(Input):
    """The category that a merchant's transactions have."""

    key: Key
    direction: Literal["in", "out"] = Field(
        "out", description="Money in or money out: a refund is no purchase"
    )
    category_detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"], max_length=100)


class MerchantTaught(ManyChanged):
    """What a merchant's category changed and taught."""

    lesson: Lesson


class MerchantMerge(Input):
    """Merchants that are one and the same."""

    keys: list[Key] = Field(description="Those that become part of the other", min_length=1, max_length=50)
    into: Key = Field(description="The one they become part of")
