"""Entries as the API takes and shows them."""

import datetime as dt
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.corrections.schemas import Tag
from saldo.transactions.schemas import Transaction

_LARGEST = Decimal(10) ** 15
EntryAmount = Annotated[Amount, Field(decimal_places=10, gt=-_LARGEST, lt=_LARGEST)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class EntryStated(Input):
    """What happened, as a person says."""

    date: dt.date = Field(description="The day; not more than a year ahead")
    amount: EntryAmount = Field(description="Positive is money in; not 0")
    name: Name = Field(description="Who was paid, or what for", examples=["Cheque for Anna"])


class EntryGiven(EntryStated):
    """A transaction that the bank has not told of, or never will."""

    account_id: UUID = Field(description="The account it belongs to; the amount is in its currency")
    category_detailed: str | None = Field(
        None, description="Detailed code; left out, the categoriser finds one", max_length=100
    )
    note: str | None = Field(None, description="Your own words", max_length=2000)
    tags: list[Tag] = Field(default_factory=list, max_length=20)


class EntryChanged(Output):
    """An entry after it was changed."""

    transaction: Transaction
    revision_id: UUID | None = Field(description="For POST /api/revisions/{id}/revert; null: nothing changed")


class MatchGiven(Input):
    """The bank's transaction that an entry is."""

    bank_transaction_id: UUID = Field(description="In the same account and currency, matched with no other")


class Candidates(Output):
    """What of the bank an entry may be, the likeliest first."""

    data: list[Transaction]


class Unmatched(Output):
    """An entry and the bank's row, each by itself again."""

    entry: Transaction = Field(description="The entry with all its edits, as it was before")
    of_bank: Transaction = Field(description="What the bank says, in a transaction of its own")
