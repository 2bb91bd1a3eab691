"""Merchants as the API shows them."""

import datetime as dt
from typing import Annotated, Self

from categorizer_contract import get_category
from pydantic import Field, StringConstraints

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.merchants.listing import Summary

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

    @classmethod
    def of(cls, summary: Summary) -> Self:
        code = summary.category_detailed
        return cls(**vars(summary), category_label=get_category(code).label if code else None)


class MerchantChange(Input):
    """What a person says about a merchant."""

    key: Key
    name: Name


class MerchantMerge(Input):
    """Merchants that are one and the same."""

    keys: list[Key] = Field(description="Those that become part of the other", min_length=1, max_length=50)
    into: Key = Field(description="The one they become part of")
