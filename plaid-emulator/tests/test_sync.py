"""/transactions/sync: readiness, pages, cursors that replay, mutation, and the truth at the end."""

import json
from collections.abc import Callable
from datetime import date

import plaid
import pytest
from emulator_harness import Bank, Json, Live, error_of, wait_until
from plaid.model.personal_finance_category_version import PersonalFinanceCategoryVersion
from plaid.model.transactions_get_request import TransactionsGetRequest
from plaid.model.transactions_get_request_options import TransactionsGetRequestOptions
from plaid.model.transactions_refresh_request import TransactionsRefreshRequest

from plaid_emulator.items import find_by_access_token

V1 = PersonalFinanceCategoryVersion("v1")
DYNAMIC = "user_transactions_dynamic"
MAPLE = {"institution_id": "ins_900001", "username": "user_maple_household"}


def item_id(live: Live, token: str) -> str:
    return find_by_access_token(live.emulator, token).item_id


def truth(live: Live, token: str, cursor: str = "") -> dict[str, Json]:
    answer = live.http.get(f"/__admin/oracle/items/{item_id(live, token)}", params={"cursor": cursor}).json()
    return {row["transaction_id"]: row for row in answer["transactions"]}


def test_an_empty_first_answer_is_not_ready_and_arms_nothing_to_store(start: Callable[..., Live]) -> None:
    live = start(initial_delay_seconds=30, historical_delay_seconds=60)
    bank = Bank(live.url)
    token = bank.link(days=730)

    first = bank.page(token)
    live.admin("/clock", {"advance_seconds": 31})
    second = bank.sync(token)
    live.admin("/clock", {"advance_seconds": 31})
    third = bank.sync(token, second.cursor)
    bank.close()

    assert (first.next_cursor, first.has_more, str(first.transactions_update_status)) == (
        "",
        False,
        "NOT_READY",
    )
    assert str(second.status) == "INITIAL_UPDATE_COMPLETE"
    assert len(second.added) == 16
    assert str(third.status) == "HISTORICAL_UPDATE_COMPLETE"
    assert len(second.added) + len(third.added) == 388


