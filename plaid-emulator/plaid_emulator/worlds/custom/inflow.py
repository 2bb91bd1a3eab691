"""A configuration's inflow model: income once a month, or a debt paid once a month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plaid_emulator.worlds.custom.schema import LAST, Account, InflowModel

MONTHS = 12
DEFAULT_APR = 15.0


@dataclass(frozen=True)
class Flow:
    """One movement of the model; the amount has Plaid's sign."""

    key: str
    day: date
    amount: float
    name: str
    pfc: str


@dataclass(frozen=True)
class Owed:
    """What a debt's payments depend on: the balance at creation and the known charges."""

    created: date
    balance: float
    charges: Sequence[tuple[date, float]]


def flows(account: Account, owed: Owed, first: date, last: date) -> Iterator[Flow]:
    """Tell the model's movements from one day to another."""
    model = account.inflow_model
    if model is None or model.type == "none":
        return
    for day in _days(model.payment_day_of_month or 1, first, last):
        if model.type == "monthly-income":
            amount = -abs(model.income_amount or 0)
            yield Flow(f"income.{day}", day, amount, model.transaction_name or "", "INCOME_SALARY")
        elif model.type == "monthly-balance-payment":
            yield from _balance_payment(model, owed, day)
        else:
            yield from _interest_payment(account, model, owed, day)


def _balance_payment(model: InflowModel, owed: Owed, day: date) -> Iterator[Flow]:
    """Pay what the last statement shows: before creation its month's charges, at first after it all."""
    closed = _previous(model.statement_day_of_month or LAST, day)
    opened = _previous(model.statement_day_of_month or LAST, closed)
    charges = sum(amount for when, amount in owed.charges if opened < when <= closed)
    if opened <= owed.created < closed:
        charges = owed.balance + sum(amount for when, amount in owed.charges if owed.created < when <= closed)
    if charges > 0:
        yield _payment(model, day, charges)


def _interest_payment(account: Account, model: InflowModel, owed: Owed, day: date) -> Iterator[Flow]:
    """Charge a month's interest on the statement day and pay just that."""
    terms = account.liability
    apr = DEFAULT_APR if terms is None else terms.purchase_apr or terms.nominal_apr or DEFAULT_APR
    interest = round(owed.balance * apr / 100 / MONTHS, 2)
    if interest > 0:
        closed = _previous(model.statement_day_of_month or LAST, day)
        yield Flow(f"interest.{day}", closed, interest, "INTEREST CHARGED", "BANK_FEES_INTEREST_CHARGE")
        yield _payment(model, day, interest)


def _payment(model: InflowModel, day: date, amount: float) -> Flow:
    name = model.transaction_name or ""
    return Flow(f"payment.{day}", day, -round(amount, 2), name, "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT")


def _days(day_of_month: int | str, first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if _is(day_of_month, day):
            yield day
        day += timedelta(days=1)


def _previous(day_of_month: int | str, before: date) -> date:
    day = before - timedelta(days=1)
    while not _is(day_of_month, day):
        day -= timedelta(days=1)
    return day


def _is(day_of_month: int | str, day: date) -> bool:
    if day_of_month == LAST:
        return (day + timedelta(days=1)).day == 1
    return day.day == day_of_month
