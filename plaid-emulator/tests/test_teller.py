"""Changes made by hand at the bank, and the oracle that tells the truth about them."""

from typing import Any

import pytest
from emulator_harness import PERSONA, Bank, Json, Live, Receiver, error_of
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.accounts_get_request_options import AccountsGetRequestOptions


def act(live: Live, do: str, **details: Any) -> Json:
    return live.admin("/actions", {"do": do, **details})


def item_of(live: Live) -> Json:
    (item,) = live.admin("/items")["items"]
    return dict(item)


def truth_of(live: Live, cursor: str = "") -> Json:
    item_id = item_of(live)["item_id"]
    answer = live.http.get(f"/__admin/oracle/items/{item_id}", params={"cursor": cursor})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def balance(truth: Json, account_id: str) -> float:
    accounts = {each["account_id"]: each for each in truth["accounts_at_bank"]}
    return float(accounts[account_id]["balances"]["current"])


@pytest.fixture
def token(live: Live, bank: Bank) -> str:
    live.admin("/clock", {"speed": 0})
    return bank.link(**PERSONA, days=30)


def pending_row(live: Live, amount: float = 20.0) -> Json:
    rows = [{"description": "RESTAURANT", "amount": amount, "pending": True}]
    return dict(act(live, "add_transactions", rows=rows)["transactions"][0])


def test_a_pending_row_posts_with_a_tip(live: Live, bank: Bank, token: str) -> None:
    row = pending_row(live)
    cursor = bank.sync(token).cursor

    act(live, "post_transaction", transaction_id=row["transaction_id"], amount=24.0)

    delta = bank.sync(token, cursor)
    assert [each["transaction_id"] for each in delta.removed] == [row["transaction_id"]]
    assert [(each["amount"], each["pending_transaction_id"]) for each in delta.added] == [
        (24.0, row["transaction_id"])
    ]


def test_a_posting_can_be_torn_over_two_pages(live: Live, bank: Bank, token: str) -> None:
    row = pending_row(live)
    cursor = bank.sync(token).cursor
    act(live, "split_postings")
    act(live, "post_transaction", transaction_id=row["transaction_id"])

    first = bank.page(token, cursor)
    second = bank.page(token, first.next_cursor)

    assert (len(first.removed), len(first.added), first.has_more) == (1, 0, True)
    assert (len(second.removed), len(second.added), second.has_more) == (0, 1, False)


def test_a_hold_goes_without_posting(live: Live, bank: Bank, token: str) -> None:
    row = pending_row(live)
    cursor = bank.sync(token).cursor

    act(live, "vanish_transaction", transaction_id=row["transaction_id"])

    delta = bank.sync(token, cursor)
    assert ([each["transaction_id"] for each in delta.removed], delta.added) == ([row["transaction_id"]], [])
    assert row["transaction_id"] in truth_of(live)["removed_ids"]


def test_a_posted_row_is_amended_and_its_balance_follows(live: Live, bank: Bank, token: str) -> None:
    row = act(live, "add_transactions", rows=[{"description": "BOOKS", "amount": 30}])["transactions"][0]
    cursor, before = bank.sync(token).cursor, balance(truth_of(live), row["account_id"])

    act(live, "amend_transaction", transaction_id=row["transaction_id"], amount=35, name="BOOKS AND TEA")

    delta = bank.sync(token, cursor)
    assert [(each["amount"], each["name"]) for each in delta.modified] == [(35, "BOOKS AND TEA")]
    assert balance(truth_of(live), row["account_id"]) == pytest.approx(before - 5)


def test_a_posted_row_is_taken_back_and_its_balance_follows(live: Live, bank: Bank, token: str) -> None:
    row = act(live, "add_transactions", rows=[{"description": "BOOKS", "amount": 30}])["transactions"][0]
    cursor, before = bank.sync(token).cursor, balance(truth_of(live), row["account_id"])

    act(live, "remove_transaction", transaction_id=row["transaction_id"])

    assert [each["transaction_id"] for each in bank.sync(token, cursor).removed] == [row["transaction_id"]]
    assert balance(truth_of(live), row["account_id"]) == pytest.approx(before + 30)


