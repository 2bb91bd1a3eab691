"""Syncs, labels and people at work on the same rows at the same time."""

import asyncio
from decimal import Decimal

import httpx
import pytest

from saldo.categorization import applying, requesting
from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.transactions import waiting
from tests.factories.ledger import Bank, bank_account, bank_row, link_bank, live_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace)


async def test_the_same_delta_from_two_workers_is_there_once(
    bank: Bank, database: Database, workspace: Home
) -> None:
    rows = [bank_row() for _ in range(200)]

    applied = await asyncio.gather(*(bank.apply(added=rows) for _ in range(4)))

    assert sorted(each.added for each in applied) == [0, 0, 0, 200]
    assert len(await live_rows(database, workspace)) == 200


async def test_syncs_labels_and_people_do_not_lock_each_other_out(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    await bank.apply(added=[bank_row(f"r{number}") for number in range(40)])
    rows = await live_rows(database, workspace)

    async def sync(number: int) -> None:
        balance = bank_account(current=Decimal(number))
        await bank.state(balance, as_of=clock.now())
        await bank.apply(modified=[bank_row(f"r{each}", description=f"V{number}") for each in range(40)])

    async def categorise() -> None:
        async with database.transaction(workspace.scope) as session:
            taken = await waiting.take_waiting(
                session,
                workspace.workspace_id,
                now=clock.now(),
                heard_until=clock.now(),
                patience=requesting.PATIENCE,
                most_outstanding=1000,
            )
        asked = {row.id: row.words for row in taken}
        labels = [{"id": str(row_id)} | LABEL for row_id in reversed(asked)]
        result = {"batch_id": str(new_id()), "model_version": "1", "labels": labels}
        async with database.transaction(workspace.scope) as session:
            await applying.apply_labels(session, workspace.workspace_id, asked, result, clock.now())

    async def choose(number: int) -> None:
        answer = await client.patch(f"/api/transactions/{rows[number]['id']}", json=CHOICE)
        assert answer.status_code == 200, answer.text

    await asyncio.gather(
        *(sync(number) for number in range(5)),
        *(categorise() for _ in range(5)),
        *(choose(number) for number in range(10)),
    )

    after = {row["id"]: row["category_source"] for row in await live_rows(database, workspace)}
    assert [after[rows[number]["id"]] for number in range(10)] == ["person"] * 10


CHOICE = {"category_detailed": "TRAVEL_FLIGHTS"}
LABEL = {
    "primary": "FOOD_AND_DRINK",
    "detailed": "FOOD_AND_DRINK_COFFEE",
    "confidence": 0.9,
    "alternatives": [],
    "reason": {"kind": "phrase", "text": "Coffee"},
    "merchant": {"key": "", "name": None},
}
