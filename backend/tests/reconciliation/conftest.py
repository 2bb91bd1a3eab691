"""A bank with three accounts that agree with their ledgers."""

import datetime as dt
from decimal import Decimal

import pytest

from saldo.core.database import Database
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import anchor, check


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    """Return a bank whose checking and savings hold 1,000.00 each, and whose card owes 1,000.00."""
    linked = await link_bank(
        database,
        workspace,
        *(bank_account(), bank_account("savings"), bank_account("card", type="credit")),
        as_of=clock.now(),
    )
    today = clock.now().date()
    await linked.apply(
        added=[
            bank_row("old", date=today - dt.timedelta(days=20)),
            bank_row("dinner", date=today, amount=Decimal("-42.10"), description="THAI GARDEN"),
            bank_row("fuel", date=today, amount=Decimal("-61.30"), account_id="card", description="SHELL"),
        ]
    )
    await anchor(linked, clock.now())
    await check(linked, clock.now())
    return linked
