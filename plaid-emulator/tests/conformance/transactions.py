"""The cases of transactions, of what recurs, of enriching, and of investments."""

from collections import Counter
from datetime import timedelta
from typing import Any

from emulator_harness import Json, wait_until

from conformance.case import Case, fails, succeeds
from conformance.right import RIGHT, enrichable, item, with_dates
from conformance.world import EVERYTHING, World
from plaid_emulator import items, polling

SYNC, GET, REFRESH = "/transactions/sync", "/transactions/get", "/transactions/refresh"
RECURRING, ENRICH = "/transactions/recurring/get", "/transactions/enrich"
HOLDINGS, TRADES = "/investments/holdings/get", "/investments/transactions/get"
ROWS_BY_ACCOUNT = {"0000": 147, "1111": 49, "2222": 24, "3333": 144, "4444": 24}


def page(**more: Any) -> Any:
    return item(count=500, **more)


def one_account(mask: str) -> Any:
    return lambda world: {
        "access_token": world.token(),
        "options": {"account_id": world.accounts()[mask]},
    }


def has_every_row(world: World, answer: Any) -> None:
    masks = {account_id: mask for mask, account_id in world.accounts().items()}
    assert Counter(masks[row.account_id] for row in answer.added) == ROWS_BY_ACCOUNT
    assert str(answer.transactions_update_status) == "HISTORICAL_UPDATE_COMPLETE"
    assert not any(row.pending for row in answer.added)
    assert {each.mask for each in answer.accounts} == set(ROWS_BY_ACCOUNT)


def points_to_our_icons(world: World, answer: Any) -> None:
    urls = {row.personal_finance_category_icon_url for row in answer.added}
    assert all(url.startswith(f"{world.live.url}/icons/PFC_") for url in urls)
    for url in urls:
        picture = world.live.http.get(url)
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")


def is_of_version(version: str) -> Any:
    def check(_: World, answer: Any) -> None:
        rows = [row.personal_finance_category for row in answer.added]
        assert {str(each.version) for each in rows if each is not None} == {version}

    return check


def keeps_what_the_bank_wrote(_: World, answer: Any) -> None:
    assert all(row.original_description for row in answer.added)


def begun_with(days: int) -> Any:
    return lambda world: {
        "access_token": world.fresh(products=("identity",), consented=EVERYTHING),
        "options": {"days_requested": days},
    }


def tells_of_thirty_days(_: World, answer: Any) -> None:
    days = {row.date for row in answer.added}
    assert timedelta(20) < max(days) - min(days) <= timedelta(30)


def foreign_cursor(world: World) -> Json:
    other = world.call(SYNC, {"access_token": world.token("dynamic"), "count": 5}).body["next_cursor"]
    return {"access_token": world.token(), "cursor": other}


def moved(world: World) -> Json:
    """Begin a pagination, then let the admin door say that the data moved."""
    token = world.fresh()
    cursor = world.call(SYNC, {"access_token": token, "count": 1}).body["next_cursor"]
    world.live.admin("/actions", {"do": "set_mutation", "mode": "once"})
    return {"access_token": token, "cursor": cursor}


def two_years(**options: Any) -> Any:
    return with_dates(options=options)


def not_ready(path: str, **more: object) -> Any:
    def body(world: World) -> Json:
        token = world.fresh()
        emulator = world.live.emulator
        # All is told before it is untold, or the emulator's own looks at the bank would undo it.
        wait_until(lambda: items.find_by_access_token(emulator, token).status == polling.HISTORICAL)
        emulator.database.execute(
            "UPDATE items SET status = 'NOT_READY', next_poll_at = NULL WHERE access_token = ?", token
        )
        return {**RIGHT[path](world), "access_token": token, **more}

    return body


def has_a_page_in_the_middle(_: World, answer: Any) -> None:
    assert (answer.total_transactions, len(answer.transactions)) == (388, 8)


def streams(_: World, answer: Any) -> None:
    out = {each.description: each for each in answer.outflow_streams}
    gusto = out["ACH Electronic CreditGUSTO PAY 123456"]
    assert (gusto.average_amount.amount, gusto.last_amount.amount) == (5850, 5850)
    assert (str(gusto.frequency), str(gusto.status), gusto.is_active) == ("MONTHLY", "MATURE", True)
    assert len(gusto.transaction_ids) == 24
    assert gusto.predicted_next_date - gusto.last_date in {timedelta(days) for days in range(28, 32)}
    assert {each.last_amount.amount for each in answer.inflow_streams} == {-500, -4.22}


