"""Transactions as the API shows them."""

import datetime as dt
from typing import Literal, Self
from uuid import UUID

from categorizer_contract import get_category
from pydantic import Field
from sqlalchemy import RowMapping

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output


class CategoryReason(Output):
    """Why a transaction has its category, in words for the person whose it is."""

    kind: str = Field(
        description="known_merchant, phrase, similar, bank, rule, memory, person or unknown",
        examples=["known_merchant"],
    )
    text: str = Field(description="One true sentence", examples=["Known merchant: Shell (fuel)"])


class CategoryAlternative(Output):
    """Another category the model thought possible."""

    detailed: str = Field(description="Detailed code", examples=["FOOD_AND_DRINK_COFFEE"])
    label: str = Field(description="In plain words", examples=["Coffee"])
    confidence: float = Field(description="Calibrated probability, 0 to 1", examples=[0.21])


class AssignedCategory(Output):
    """The category of a transaction and where it came from."""

    primary: str = Field(description="Primary code", examples=["FOOD_AND_DRINK"])
    detailed: str = Field(description="Detailed code", examples=["FOOD_AND_DRINK_COFFEE"])
    label: str = Field(description="The detailed category in plain words", examples=["Coffee"])
    group: str = Field(description="The primary category in plain words", examples=["Food and drink"])
    source: Literal["bank", "model", "rule", "memory", "person"] = Field(
        description="Who chose it: `memory` follows an earlier correction; a person's choice always stands",
        examples=["model"],
    )
    confidence: float | None = Field(description="The model's calibrated probability", examples=[0.93])
    reason: CategoryReason | None = Field(description="Why this category")
    alternatives: list[CategoryAlternative] = Field(description="The model's best candidates, best first")
    model: str | None = Field(description="Version of the model that looked at it", examples=["2026.11.21"])


class Transaction(Output):
    """One movement of money."""

    id: UUID = Field(description="Stays the same when a pending transaction is posted")
    account_id: UUID = Field(description="The account it happened on")
    date: dt.date = Field(description="The bank's calendar date: occurred while pending, then posted")
    authorized_date: dt.date | None = Field(description="When it was made, if the bank says so")
    amount: Amount = Field(description="Positive is money in")
    currency: str = Field(description="ISO 4217 code, or the bank's own", examples=["USD"])
    description: str = Field(description="The bank's text", examples=["SQ *BLUE BOTTLE COFFEE"])
    merchant_name: str | None = Field(description="Who was paid", examples=["Blue Bottle Coffee"])
    merchant_key: str | None = Field(description="Groups one merchant's transactions; usable as filter")
    pending: bool = Field(description="Not final yet")
    note: str | None = Field(description="A person's own words")
    tags: list[str] = Field(description="A person's or a rule's marks, in order", examples=[["holiday"]])
    is_excluded: bool = Field(description="Shown, but counted nowhere")
    category: AssignedCategory | None = Field(description="Null while nothing is known")
    is_categorising: bool = Field(description="The categoriser has not answered yet for the present text")
    origin: Literal["bank", "person", "import", "adjustment"] = Field(
        description="Who brought it; an adjustment was made to bring ledger and bank together"
    )
    created_at: dt.datetime = Field(description="When we first heard of it")
    updated_at: dt.datetime = Field(description="When anything about it last changed")

    @classmethod
    def from_row(cls, row: RowMapping) -> Self:
        values = {name: row[name] for name in _PLAIN}
        return cls(**values, category=_category(row), is_categorising=row["labelled_at"] is None)


_PLAIN = tuple(name for name in Transaction.model_fields if name not in {"category", "is_categorising"})


def _category(row: RowMapping) -> AssignedCategory | None:
    detailed = row["category_detailed"]
    if detailed is None:
        return None
    category = get_category(detailed)
    return AssignedCategory(
        primary=row["category_primary"],
        detailed=detailed,
        label=category.label,
        group=category.group_label,
        source=row["category_source"],
        confidence=row["category_confidence"],
        reason=CategoryReason(**row["category_reason"]) if row["category_reason"] else None,
        alternatives=[
            CategoryAlternative(**each, label=get_category(each["detailed"]).label)
            for each in row["category_alternatives"] or []
        ],
        model=row["category_model"],
    )


class TransactionQuery(Input):
    """The filters of the list; all given ones must hold."""

    account_id: UUID | None = Field(None, description="Only this account")
    first: dt.date | None = Field(None, alias="from", description="Only on or after this day")
    last: dt.date | None = Field(None, alias="to", description="Only on or before this day")
    category: str | None = Field(
        None, description="Primary or detailed code", examples=["FOOD_AND_DRINK"], max_length=100
    )
    merchant: str | None = Field(None, description="A transaction's `merchant_key`", max_length=500)
    search: str | None = Field(
        None, description="Part of the description or the merchant's name", max_length=200
    )
    pending: bool | None = Field(None, description="Only pending ones, or only posted ones")
    cursor: str | None = Field(None, description="`next_cursor` of the page before", max_length=500)
    limit: int = Field(50, description="Rows on a page", ge=1, le=100)
