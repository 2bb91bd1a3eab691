"""The figures of the dashboard and of one account as the API shows them."""

import datetime as dt

from pydantic import Field

from saldo.accounts.schemas import Account
from saldo.core.money import Amount
from saldo.core.schemas import Output


class BalancePoint(Output):
    """An account's balance at the end of one day."""

    date: dt.date
    current: Amount = Field(description="What was in it; on a debt, what was owed")


class AccountDetail(Account):
    """One account with its history."""

    balances: list[BalancePoint] = Field(
        description="Each day's balance, oldest first, at most two years; partly worked out"
    )


class NetWorthPoint(Output):
    """Net worth at the end of one day."""

    date: dt.date
    net_worth: Amount


class TypeTotal(Output):
    """The sum of all accounts of one type."""

    type: str = Field(description="depository, credit, loan, investment or other", examples=["depository"])
    balance: Amount = Field(description="Debts are negative")


class CategorySpending(Output):
    """What was spent in one category; refunds are taken off."""

    category: str | None = Field(
        description="Primary code, for cash and cheques the detailed one; null for what has no category yet",
        examples=["FOOD_AND_DRINK"],
    )
    label: str = Field(description="In plain words", examples=["Food and drink"])
    color: int | None = Field(description="1 to 12, if a person chose one for this category", examples=[4])
    amount: Amount = Field(description="Positive is money spent")
    previous_amount: Amount = Field(description="The same in the month before")
    pending_amount: Amount = Field(description="The part of `amount` that is not final")


class CurrencyFigures(Output):
    """Everything in one currency; amounts of different currencies are never added."""

    currency: str = Field(examples=["USD"])
    net_worth: Amount = Field(description="`assets` minus `debts`")
    assets: Amount
    debts: Amount = Field(description="What is owed, as a positive amount")
    by_type: list[TypeTotal]
    history: list[NetWorthPoint] = Field(description="The last days, as many as were asked for; oldest first")
    spending: list[CategorySpending] = Field(
        description="Most first; cash and cheques count, other transfers and payments to a linked card do not"
    )
    money_in: Amount = Field(description="Income of the month, cash and cheques paid in; no other transfers")
    money_out: Amount = Field(description="The sum of `spending`")
    transactions_waiting: int = Field(description="Transactions the categoriser has not answered for yet")


class Dashboard(Output):
    """One month, and where things stand now."""

    as_of: dt.datetime
    month: str = Field(examples=["2026-11"])
    currencies: list[CurrencyFigures] = Field(description="The one with the most accounts first")