@pytest.mark.parametrize("count", [1, 2, 100, 500])
def test_every_page_size_reads_the_same(live: Live, bank: Bank, count: int) -> None:
    token = bank.link()

    read = bank.sync(token, count=count)

    ids = [row["transaction_id"] for row in read.added]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(truth(live, token))
    assert read.pages == -(-len(ids) // count)


def test_user_good_has_the_documented_rows_per_account(bank: Bank) -> None:
    token = bank.link(days=730)
    accounts = {each.account_id: each.mask for each in bank.page(token, count=1).accounts}

    per_account: dict[str, int] = {}
    for row in bank.sync(token).added:
        mask = accounts[row["account_id"]]
        per_account[mask] = per_account.get(mask, 0) + 1

    assert per_account == {"0000": 147, "1111": 49, "2222": 24, "3333": 144, "4444": 24}


def test_days_requested_limits_the_history(bank: Bank) -> None:
    assert len(bank.sync(bank.link(days=30)).added) == 16


def test_a_settled_cursor_replays_the_same_delta_for_ever(live: Live, bank: Bank) -> None:
    token = bank.link(username=DYNAMIC)
    start = bank.sync(token).cursor
    bank.api.transactions_refresh(TransactionsRefreshRequest(token))
    first = bank.page(token, start)

    for _ in range(2):
        bank.api.transactions_refresh(TransactionsRefreshRequest(token))
    again = bank.page(token, start)

    def content(page: object) -> Json:
        fields: Json = page.to_dict()  # type: ignore[attr-defined]
        return {name: fields[name] for name in ("added", "modified", "removed", "next_cursor")}

    assert content(again) == content(first)
    assert again.has_more
    assert not first.has_more
    assert set(truth(live, token)) == bank.sync(token).held.keys()


def test_a_refresh_posts_what_was_pending_and_links_it(bank: Bank) -> None:
    token = bank.link(username=DYNAMIC)
    before = bank.sync(token)
    pending = {row["transaction_id"] for row in before.added if row["pending"]}

    bank.api.transactions_refresh(TransactionsRefreshRequest(token))
    after = bank.sync(token, before.cursor)

    posted = [row for row in after.added if row["pending_transaction_id"]]
    assert len(pending) == 4
    assert {row["transaction_id"] for row in after.removed} == pending
    assert {row["pending_transaction_id"] for row in posted} == pending
    assert all(not row["pending"] for row in posted)
    assert sum(row["pending"] for row in after.added) == 4
    assert len(after.modified) == len(before.added) - 4


def test_the_dynamic_user_looks_as_measured(bank: Bank) -> None:
    rows = bank.sync(bank.link(username=DYNAMIC)).added

    finer = [row for row in rows if round(row["amount"], 2) != row["amount"]]
    assert len(rows) == 108
    assert 20 <= len(finer) <= 50
    assert sum(row["authorized_date"] != row["date"] for row in rows) > 70


def test_a_filtered_stream_has_its_own_cursors(bank: Bank) -> None:
    token = bank.link()
    account_id = bank.page(token, count=1).accounts[0].account_id

    read = bank.sync(token, count=5, account_id=account_id)

    assert {row["account_id"] for row in read.added} == {account_id}
    assert len(read.added) == 12
    foreign = error_of(lambda: bank.page(token, read.cursor))
    assert foreign["error_message"] == "cursor not associated with access_token"


@pytest.mark.parametrize("cursor", ["garbage", "AAAAAAAAAAAAAAAA", "zm9v"])
def test_a_cursor_that_is_none_is_refused(bank: Bank, cursor: str) -> None:
    error = error_of(lambda: bank.page(bank.link(), cursor))

    assert (error["error_code"], error["error_message"]) == (
        "INVALID_FIELD",
        "cursor not associated with access_token",
    )


def test_another_items_cursor_is_refused(bank: Bank) -> None:
    cursor = bank.sync(bank.link()).cursor

    assert error_of(lambda: bank.page(bank.link(), cursor))["error_code"] == "INVALID_FIELD"


def test_now_starts_at_the_end(live: Live, bank: Bank) -> None:
    token = bank.link()

    page = bank.page(token, "now")
    live.admin(
        f"/items/{item_id(live, token)}/transactions", {"rows": [{"description": "LATER", "amount": 1}]}
    )

    assert (page.added, page.has_more) == ([], False)
    assert [row["name"] for row in bank.sync(token, page.next_cursor).added] == ["LATER"]


def new_row(live: Live, token: str, name: str = "COFFEE") -> None:
    live.admin(
        f"/items/{item_id(live, token)}/transactions", {"rows": [{"description": name, "amount": 4.5}]}
    )


def test_a_page_inside_a_pagination_notices_that_the_data_moved(live: Live, bank: Bank) -> None:
    token = bank.link()
    first = bank.page(token, count=10)

    new_row(live, token)
    error = error_of(lambda: bank.page(token, first.next_cursor, count=10))

    assert error["error_type"] == "TRANSACTIONS_ERROR"
    assert error["error_code"] == "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"
    assert len(bank.sync(token, count=10).added) == 33


@pytest.mark.parametrize(("mode", "failures"), [("never", 0), ("once", 1), ("always", 3)])
def test_the_mutation_error_can_be_switched(live: Live, bank: Bank, mode: str, failures: int) -> None:
    token = bank.link()
    first = bank.page(token, count=10)
    live.admin("/faults", {"mutation": mode})
    if mode == "never":
        new_row(live, token)

    failed = 0
    for _ in range(3):
        try:
            bank.page(token, first.next_cursor, count=10)
        except plaid.ApiException:
            failed += 1

    assert failed == failures


def test_a_pending_row_by_hand_posts_two_days_later(live: Live, bank: Bank) -> None:
    token = bank.link()
    start = bank.sync(token).cursor
    row = {"description": "SQ *BLUE BOTTLE", "amount": 6.5, "pending": True}
    path = f"/items/{item_id(live, token)}/transactions"

    made = live.admin(path, {"rows": [row]})["transactions"][0]
    pending = bank.sync(token, start)
    live.admin("/clock", {"advance_seconds": 3 * 86_400})
    posted = bank.sync(token, pending.cursor)

    assert [each["transaction_id"] for each in pending.added] == [made["transaction_id"]]
    assert pending.added[0]["pending"]
    assert [each["transaction_id"] for each in posted.removed] == [made["transaction_id"]]
    assert posted.added[0]["pending_transaction_id"] == made["transaction_id"]


def test_days_that_pass_bring_rows_and_the_reader_keeps_up_with_the_oracle(live: Live, bank: Bank) -> None:
    token = bank.link(**MAPLE, days=60)
    read = bank.sync(token)
    held = read.held
    brought = 0

    for days in (0.3, 1, 2, 9):
        live.admin("/clock", {"advance_seconds": days * 86_400})
        read = bank.sync(token, read.cursor, count=7)
        brought += len(read.added)
        held |= {row["transaction_id"]: row for row in [*read.added, *read.modified]}
        for gone in read.removed:
            held.pop(gone["transaction_id"], None)
        assert held.keys() == truth(live, token).keys()

    assert brought > 30


def test_the_oracle_knows_what_the_holder_of_a_cursor_knows(live: Live, bank: Bank) -> None:
    token = bank.link()
    cursor = bank.sync(token).cursor

    new_row(live, token)

    assert len(truth(live, token, cursor)) == 32
    assert len(truth(live, token)) == 33


def test_original_descriptions_and_old_categories_come_on_request(bank: Bank) -> None:
    token = bank.link(**MAPLE, days=60)

    plain = bank.sync(token).added
    full = bank.sync(token, include_original_description=True, personal_finance_category_version=V1).added

    assert plain
    assert all("original_description" not in row for row in plain)
    assert all(row["original_description"] for row in full)
    categories = [row["personal_finance_category"] for row in full]
    old = {category["detailed"] for category in categories if category}
    assert "INCOME_WAGES" in old
    assert "INCOME_SALARY" not in old


def test_the_older_get_pages_by_date(live: Live, bank: Bank) -> None:
    token = bank.link(days=730)
    rows = truth(live, token).values()
    first, last = min(row["date"] for row in rows), max(row["date"] for row in rows)

    def ask(count: int, offset: int) -> Json:
        options = TransactionsGetRequestOptions(count=count, offset=offset)
        dates = {"start_date": as_date(first), "end_date": as_date(last)}
        request = TransactionsGetRequest(access_token=token, options=options, **dates)
        return dict(json.loads(bank.api.transactions_get(request, _preload_content=False).data))

    pages = [ask(150, offset) for offset in (0, 150, 300)]

    ids = [row["transaction_id"] for page in pages for row in page["transactions"]]
    assert len(ids) == len(set(ids)) == pages[0]["total_transactions"] == 388


def as_date(text: str) -> date:
    return date.fromisoformat(text)


def test_a_broken_item_answers_with_its_error_until_it_is_repaired(live: Live, bank: Bank) -> None:
    token = bank.link()
    live.admin(f"/items/{item_id(live, token)}", {"error_code": "ITEM_LOCKED"})

    assert error_of(lambda: bank.sync(token))["error_code"] == "ITEM_LOCKED"

    live.admin(f"/items/{item_id(live, token)}", {"login_repaired": True})
    assert wait_until(lambda: len(bank.sync(token).added)) == 32


def test_a_bank_may_tell_ninety_days_and_nothing_pending(live: Live, bank: Bank) -> None:
    token = bank.link("ins_128026", MAPLE["username"], days=730)
    read = bank.sync(token)

    live.admin("/clock", {"advance_seconds": 3 * 86_400})
    later = bank.sync(token, read.cursor)

    oldest = min(row["date"] for row in read.added)
    assert 80 < (live.emulator.clock.now().date() - oldest).days <= 94
    assert later.added
    assert not any(row["pending"] for row in read.added + later.added)
    assert later.removed == []


def test_a_late_refresh_brings_every_payment_that_has_come_due(live: Live, bank: Bank) -> None:
    token = bank.link(username=DYNAMIC)
    cursor = bank.sync(token).cursor
    live.admin("/clock", {"speed": 0, "advance_seconds": 22 * 86_400})

    bank.api.transactions_refresh(TransactionsRefreshRequest(token))
    came = bank.sync(token, cursor)
    bank.api.transactions_refresh(TransactionsRefreshRequest(token))
    again = bank.sync(token, came.cursor)

    weekly = {row["date"] for row in came.added if not row["pending"] and not row["pending_transaction_id"]}
    assert len(weekly) == 3
    assert not [row for row in again.added if not row["pending"] and not row["pending_transaction_id"]]


def test_half_of_user_good_names_no_merchant_as_measured(bank: Bank) -> None:
    rows = bank.sync(bank.link(days=730)).added

    assert sum(row["merchant_name"] is None for row in rows) / len(rows) == pytest.approx(0.497, abs=0.001)
