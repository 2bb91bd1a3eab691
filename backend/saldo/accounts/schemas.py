"""Accounts as the API shows them."""

import datetime as dt
from typing import Literal, Self
from uuid import UUID

from pydantic import Field
from sqlalchemy import RowMapping

from saldo.accounts.models import DEBT_TYPES
from saldo.core.money import Amount
from saldo.core.schemas import Output


class Account(Output):
    """One account at one bank."""

    id: UUID = Field(description="Stays the same for as long as the link to the bank lives")
    connection_id: UUID = Field(description="The link to the bank it came with")
    institution_name: str = Field(description="The bank", examples=["Maple Street Bank"])
    name: str = Field(description="The account's name at the bank", examples=["Everyday Checking"])
    official_name: str | None = Field(description="The product's full name")
    mask: str | None = Field(description="Last digits of its number", examples=["4821"])
    type: str = Field(description="depository, credit, loan, investment or other", examples=["depository"])
    subtype: str | None = Field(description="For example checking", examples=["checking"])
    currency: str = Field(description="ISO 4217, the bank's own code, or XXX for none", examples=["USD"])
    current_balance: Amount | None = Field(description="What is in it; on a debt, what is owed")
    available_balance: Amount | None = Field(description="What can be spent")
    credit_limit: Amount | None = Field(description="The limit of a card or overdraft")
    balance_as_of: dt.datetime = Field(description="When the bank last said something new about the balance")
    status: Literal["active", "closed"] = Field(description="Closed accounts keep their history")
    closed_at: dt.datetime | None = Field(
        description="When the bank stopped sharing it, or the link was ended; no longer in net worth since"
    )
    is_debt: bool = Field(description="Its balance is owed: net worth subtracts it")
    created_at: dt.datetime = Field(description="When it was linked")

    @classmethod
    def from_row(cls, row: RowMapping) -> Self:
        values = {name: row[name] for name in Account.model_fields if name != "is_debt"}
        return cls(**values, is_debt=row["type"] in DEBT_TYPES)


class AccountList(Output):
    """All accounts of a workspace."""

    data: list[Account]
