"""The Maple Street household: two coherent years, the same for the same seed, and balances that add up."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from emulator_harness import Bank, Json, Live
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest

from plaid_emulator import pfc
from plaid_emulator.worlds.household.ledger import OWED
from plaid_emulator.worlds.model import E7, BankRow, Setting
from plaid_emulator.worlds.registry import open_world

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
SINCE = NOW - 730 * 86_400
MAPLE = Setting(1, "user_maple_household", "any", "ins_900001", epoch=NOW, created_at=NOW)


@pytest.fixture(scope="module")
def rows() -> Sequence[BankRow]:
    return [row for row in open_world(MAPLE).rows(SINCE, NOW) if not row.hidden]


def test_two_years_hold_about_five_thousand_rows(rows: Sequence[BankRow]) -> None:
    days = {row.details["pending_date"] for row in rows}

    assert 4_500 < len(rows) < 5_800
    assert min(days) <= "2024-11-24"
    assert max(days) == "2026-11-21"
    assert len(days) > 720
    assert len({row.key for row in rows}) == len(rows)


def test_some_rows_are_pending_now_and_all_of_them_soon_post(rows: Sequence[BankRow]) -> None:
    pending = [row for row in rows if row.appears_at <= NOW < row.settles_at]

    assert 3 <= len(pending) <= 40
    assert all(row.settles_at <= NOW + 4 * 86_400 for row in pending)


def legs(rows: Sequence[BankRow], kind: str) -> dict[str, dict[str, BankRow]]:
    found: dict[str, dict[str, BankRow]] = {}
    for row in rows:
        if row.key.startswith(kind):
            name, leg = row.key.rsplit(".", 1)
            found.setdefault(name, {})[leg] = row
    return found


def test_transfers_between_own_accounts_have_both_legs(rows: Sequence[BankRow]) -> None:
    transfers = {name: pair for name, pair in legs(rows, "transfer.").items() if ".invest." not in name}

    assert len(transfers) > 80
    for pair in transfers.values():
        assert pair.keys() == {"out", "in"}
        assert pair["out"].amount_e7 == -pair["in"].amount_e7 > 0
        assert pair["out"].appears_at == pair["in"].appears_at
        assert pair["out"].account != pair["in"].account


def test_card_payments_have_both_legs(rows: Sequence[BankRow]) -> None:
    payments = legs(rows, "payment.")

    assert 40 <= len(payments) <= 52
    for pair in payments.values():
        assert pair["out"].amount_e7 == -pair["in"].amount_e7 > 0
        assert pair["in"].account in {"visa", "cash_card"}


def test_no_account_is_ever_in_an_impossible_state() -> None:
    world = open_world(MAPLE)
    limits = {spec.key: spec.limit for spec in world.accounts()}
    balances = {spec.key: world.opening_e7(spec.key, SINCE) / E7 for spec in world.accounts()}
    types = {spec.key: spec.type for spec in world.accounts()}

    for row in world.rows(SINCE, NOW):
        owed = types[row.account] in OWED
        balances[row.account] += row.amount_e7 / E7 * (1 if owed else -1)
        assert balances[row.account] > (-300 if owed else -1_000), (row.account, row.key)
        assert balances[row.account] < (limits[row.account] or 80_000)


def test_subscriptions_change_their_price_and_bills_follow_the_seasons(rows: Sequence[BankRow]) -> None:
    netflix = {row.amount_e7 / E7 for row in rows if row.key.startswith("netflix.")}
    gas = {row.details["date"][:7]: row.amount_e7 / E7 for row in rows if row.key.startswith("gas.")}

    assert netflix == {15.49, 17.99}
    assert gas["2026-01"] > 2 * gas["2026-07"]


def test_pay_comes_every_second_week(rows: Sequence[BankRow]) -> None:
    days = [date.fromisoformat(row.details["date"]) for row in rows if row.key.startswith("salary.jordan")]

    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=14)}


def test_a_life_has_many_sides(rows: Sequence[BankRow]) -> None:
    seen = Counter(row.details.get("pfc") for row in rows)

    assert set(seen) - {None} <= pfc.primaries().keys()
    assert len(seen) > 45
    for detailed in (
        *("INCOME_SALARY", "INCOME_TAX_REFUND", "INCOME_INTEREST_EARNED", "RENT_AND_UTILITIES_RENT"),
        *("TRANSFER_OUT_WITHDRAWAL", "BANK_FEES_ATM_FEES", "BANK_FEES_FOREIGN_TRANSACTION_FEES"),
        *("TRAVEL_FLIGHTS", "MEDICAL_PHARMACIES_AND_SUPPLEMENTS", "GENERAL_SERVICES_INSURANCE"),
    ):
        assert seen[detailed] > 0, detailed
    assert sum(".refund." in row.key for row in rows) > 20
    assert sum(row.pending_e7 != row.amount_e7 for row in rows) > 100


def test_fields_are_sometimes_missing_but_mostly_there(rows: Sequence[BankRow]) -> None:
    named = sum(row.details.get("merchant") is not None for row in rows) / len(rows)
    sorted_in = sum(row.details.get("pfc") is not None for row in rows) / len(rows)

    assert 0.6 < named < 0.95
    assert 0.94 < sorted_in < 0.99
    assert {row.details.get("confidence", "VERY_HIGH") for row in rows} >= {
        "VERY_HIGH",
        "HIGH",
        "MEDIUM",
        "LOW",
    }
    assert not [row.details["name"] for row in rows if "{" in row.details["name"]]


def test_balances_agree_with_the_rows_that_plaid_tells(live: Live, bank: Bank) -> None:
    token = bank.link("ins_900001", "user_maple_household", days=20)
    before = balances(bank, token)
    read = bank.sync(token)
    held = read.held

    live.admin("/clock", {"advance_seconds": 20 * 86_400})
    more = bank.sync(token, read.cursor)

    moved = posted_sums([*held.values(), *more.added], more.removed)
    started = posted_sums(list(held.values()), [])
    for name, after in balances(bank, token).items():
        if after["type"] in {"depository", "credit"}:
            change = moved.get(name, 0) - started.get(name, 0)
            sign = 1 if after["type"] == "credit" else -1
            assert after["current"] - before[name]["current"] == pytest.approx(sign * change, abs=0.001)


def balances(bank: Bank, token: str) -> dict[str, Json]:
    accounts = bank.api.accounts_balance_get(AccountsBalanceGetRequest(token)).accounts
    return {each.account_id: {"type": str(each.type), "current": each.balances.current} for each in accounts}


def posted_sums(rows: list[Json], removed: list[Json]) -> dict[str, float]:
    gone = {row["transaction_id"] for row in removed}
    sums: dict[str, float] = {}
    for row in rows:
        if not row["pending"] and row["transaction_id"] not in gone:
            sums[row["account_id"]] = sums.get(row["account_id"], 0) + row["amount"]
    return sums


def test_the_loan_shrinks_and_the_accounts_are_as_announced(bank: Bank) -> None:
    token = bank.link("ins_900001", "user_maple_household", days=30)

    accounts = {str(each.subtype): each for each in bank.page(token, count=1).accounts}

    assert {"checking", "savings", "credit card"} <= accounts.keys()
    assert "auto" not in accounts
    card = accounts["credit card"].balances
    assert card.available < card.limit - card.current + 0.01


def test_a_page_of_five_hundred_is_quick(start: Callable[..., Live]) -> None:
    live = start()
    bank = Bank(live.url)
    token = bank.link("ins_900001", "user_maple_household", days=730)
    body = {"client_id": "a", "secret": "b", "access_token": token, "count": 500}
    seconds = []

    more = True
    while more:
        # Processor time of both sides: what else runs on the machine does not count.
        began = time.process_time()
        page = live.http.post("/transactions/sync", json=body).json()
        seconds.append(time.process_time() - began)
        more, body["cursor"] = page["has_more"], page["next_cursor"]
    bank.close()

    assert len(seconds) >= 9
    # Half a second would be a fault; a quiet machine needs some 20 ms.
    assert sorted(seconds)[len(seconds) // 2] < 0.2