def knows_the_merchant(world: World, answer: Any) -> None:
    (row,) = answer.enriched_transactions
    found = row.enrichments
    assert (found.merchant_name, found.counterparties[0].type.value) == ("Starbucks", "merchant")
    assert found.personal_finance_category.detailed == "FOOD_AND_DRINK_COFFEE"
    assert found.personal_finance_category_icon_url.startswith(world.live.url)


def knows_the_old_category(_: World, answer: Any) -> None:
    found = answer.enriched_transactions[0].enrichments
    assert (found.legacy_category_id, found.legacy_category[-1]) == ("13005043", "Coffee Shop")


WRITTEN = {
    "PURCHASE WM SUPERCENTER #1700": "Walmart",
    "AMZN Mktp US*2E4KD1 Amzn.com/bill WA": "Amazon",
    "VZWRLSS*APOCC VISB": "Verizon",
    "NETFLIX.COM": "Netflix",
    "POS PURCHASE 1234 GADGETS": None,
}


def knows_how_banks_write_them(_: World, answer: Any) -> None:
    told = {each.description: each.enrichments.merchant_name for each in answer.enriched_transactions}
    assert told == WRITTEN


def enriching(*rows: Json, **more: Any) -> Any:
    return lambda _: {"account_type": "credit", "transactions": list(rows), **more}


def is_worth_the_balance(_: World, answer: Any) -> None:
    worth: Counter[str] = Counter()
    for each in answer.holdings:
        worth[each.account_id] += each.institution_value
    # The client's model of these accounts cannot be asked for its balances, only all of it at once.
    for account in answer.to_dict()["accounts"]:
        assert abs(worth[account["account_id"]] - account["balances"]["current"]) < 0.01
    assert {each.security_id for each in answer.holdings} == {each.security_id for each in answer.securities}


def has_trades(_: World, answer: Any) -> None:
    kinds = {(str(each.type), str(each.subtype)) for each in answer.investment_transactions}
    assert {("cash", "dividend"), ("buy", "buy"), ("sell", "sell"), ("fee", "account fee")} <= kinds
    assert answer.total_investment_transactions == len(answer.investment_transactions) == 7


