"""Balances and checks as the API shows them."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output

Status = Literal["agrees", "pending", "off", "unknown"]


class BalanceQuery(Input):
    """Which days; without them, the last 90."""

    first: dt.date | None = Field(None, alias="from", description="First day")
    last: dt.date | None = Field(None, alias="to", description="Last day; today if not given")


class BalanceDay(Output):
    """One day of an account. On a debt both balances are what is owed, as banks state it."""

    date: dt.date
    ledger: Amount | None = Field(description="What our rows add up to at the end of the day")
    bank: Amount | None = Field(description="What the bank stated last on that day; null when nobody asked")
    pending: Amount = Field(description="What is pending with that date; in neither balance")


class AccountBalances(Output):
    """The two lines of an account's balance."""

    account_id: UUID
    currency: str
    is_debt: bool = Field(description="Its balance is owed")
    days: list[BalanceDay] = Field(description="Every day asked about, oldest first")
    status: Status = Field(description="How ledger and bank compare; see POST /api/accounts/{id}/reconcile")
    difference: Amount = Field(description="What the ledger lacks: positive is money in")
    off_since: dt.date | None = Field(description="The day of the first check that found them apart")
    checked_at: dt.datetime | None = Field(description="When that came out first")


class AccountStanding(Output):
    """How one account's ledger and bank compared when last looked at."""

    account_id: UUID
    currency: str = Field(examples=["USD"])
    status: Status = Field(description="`unknown`: there was nothing to compare yet, or there never is")
    difference: Amount = Field(description="What the ledger lacks: positive is money in")
    off_since: dt.date | None = Field(description="The day of the first check that found them apart")
    checked_at: dt.datetime | None = Field(description="When that came out first; null when unchecked")


class StandingList(Output):
    """The standing of every account."""

    data: list[AccountStanding]
