"""Divided transactions, as the API takes and shows them."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.transactions.schemas import Transaction

_LARGEST = Decimal(10) ** 15


class PartGiven(Input):
    """One part of a transaction."""

    amount: Annotated[Amount, Field(decimal_places=10, gt=-_LARGEST, lt=_LARGEST)] = Field(
        description="Positive is money in; not 0"
    )
    category_detailed: str = Field(
        description="Detailed code of the category", examples=["FOOD_AND_DRINK_GROCERIES"], max_length=100
    )
    note: str | None = Field(None, description="Your own words", max_length=500)


class Split(Input):
    """How to divide a transaction; the parts add up to its amount exactly."""

    parts: list[PartGiven] = Field(min_length=2, max_length=50)


class Divided(Output):
    """A transaction after it was divided or made whole."""

    transaction: Transaction
    revision_id: UUID | None = Field(description="For POST /api/revisions/{id}/revert; null: nothing changed")