@pytest.mark.parametrize("do", ["post_transaction", "vanish_transaction", "remove_transaction"])
def test_a_transaction_that_is_not_there_cannot_change(live: Live, token: str, do: str) -> None:
    assert token
    body = {"do": do, "transaction_id": "nothing"}

    answer = live.http.post("/__admin/actions", json=body)

    assert (answer.status_code, "has this id" in answer.text) == (422, True)


def test_a_subscription_becomes_dearer_from_now_on(live: Live, bank: Bank, token: str) -> None:
    history = bank.sync(token)
    names = {row["merchant_name"] for row in history.added if row["merchant_name"]}
    every_month = next(name for name in ("Netflix", "Spotify", *sorted(names)) if name in names)
    old = {row["amount"] for row in history.added if row["merchant_name"] == every_month}
    act(live, "change_price", name=every_month, factor=2)

    live.admin("/clock", {"advance_seconds": 45 * 86_400})

    live.admin("/actions", {"do": "repair_login"})
    later = [r["amount"] for r in bank.sync(token, history.cursor).added if r["merchant_name"] == every_month]
    assert later
    assert min(later) == pytest.approx(min(old) * 2, rel=0.5)


def test_a_closed_account_is_seen_no_more_and_keeps_its_rows(live: Live, bank: Bank, token: str) -> None:
    held = bank.sync(token).held
    closing = item_of(live)["accounts"][0]["id"]

    act(live, "close_account", account_id=closing)

    shown = {account.account_id for account in bank.api.accounts_get(AccountsGetRequest(token)).accounts}
    asked = AccountsGetRequest(token, options=AccountsGetRequestOptions(account_ids=[closing]))
    error = error_of(lambda: bank.api.accounts_get(asked))
    states = {each["account_id"]: each["state"] for each in truth_of(live)["accounts_at_bank"]}
    assert closing not in shown
    assert error["error_code"] == "INVALID_ACCOUNT_ID"
    assert (states[closing], set(states.values())) == ("closed", {"closed", "shared"})
    assert {row["transaction_id"] for row in truth_of(live)["transactions"]} == set(held)


def test_a_new_account_is_announced_then_shared_then_used(
    live: Live, bank: Bank, token: str, receiver: Receiver
) -> None:
    live.http.post(
        "/item/webhook/update",
        json={"client_id": "a", "secret": "b", "access_token": token, "webhook": receiver.url},
    )
    account_id = act(live, "open_account", name="Holiday Pot", balance=100, shared=False)["account_id"]
    receiver.wait_for("NEW_ACCOUNTS_AVAILABLE")
    before = {account.account_id for account in bank.api.accounts_get(AccountsGetRequest(token)).accounts}

    act(live, "share_account", account_id=account_id)
    act(live, "add_transactions", rows=[{"description": "TENT", "amount": 40, "account_id": account_id}])

    after = {each.account_id: each for each in bank.api.accounts_get(AccountsGetRequest(token)).accounts}
    assert account_id not in before
    assert after[account_id].balances.current == 60


def test_the_oracle_knows_what_a_reader_holds_in_the_middle(live: Live, bank: Bank, token: str) -> None:
    settled = bank.sync(token)
    rows = [{"description": f"ROW {number}", "amount": number + 1} for number in range(6)]
    act(live, "add_transactions", rows=rows)
    page = bank.page(token, settled.cursor, count=4)

    truth = truth_of(live, page.next_cursor)

    assert not truth["settled"]
    assert {row["transaction_id"] for row in truth["transactions"]} == set(settled.held)
    reading = {row["transaction_id"] for row in truth["reading"]["transactions"]}
    assert reading == set(settled.held) | {row.transaction_id for row in page.added}
    assert len(truth_of(live)["transactions"]) == len(settled.held) + 6


def test_the_oracle_refuses_the_cursor_of_another_item(live: Live, bank: Bank, token: str) -> None:
    item_id = item_of(live)["item_id"]
    foreign = bank.sync(bank.link()).cursor

    answer = live.http.get(f"/__admin/oracle/items/{item_id}", params={"cursor": foreign})

    assert (token != "", answer.status_code) == (True, 422)


