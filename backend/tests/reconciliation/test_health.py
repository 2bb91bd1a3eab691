"""The score of an account: its parts, what helps, and nothing hidden."""

import datetime as dt
from decimal import Decimal
from typing import Any

import asyncpg
import httpx
import pytest

from saldo.providers.bank import RejectedRow
from saldo.reconciliation.rating import (
    Part,
    add_up,
    rate_agreement,
    rate_completeness,
    rate_connection,
    rate_freshness,
)
from tests.factories.ledger import Bank, bank_account, bank_row
from tests.fakes.clock import FixedClock
from tests.ledger.books import check

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


async def health(client: httpx.AsyncClient, bank: Bank, name: str = "checking") -> Any:
    answer = await client.get(f"/api/accounts/{bank.account_ids[name]}/health")
    return answer.raise_for_status().json()


async def test_an_account_in_order_has_all_points(
    client: httpx.AsyncClient, bank: Bank, superuser: asyncpg.Connection, clock: FixedClock
) -> None:
    await superuser.execute("update bank_connections set last_synced_at = $1", clock.now())

    found = await health(client, bank)

    assert found["score"] == 100
    assert [part["next_step"] for part in found["parts"]] == [None] * 6


async def test_each_trouble_costs_points_and_names_the_next_step(
    client: httpx.AsyncClient, bank: Bank, superuser: asyncpg.Connection, clock: FixedClock
) -> None:
    await bank.apply(rejected=[RejectedRow("x", "amount is missing", {})])
    await bank.state(bank_account(current=Decimal("957.90")), as_of=clock.now())
    await check(bank, clock.now())
    await superuser.execute("update bank_connections set status = 'needs_login'")

    found = await health(client, bank)

    assert {part["name"]: part["next_step"] for part in found["parts"]} == {
        "connection": "reconnect",
        "freshness": "sync",
        "agreement": "reconcile",
        "completeness": "review_skipped",
        "rhythm": None,
        "statements": None,
    }
    assert found["score"] == round(100 * (0 + 0 + 10 + 5) / 100)
    assert f"Off by -42.10 USD since {clock.now():%-d %b %Y}." in [part["text"] for part in found["parts"]]


def test_what_is_not_known_does_not_count() -> None:
    unknown = rate_agreement(None, TODAY)

    assert unknown.score is None
    assert add_up((unknown, Part("freshness", 20, 20, ""))) == 100
    assert add_up((unknown,)) == 0


@pytest.mark.parametrize(("hours", "points"), [(1, 20), (36, 20), (37, 12), (100, 6), (200, 0)])
def test_freshness_fades(hours: int, points: int) -> None:
    assert rate_freshness(NOW - dt.timedelta(hours=hours), NOW).score == points


@pytest.mark.parametrize(
    ("account", "connection", "points"),
    [
        ("active", "healthy", 30),
        ("active", "importing", 30),
        ("active", "degraded", 15),
        ("active", "needs_login", 0),
        ("active", "revoked", 0),
        ("closed", "healthy", 0),
    ],
)
def test_a_connection_counts_as_far_as_it_works(account: str, connection: str, points: int) -> None:
    assert rate_connection(account, connection, "Maple Street Bank").score == points


@pytest.mark.parametrize(
    ("status", "difference", "days", "points"),
    [
        ("agrees", "0", 0, 35),
        ("pending", "-20", 0, 35),
        ("off", "-0.50", 90, 21),
        ("off", "-42.10", 3, 10),
        ("off", "-42.10", 31, 0),
    ],
)
def test_a_difference_costs_more_the_larger_and_older_it_is(
    status: str, difference: str, days: int, points: int
) -> None:
    check: Any = {
        "status": status,
        "difference": Decimal(difference),
        "currency": "USD",
        "off_since": TODAY - dt.timedelta(days=days),
    }

    assert rate_agreement(check, TODAY).score == points


def test_rows_set_aside_are_named() -> None:
    assert rate_completeness(0).score == 15
    assert "3 of the bank's rows" in rate_completeness(3).text


async def test_the_health_of_others_does_not_exist(stranger_client: httpx.AsyncClient, bank: Bank) -> None:
    answer = await stranger_client.get(f"/api/accounts/{bank.account_ids['card']}/health")

    assert (answer.status_code, answer.json()["code"]) == (404, "account_not_found")


async def test_a_silent_account_costs_points_and_sends_you_to_the_bank(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock, superuser: asyncpg.Connection
) -> None:
    last = clock.now().date() - dt.timedelta(days=30)
    await bank.apply(
        added=[
            bank_row(date=last - dt.timedelta(days=3 * number), account_id="savings") for number in range(12)
        ]
    )
    await superuser.execute("update bank_connections set last_synced_at = $1", clock.now())

    found = await health(client, bank, "savings")

    (part,) = [part for part in found["parts"] if part["name"] == "rhythm"]
    assert (part["score"], part["next_step"]) == (0, "look_at_bank")
    assert part["text"] == "Nothing was posted for 30 days; 3 are usual at most."