CASES: list[Case] = [
    succeeds(SYNC, "all of user_good", page(), has_every_row),
    succeeds(SYNC, "icons of our own", page(), points_to_our_icons),
    succeeds(
        SYNC,
        "categories of version 1",
        item(options={"personal_finance_category_version": "v1"}),
        is_of_version("v1"),
    ),
    succeeds(
        SYNC,
        "categories of version 2",
        item(options={"personal_finance_category_version": "v2"}),
        is_of_version("v2"),
    ),
    succeeds(
        SYNC,
        "with original descriptions",
        item(options={"include_original_description": True}),
        keeps_what_the_bank_wrote,
    ),
    succeeds(SYNC, "from now on", item(cursor="now"), lambda _, a: _is((a.added, a.has_more), ([], False))),
    succeeds(SYNC, "one account", one_account("2222"), lambda _, a: _is(len(a.added), 24)),
    succeeds(
        SYNC,
        "begun when first asked for",
        begun_with(30),
        tells_of_thirty_days,
    ),
    succeeds(SYNC, "not ready yet", not_ready(SYNC), lambda _, a: _is((a.next_cursor, a.added), ("", []))),
    fails(
        SYNC,
        "the cursor of another Item",
        foreign_cursor,
        "INVALID_FIELD",
        "cursor not associated with access_token",
    ),
    fails(
        SYNC,
        "a cursor of nobody",
        item(cursor="x"),
        "INVALID_FIELD",
        "cursor not associated with access_token",
    ),
    fails(
        SYNC,
        "a cursor of nobody, not ready yet",
        not_ready(SYNC, cursor="abc"),
        "INVALID_FIELD",
        "cursor not associated with access_token",
    ),
    fails(SYNC, "data that moved", moved, "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"),
    fails(SYNC, "an account of nobody", item(options={"account_id": "x"}), "INVALID_ACCOUNT_ID"),
    fails(
        SYNC, "not consented", item("identity only"), "ADDITIONAL_CONSENT_REQUIRED", "PRODUCT_TRANSACTIONS"
    ),
    succeeds(GET, "a page in the middle", two_years(count=8, offset=20), has_a_page_in_the_middle),
    succeeds(
        GET,
        "one day",
        lambda w: {**RIGHT[GET](w), "start_date": w.day(4), "end_date": w.day(4)},
        lambda _, a: _is(a.total_transactions, 2),
    ),
    fails(
        GET,
        "the end before the beginning",
        lambda w: {**RIGHT[GET](w), "end_date": "2000-01-01"},
        "INVALID_FIELD",
        "start_date",
    ),
    fails(GET, "an account of nobody", two_years(account_ids=["x"]), "INVALID_ACCOUNT_ID"),
    fails(GET, "not ready yet", not_ready(GET), "PRODUCT_NOT_READY"),
    fails(GET, "not consented", with_dates("identity only"), "ADDITIONAL_CONSENT_REQUIRED"),
    succeeds(REFRESH, "user_good", item()),
    fails(REFRESH, "cards of a bank that cannot", item("capital's card"), "PRODUCTS_NOT_SUPPORTED"),
    fails(REFRESH, "not consented", item("identity only"), "ADDITIONAL_CONSENT_REQUIRED"),
    succeeds(RECURRING, "user_good", item(), streams),
    succeeds(
        RECURRING,
        "one account",
        lambda w: {"access_token": w.token(), "account_ids": [w.accounts()["4444"]]},
        lambda _, a: _is(len(a.outflow_streams), 1),
    ),
    fails(RECURRING, "an account of nobody", item(account_ids=["x"]), "INVALID_ACCOUNT_ID"),
    fails(RECURRING, "not ready yet", not_ready(RECURRING), "PRODUCT_NOT_READY"),
    fails(RECURRING, "not consented", item("identity only"), "ADDITIONAL_CONSENT_REQUIRED"),
    succeeds(ENRICH, "a known merchant", enriching(enrichable()), knows_the_merchant),
    succeeds(
        ENRICH,
        "with the old category",
        enriching(enrichable(), options={"include_legacy_category": True}),
        knows_the_old_category,
    ),
    succeeds(
        ENRICH,
        "merchants as banks write them",
        enriching(*[enrichable(description=each) for each in WRITTEN]),
        knows_how_banks_write_them,
    ),
    succeeds(
        ENRICH,
        "a stranger",
        enriching(enrichable(description="XQZ 1")),
        lambda _, a: _is(a.enriched_transactions[0].enrichments.merchant_name, None),
    ),
    succeeds(
        ENRICH,
        "a hundred",
        enriching(*[enrichable()] * 100),
        lambda _, a: _is(len(a.enriched_transactions), 100),
    ),
    fails(ENRICH, "a hundred and one", enriching(*[enrichable()] * 101), "INVALID_FIELD", "at most 100"),
    fails(ENRICH, "none", enriching(), "INVALID_FIELD", "transactions"),
    fails(
        ENRICH,
        "an account type of nobody",
        lambda _: {"account_type": "loan", "transactions": [enrichable()]},
        "INVALID_FIELD",
        "account_type",
    ),
    fails(ENRICH, "a negative amount", enriching(enrichable(amount=-1)), "INVALID_FIELD", "amount"),
    succeeds(HOLDINGS, "user_good", item(), is_worth_the_balance),
    succeeds(
        HOLDINGS,
        "begun when first asked for",
        lambda w: {"access_token": w.fresh(products=("identity",), consented=EVERYTHING)},
        is_worth_the_balance,
    ),
    fails(HOLDINGS, "no such account", item("checking only"), "NO_INVESTMENT_ACCOUNTS"),
    fails(HOLDINGS, "not consented", item("identity only"), "ADDITIONAL_CONSENT_REQUIRED", "INVESTMENTS"),
    fails(HOLDINGS, "a bank without", item("limited"), "PRODUCTS_NOT_SUPPORTED"),
    fails(HOLDINGS, "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"),
    succeeds(TRADES, "user_good", with_dates(), has_trades),
    succeeds(
        TRADES,
        "a page",
        with_dates(options={"count": 2, "offset": 1}),
        lambda _, a: _is(len(a.investment_transactions), 2),
    ),
    fails(
        TRADES,
        "the end before the beginning",
        lambda w: {**RIGHT[TRADES](w), "end_date": "2000-01-01"},
        "INVALID_FIELD",
        "start_date",
    ),
    fails(TRADES, "no such account", with_dates("checking only"), "NO_INVESTMENT_ACCOUNTS"),
    fails(TRADES, "not consented", with_dates("identity only"), "ADDITIONAL_CONSENT_REQUIRED"),
]


def _is(value: object, wanted: object) -> None:
    assert value == wanted
