"""A person's choice of category: it stands, is told, and is on record."""

import httpx
import pytest

from saldo.core.database import Database
from tests.factories.ledger import COFFEE, Bank, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home

PATH = "/api/transactions"
FLIGHTS = {"category_detailed": "TRAVEL_FLIGHTS"}


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    bank = await link_bank(database, workspace)
    await bank.apply(added=[bank_row("a", category=COFFEE)])
    return bank


@pytest.fixture
async def path(bank: Bank) -> str:
    [row] = await live_rows(bank.database, bank.home)
    return f"{PATH}/{row['id']}"


async def test_a_choice_is_shown_told_and_recorded(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    answer = await client.patch(path, json=FLIGHTS)

    category = answer.raise_for_status().json()["category"]
    [event] = await read_rows(
        database, workspace, "select data from workspace_events where type = 'transactions_changed'"
    )
    [entry] = await read_rows(
        database, workspace, "select * from audit_entries where action like 'transaction.%'"
    )
    assert (category["detailed"], category["source"], category["confidence"]) == (
        "TRAVEL_FLIGHTS",
        "person",
        None,
    )
    assert category["reason"] == {"kind": "person", "text": "You chose this category"}
    assert event["data"]["transaction_ids"] == [path.rpartition("/")[2]]
    assert entry["actor"] == f"user:{workspace.user_id}"
    assert (entry["before"]["category"], entry["after"]["category"]) == (
        "FOOD_AND_DRINK_COFFEE",
        "TRAVEL_FLIGHTS",
    )


async def test_choosing_the_same_again_changes_nothing(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    first = await client.patch(path, json=FLIGHTS)
    second = await client.patch(path, json=FLIGHTS)

    entries = await read_rows(
        database, workspace, "select * from audit_entries where action like 'transaction.%'"
    )
    assert second.json() == first.json()
    assert len(entries) == 1


async def test_the_bank_cannot_overrule_a_person(client: httpx.AsyncClient, path: str, bank: Bank) -> None:
    await client.patch(path, json=FLIGHTS)

    await bank.apply(modified=[bank_row("a", description="CHANGED", category=COFFEE)])

    row = (await client.get(path)).json()
    assert (row["description"], row["category"]["detailed"]) == ("CHANGED", "TRAVEL_FLIGHTS")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"category_detailed": "NOPE"}, 400),
        ({"category_detailed": "FOOD_AND_DRINK"}, 400),
        ({"category_detailed": None}, 422),
        ({}, 422),
        ({"amount": "1.00", **FLIGHTS}, 422),
    ],
)
async def test_a_choice_that_makes_no_sense_is_refused(
    client: httpx.AsyncClient, path: str, body: dict[str, object], status: int
) -> None:
    before = (await client.get(path)).json()

    answer = await client.patch(path, json=body)

    assert answer.status_code == status
    assert (await client.get(path)).json() == before


async def test_a_viewer_changes_nothing(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    before = (await client.get(path)).json()
    async with database.transaction(workspace.scope) as session:
        await (await session.connection()).exec_driver_sql("update workspace_members set role = 'viewer'")

    answer = await client.patch(path, json=FLIGHTS)

    assert (answer.status_code, answer.json()["code"]) == (403, "viewer_may_not_change")
    assert (await client.get(path)).json() == before


async def test_someone_not_signed_in_changes_nothing(anonymous: httpx.AsyncClient, path: str) -> None:
    assert (await anonymous.patch(path, json=FLIGHTS)).status_code == 401
