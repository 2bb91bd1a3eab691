"""What running other people's programs has taught, each kept by a test."""

from emulator_harness import PERSONA, Bank, Live
from plaid.model.investments_holdings_get_request import InvestmentsHoldingsGetRequest

KEYS = {"client_id": "a", "secret": "b"}


def test_a_sync_may_begin_with_a_null_cursor(live: Live, bank: Bank) -> None:
    # Plaid's quickstart does: JavaScript's null stands for nothing yet.
    body = {**KEYS, "access_token": bank.link(), "cursor": None}

    answer = live.http.post("/transactions/sync", json=body)

    assert answer.status_code == 200
    assert answer.json()["added"]


def test_a_client_of_2021_that_sends_its_keys_in_the_body_is_served(live: Live, bank: Bank) -> None:
    # plaid-python 7 knows nothing of today's fields and sends page sizes and offsets beside its keys.
    options = {"count": 2, "offset": 1}
    days = {"start_date": "2020-01-01", "end_date": "2040-01-01"}
    body = {**KEYS, "access_token": bank.link(), **days, "options": options}

    answer = live.http.post("/transactions/get", json=body, headers={"Plaid-Version": "2020-09-14"})

    assert len(answer.json()["transactions"]) == 2
    assert answer.json()["total_transactions"] > 2


def test_the_client_can_read_what_a_brokerage_account_holds(bank: Bank) -> None:
    # A finance server from PyPI swallowed the client's complaint and showed no holdings at all.
    token = bank.link(**PERSONA, products=["transactions", "investments"])

    answer = bank.api.investments_holdings_get(InvestmentsHoldingsGetRequest(token))

    assert answer.holdings
    assert {holding.account_id for holding in answer.holdings} == {
        each.account_id for each in answer.accounts
    }
