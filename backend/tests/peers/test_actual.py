"""Actual's and Securo's faults: twins dropped as duplicates, and days that shift with the time zone."""

import datetime as dt
import os
import time
from collections.abc import Iterator

import pytest

from saldo.providers.plaid.mapping import transaction_from
from tests.connections.conftest import Link
from tests.fakes.bank import bank_transaction


async def test_rows_equal_in_every_field_but_their_id_are_all_there(linked: Link) -> None:
    account = linked.item.accounts[0]
    linked.item.add(*(bank_transaction(account, description="TRAM TICKET") for _ in range(3)))

    await linked.run()
    await linked.forget_cursor()
    await linked.sync()

    assert [row.description for row in await linked.transactions()] == ["TRAM TICKET"] * 3


@pytest.fixture
def somewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """Move the process to another time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


# POSIX counts westwards: Pago Pago is eleven hours behind, Kiritimati fourteen ahead.
@pytest.mark.parametrize("somewhere", ["PAGO11", "KIRI-14", "UTC0"], indirect=True)
@pytest.mark.usefixtures("somewhere")
@pytest.mark.parametrize("day", ["2026-03-01", "2026-12-31", "2028-02-29"])
async def test_dates_stay_the_banks_in_every_time_zone(linked: Link, day: str) -> None:
    told = {
        "transaction_id": "row",
        "account_id": "account",
        "pending": False,
        "amount": 1,
        "iso_currency_code": "USD",
        "name": "LATE SHOP",
        "date": day,
        "authorized_date": day,
    }
    read = transaction_from(told)
    linked.item.add(
        bank_transaction(linked.item.accounts[0], date=read.date, authorized_date=read.authorized_date)
    )

    await linked.run()

    stored = (await linked.transactions())[0]
    assert (stored.date, stored.authorized_date) == (dt.date.fromisoformat(day),) * 2
