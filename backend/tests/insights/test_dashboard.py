"""The dashboard's figures, currency by currency."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.accounts import service as accounts
from saldo.core.database import Database
from saldo.providers.bank import BankCategory, BankTransaction
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

PATH = "/api/insights/dashboard"
OWN_MOVES = ("ACCOUNT_TRANSFER", "SAVINGS", "INVESTMENT_AND_RETIREMENT_FUNDS", "WIRE")
CARD = bank_account("card", type="credit", current=Decimal(300))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC))


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    return await link_bank(
        database,
        workspace,
        bank_account(),
        CARD,
        bank_account("mortgage", type="loan", current=Decimal(5000)),
        bank_account("euros", currency="EUR", current=Decimal(50)),
        as_of=clock.now(),
    )


def spent(detailed: str, amount: int, **changes: Any) -> BankTransaction:
    primary = {"LOAN": "LOAN_PAYMENTS", "FOOD": "FOOD_AND_DRINK", "TRANSFER": "TRANSFER_OUT"}.get(
        detailed.partition("_")[0], detailed.partition("_")[0]
    )
    return bank_row(category=BankCategory(primary, detailed, "HIGH"), amount=Decimal(amount), **changes)


async def figures(client: httpx.AsyncClient, **parameters: str) -> dict[str, dict[str, Any]]:
    answer = (await client.get(PATH, params=parameters)).raise_for_status().json()
    return {each["currency"]: each for each in answer["currencies"]}


@pytest.mark.usefixtures("bank")
async def test_net_worth_subtracts_debts_and_never_mixes_currencies(client: httpx.AsyncClient) -> None:
    shown = await figures(client)

    assert list(shown) == ["USD", "EUR"]
    assert (shown["USD"]["assets"], shown["USD"]["debts"]) == ("1000.00", "5300.00")
    assert (shown["USD"]["net_worth"], shown["EUR"]["net_worth"]) == ("-4300.00", "50.00")
    assert shown["USD"]["by_type"] == [
        {"type": "credit", "balance": "-300.00"},
        {"type": "depository", "balance": "1000.00"},
        {"type": "loan", "balance": "-5000.00"},
    ]


async def test_net_worth_is_walked_back_ninety_days(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(
        added=[
            bank_row(amount=Decimal(100), date=dt.date(2026, 11, 21)),
            bank_row(amount=Decimal(-40), date=dt.date(2026, 11, 21), account_id="card"),
        ]
    )

    history = (await figures(client))["USD"]["history"]

    assert len(history) == 91
    assert (history[0]["date"], history[0]["net_worth"]) == ("2026-08-23", "-4360.00")
    assert (history[-1]["date"], history[-1]["net_worth"]) == ("2026-11-21", "-4300.00")


async def test_spending_is_compared_with_the_month_before(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(
        added=[
            spent("FOOD_AND_DRINK_COFFEE", -10),
            spent("FOOD_AND_DRINK_GROCERIES", -20, pending=True),
            spent("FOOD_AND_DRINK_GROCERIES", 5),
            spent("FOOD_AND_DRINK_COFFEE", -7, date=dt.date(2026, 10, 31)),
            spent("FOOD_AND_DRINK_COFFEE", -99, date=dt.date(2026, 9, 30)),
            spent("INCOME_SALARY", 3000),
            bank_row(amount=Decimal(-3)),
            bank_row(amount=Decimal(4)),
        ]
    )

    shown = (await figures(client))["USD"]

    assert [(each["category"], each["amount"], each["previous_amount"]) for each in shown["spending"]] == [
        ("FOOD_AND_DRINK", "25.00", "7.00"),
        (None, "3.00", "0.00"),
    ]
    assert shown["spending"][0]["pending_amount"] == "20.00"
    assert (shown["money_in"], shown["money_out"]) == ("3004.00", "28.00")
    assert shown["transactions_waiting"] == 8


async def test_transfers_and_payments_to_a_linked_card_are_not_spending(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(
        added=[
            spent("TRANSFER_OUT_SAVINGS", -500),
            spent("LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", -300),
            spent("LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", 300, account_id="card"),
            spent("LOAN_PAYMENTS_MORTGAGE_PAYMENT", -900),
            spent("LOAN_PAYMENTS_CREDIT_CARD_PAYMENT", -70, account_id="euros", currency="EUR"),
        ]
    )

    shown = await figures(client)

    [loans] = shown["USD"]["spending"]
    assert (loans["category"], loans["amount"]) == ("LOAN_PAYMENTS", "900.00")
    # No card is linked in euros: there the payment is all that is known of the spending.
    assert shown["EUR"]["money_out"] == "70.00"


async def test_cash_and_cheques_count_where_other_transfers_do_not(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    def moved(primary: str, kind: str, amount: int, **changes: Any) -> BankTransaction:
        category = BankCategory(primary, f"{primary}_{kind}", "HIGH")
        return bank_row(category=category, amount=Decimal(amount), **changes)

    await bank.apply(
        added=[
            moved("TRANSFER_OUT", "WITHDRAWAL", -100),
            moved("TRANSFER_OUT", "WITHDRAWAL", -312, pending=True),
            moved("TRANSFER_OUT", "WITHDRAWAL", 12),
            moved("TRANSFER_OUT", "WITHDRAWAL", -50, date=dt.date(2026, 10, 31)),
            moved("TRANSFER_IN", "DEPOSIT", 80),
            moved("TRANSFER_IN", "DEPOSIT", -30),
            *(moved("TRANSFER_OUT", kind, -999) for kind in OWN_MOVES),
            *(moved("TRANSFER_IN", kind, 999) for kind in OWN_MOVES),
        ]
    )

    shown = (await figures(client))["USD"]

    [cash] = shown["spending"]
    assert (cash["category"], cash["label"]) == ("TRANSFER_OUT_WITHDRAWAL", "Cash & cheques")
    assert (cash["amount"], cash["previous_amount"], cash["pending_amount"]) == ("400.00", "50.00", "312.00")
    assert (shown["money_in"], shown["money_out"]) == ("50.00", "400.00")


async def test_another_month_can_be_asked_for(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[spent("FOOD_AND_DRINK_COFFEE", -7, date=dt.date(2026, 1, 31))])

    january = await figures(client, month="2026-01")
    february = await figures(client, month="2026-02")

    assert january["USD"]["spending"][0]["amount"] == "7.00"
    assert february["USD"]["spending"][0]["previous_amount"] == "7.00"


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "soon", "0000-01", "0001-01", "9999-12"])
async def test_a_month_that_is_none_is_refused(client: httpx.AsyncClient, month: str) -> None:
    answer = await client.get(PATH, params={"month": month})

    assert (answer.status_code, answer.json()["code"]) == (400, "month_invalid")


async def test_an_empty_or_foreign_workspace_shows_nothing(
    stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    await bank.apply(added=[bank_row()])

    assert await figures(stranger_client) == {}


async def test_closed_accounts_do_not_count(
    client: httpx.AsyncClient, bank: Bank, database: Database
) -> None:
    async with database.transaction(bank.home.scope) as session:
        await (await session.connection()).exec_driver_sql("update accounts set status = 'closed'")

    assert await figures(client) == {}


async def _close(bank: Bank, name: str, moment: dt.datetime) -> None:
    async with bank.database.transaction(bank.home.scope) as session:
        await accounts.close_account(session, bank.home.workspace_id, bank.connection_id, name, moment)


async def test_the_history_reaches_back_as_far_as_is_asked(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row(amount=Decimal(100), date=dt.date(2025, 3, 1))])

    history = (await figures(client, days="730"))["USD"]["history"]

    worth = {point["date"]: point["net_worth"] for point in history}
    assert len(history) == 731
    assert (worth["2025-02-28"], worth["2025-03-01"]) == ("-4400.00", "-4300.00")
    assert (await client.get(PATH, params={"days": 731})).status_code == 422


async def test_an_account_counts_on_the_days_before_it_was_closed(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    await bank.apply(
        added=[bank_row(amount=Decimal(-60), date=dt.date(2026, 11, 5), account_id="euros", currency="EUR")]
    )
    await _close(bank, "euros", clock.now() - dt.timedelta(days=10))
    await _close(bank, "card", clock.now() - dt.timedelta(days=200))

    shown = await figures(client)

    euros = {point["date"]: point["net_worth"] for point in shown["EUR"]["history"]}
    assert (euros["2026-11-04"], euros["2026-11-05"], euros["2026-11-10"]) == ("110.00", "50.00", "50.00")
    assert (euros["2026-11-11"], euros["2026-11-21"], shown["EUR"]["net_worth"]) == ("0.00", "0.00", "0.00")
    # Closed before the span began: no day of it had the card.
    assert {point["net_worth"] for point in shown["USD"]["history"]} == {"-4000.00"}


async def test_an_account_linked_again_apart_is_not_counted_twice(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    await _close(bank, "checking", clock.now() - dt.timedelta(days=10))
    await link_bank(database, workspace, bank_account(), as_of=clock.now())

    history = (await figures(client))["USD"]["history"]

    assert {point["net_worth"] for point in history} == {"-4300.00"}
