"""Transactions as the API shows them."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field
from sqlalchemy import RowMapping

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.taxonomy.catalogue import Catalogue
from saldo.taxonomy.icons import Icon
from saldo.transactions.dividing import unassigned
from saldo.transactions.flowing import Flow, is_refund

# A code that no category has.
UNCATEGORISED: Final = "none"


class CategoryReason(Output):
    """Why a transaction has its category, in words for the person whose it is."""

    kind: str = Field(
        description="known_merchant, phrase, similar, habit, bank, rule, memory, person or unknown",
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
    color: int | None = Field(description="1 to 12, of a fixed set; null: as its primary", examples=[4])
    icon: Icon | None = Field(description="As a person chose it; null: none", examples=["coffee"])
    source: Literal["bank", "model", "rule", "memory", "person"] = Field(
        description="Who chose it: `memory` follows an earlier correction; a person's choice always stands",
        examples=["model"],
    )
    confidence: float | None = Field(description="The model's calibrated probability", examples=[0.93])
    reason: CategoryReason | None = Field(description="Why this category")
    alternatives: list[CategoryAlternative] = Field(description="The model's best candidates, best first")
    model: str | None = Field(description="Version of the model that looked at it", examples=["2026.11.21"])


class PartShown(Output):
    """One part of a divided transaction."""

    amount: Amount = Field(description="Positive is money in")
    category_primary: str = Field(examples=["FOOD_AND_DRINK"])
    category_detailed: str = Field(examples=["FOOD_AND_DRINK_GROCERIES"])
    category_label: str = Field(description="In plain words", examples=["Groceries"])
    note: str | None = Field(description="A person's own words")


class EntryShown(Output):
    """What a person or a file said of a transaction before the bank did."""

    date: dt.date
    amount: Amount
    description: str = Field(examples=["Cheque for Anna"])
    origin: Literal["person", "import"]
    matched_at: dt.datetime = Field(description="When the bank's row was found to be the same")


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
    is_refund: bool = Field(description="Money back of what was spent, by its direction and category")
    is_categorising: bool = Field(description="The categoriser has not answered yet for the present text")
    origin: Literal["bank", "person", "import", "adjustment"] = Field(
        description="Who brought it; an adjustment was made to bring ledger and bank together. What a person "
        "or an import brought is pending until the bank has it too, unless it is older than the ledger"
    )
    parts: list[PartShown] = Field(description="How it is divided among categories; empty: not at all")
    unassigned: Amount = Field(description="What the parts lack: not 0 once the bank changes the amount")
    matched_entry: EntryShown | None = Field(
        description="The entry that this row of the bank was matched with"
    )
    import_id: UUID | None = Field(description="The import that brought it")
    created_at: dt.datetime = Field(description="When we first heard of it")
    updated_at: dt.datetime = Field(description="When anything about it last changed")

    @classmethod
    def from_row(cls, row: RowMapping, categories: Catalogue) -> Self:
        values = {name: row[name] for name in _PLAIN}
        return cls(
            **values,
            category=_category(row, categories),
            is_refund=is_refund(row["amount"], row["category_primary"]),
            is_categorising=row["labelled_at"] is None,
            parts=[_part(each, categories) for each in row["parts"] or []],
            unassigned=unassigned(row["amount"], row["parts"]),
            matched_entry=EntryShown(**row["entry"]) if row["entry"] else None,
        )


_WORKED_OUT = {"category", "is_refund", "is_categorising", "parts", "unassigned", "matched_entry"}
_PLAIN = tuple(name for name in Transaction.model_fields if name not in _WORKED_OUT)


def _part(part: dict[str, Any], categories: Catalogue) -> PartShown:
    category = categories.get(part["category_detailed"])
    told = {**part, "category_detailed": category.detailed}
    return PartShown(**told, category_label=category.label)


def _category(row: RowMapping, categories: Catalogue) -> AssignedCategory | None:
    detailed = row["category_detailed"]
    if detailed is None:
        return None
    category = categories.get(detailed)
    return AssignedCategory(
        primary=row["category_primary"],
        detailed=categories.resolve(detailed),
        label=category.label,
        group=category.group_label,
        color=category.color,
        icon=category.icon,
        source=row["category_source"],
        confidence=row["category_confidence"],
        reason=CategoryReason(**row["category_reason"]) if row["category_reason"] else None,
        alternatives=[
            CategoryAlternative(**each, label=categories.get(each["detailed"]).label)
            for each in row["category_alternatives"] or []
        ],
        model=row["category_model"],
    )


class TransactionFilter(Input):
    """What the list is narrowed to; all given filters must hold."""

    account_id: UUID | None = Field(None, description="Only this account")
    first: dt.date | None = Field(None, alias="from", description="Only on or after this day")
    last: dt.date | None = Field(None, alias="to", description="Only on or before this day")
    category: str | None = Field(
        None,
        description="Primary or detailed code; `none` for what has no category yet",
        examples=["FOOD_AND_DRINK"],
        max_length=100,
    )
    merchant: str | None = Field(None, description="A transaction's `merchant_key`", max_length=500)
    search: str | None = Field(
        None, description="Part of the description or the merchant's name", max_length=200
    )
    without: str | None = Field(
        None, description="Words, none of which may be in either", examples=["transfer"], max_length=200
    )
    least: Decimal | None = Field(None, description="At least this much, in or out", ge=0, max_digits=18)
    most: Decimal | None = Field(None, description="At most this much, in or out", ge=0, max_digits=18)
    pending: bool | None = Field(None, description="Only pending ones, or only posted ones")
    currency: str | None = Field(None, description="Only in this currency", examples=["USD"], max_length=20)
    counts_as: Flow | None = Field(
        None, description="Only what one of the dashboard's two sums is made of, as a whole or in a part"
    )


class CurrencySum(Output):
    """What moved in one currency; amounts of different currencies are never added."""

    currency: str = Field(examples=["USD"])
    count: int = Field(description="Transactions in this currency, excluded ones as well", examples=[214])
    money_in: Amount = Field(description="The sum of all money in")
    money_out: Amount = Field(description="The sum of all money out; 0 or negative", examples=["-830.40"])
    net: Amount = Field(description="`money_in` and `money_out` together")


class TransactionSummary(Output):
    """What a list by these filters shows, counted and added up.

    By category, only those parts of divided transactions are added up that belong to it.
    """

    count: int = Field(description="All that the list shows", examples=[214])
    excluded_count: int = Field(
        description="How many of them are excluded: shown, but in no sum", examples=[3]
    )
    currencies: list[CurrencySum] = Field(description="The one with the most transactions first")


class TransactionQuery(TransactionFilter):
    """One page of the list."""

    cursor: str | None = Field(None, description="`next_cursor` of the page before", max_length=500)
    limit: int = Field(50, description="Rows on a page", ge=1, le=100)