def test_a_rotated_token_dies_at_once(live: Live, bank: Bank, token: str) -> None:
    fresh = act(live, "rotate_token")["access_token"]

    assert error_of(lambda: bank.page(token))["error_code"] == "INVALID_ACCESS_TOKEN"
    assert bank.page(fresh).added


def test_a_person_can_take_one_account_back(live: Live, bank: Bank, token: str, receiver: Receiver) -> None:
    act(live, "set_webhook", url=receiver.url)
    taken = item_of(live)["accounts"][0]["id"]

    act(live, "revoke_account", account_id=taken)

    assert receiver.wait_for("USER_ACCOUNT_REVOKED")["account_id"] == taken
    assert taken not in {
        each.account_id for each in bank.api.accounts_get(AccountsGetRequest(token)).accounts
    }


def test_a_person_can_take_their_permission_back_and_give_it_again(
    live: Live, bank: Bank, token: str, receiver: Receiver
) -> None:
    act(live, "set_webhook", url=receiver.url)

    act(live, "revoke_permission")

    told = receiver.wait_for("USER_PERMISSION_REVOKED")["error"]
    assert (told["error_code"], told["status"]) == ("USER_PERMISSION_REVOKED", 400)
    assert error_of(lambda: bank.page(token))["error_code"] == "USER_PERMISSION_REVOKED"
    act(live, "repair_login")
    assert bank.page(token).added


def test_an_account_shared_later_brings_its_history_like_a_new_item(
    live: Live, bank: Bank, token: str, receiver: Receiver
) -> None:
    late = item_of(live)["accounts"][0]["id"]
    act(live, "share_account", account_id=late, shared=False)
    before = bank.sync(token)
    act(live, "set_webhook", url=receiver.url)

    act(live, "share_account", account_id=late)

    counts = [receiver.wait_for(code)["new_transactions"] for code in ("INITIAL_UPDATE", "HISTORICAL_UPDATE")]
    added = bank.sync(token, before.cursor).added
    assert {row["account_id"] for row in added} == {late}
    assert sum(counts) == len(added) > 0


def test_what_went_while_an_account_was_hidden_is_told_when_it_is_shared_again(
    live: Live, bank: Bank, token: str
) -> None:
    row = pending_row(live)
    before = bank.sync(token)
    act(live, "vanish_transaction", transaction_id=row["transaction_id"])
    act(live, "share_account", account_id=row["account_id"], shared=False)
    hidden = bank.sync(token, before.cursor)

    act(live, "share_account", account_id=row["account_id"])

    told = bank.sync(token, hidden.cursor).removed
    assert row["transaction_id"] in {each["transaction_id"] for each in told}


def test_a_webhook_goes_to_the_web_only(live: Live, token: str) -> None:
    body = {"do": "set_webhook", "url": "file:///etc/passwd"}

    assert token
    assert live.http.post("/__admin/actions", json=body).status_code == 422


def test_nothing_is_fetched_by_hand_from_a_bank_whose_login_is_broken(
    live: Live, bank: Bank, token: str, receiver: Receiver
) -> None:
    cursor = bank.sync(token).cursor
    act(live, "set_webhook", url=receiver.url)
    act(live, "break_login")
    receiver.wait_for("ERROR")

    told = act(live, "add_transactions", rows=[{"description": "TEA", "amount": 3}])
    act(live, "look_at_bank")

    assert (told["transactions"], receiver.codes()) == ([], ["ERROR"])
    act(live, "repair_login")
    assert [row["name"] for row in bank.sync(token, cursor).added] == ["TEA"]


def test_rows_are_shown_as_the_api_has_them(live: Live, bank: Bank, token: str) -> None:
    item_id = item_of(live)["item_id"]
    told = bank.sync(token).held

    recent = live.admin(f"/items/{item_id}?limit=5")["recent"]
    changed = act(live, "amend_transaction", transaction_id=recent[0]["transaction_id"], name="ANOTHER")

    icons = {row["transaction_id"]: row["personal_finance_category_icon_url"] for row in told.values()}
    assert [row["personal_finance_category_icon_url"] for row in recent] == [
        icons[row["transaction_id"]] for row in recent
    ]
    (row,) = changed["transactions"]
    assert row["personal_finance_category_icon_url"].startswith(live.url)
