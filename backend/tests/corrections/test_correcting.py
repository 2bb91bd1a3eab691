"""What a person says about one transaction: it stands, is told, and is on record."""

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

    category = answer.raise_for_status().json()["transaction"]["category"]
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
    transaction_id = path.rpartition("/")[2]
    assert entry["before"][transaction_id]["category"] == "FOOD_AND_DRINK_COFFEE"
    assert entry["after"][transaction_id]["category"] == "TRAVEL_FLIGHTS"


async def test_choosing_the_same_again_changes_nothing(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    first = await client.patch(path, json=FLIGHTS)
    second = await client.patch(path, json=FLIGHTS)

    entries = await read_rows(
        database, workspace, "select * from audit_entries where action like 'transaction.%'"
    )
    assert second.json()["transaction"] == first.json()["transaction"]
    assert (second.json()["revision_id"], second.json()["lesson"]) == (None, None)
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
        ({"remember": False}, 422),
        ({"tags": None}, 422),
        ({"tags": [""]}, 422),
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


async def test_name_note_tags_and_counting_can_be_changed(client: httpx.AsyncClient, path: str) -> None:
    words = {
        "merchant_name": " My cafe ",
        "note": "with Ada",
        "tags": ["work", "b", "work"],
        "is_excluded": True,
    }

    answer = await client.patch(path, json=words)

    row = answer.raise_for_status().json()["transaction"]
    assert (row["merchant_name"], row["note"], row["tags"], row["is_excluded"]) == (
        *("My cafe", "with Ada"),
        *(["b", "work"], True),
    )
    assert row["category"]["source"] == "bank"


async def test_a_persons_words_survive_the_bank(client: httpx.AsyncClient, path: str, bank: Bank) -> None:
    await client.patch(path, json={"merchant_name": "My cafe", "note": "with Ada", "tags": ["work"]})

    await bank.apply(added=[bank_row("b", pending_id="a", description="OTHER")], removed=["a"])

    row = (await client.get(path)).json()
    assert (row["description"], row["merchant_name"]) == ("OTHER", "My cafe")
    assert (row["note"], row["tags"]) == ("with Ada", ["work"])


async def test_the_record_keeps_no_personal_words(
    client: httpx.AsyncClient, path: str, database: Database, workspace: Home
) -> None:
    await client.patch(path, json={"note": "CANARY", "tags": ["CANARY"], "merchant_name": "CANARY"})

    entries = await read_rows(database, workspace, "select * from audit_entries")
    assert "CANARY" not in str(entries)


async def test_a_change_is_taken_back_whole(client: httpx.AsyncClient, path: str) -> None:
    before = (await client.get(path)).json()
    done = (await client.patch(path, json={**FLIGHTS, "note": "oops", "tags": ["x"]})).json()

    answer = await client.post(f"/api/revisions/{done['revision_id']}/revert")

    after = (await client.get(path)).json()
    assert answer.json() == {"restored": 1, "kept": 0}
    assert {**after, "updated_at": None} == {**before, "updated_at": None}


async def test_what_was_changed_again_since_is_not_taken_back(client: httpx.AsyncClient, path: str) -> None:
    first = (await client.patch(path, json={**FLIGHTS, "note": "first"})).json()
    await client.patch(path, json={"note": "second"})

    await client.post(f"/api/revisions/{first['revision_id']}/revert")

    row = (await client.get(path)).json()
    assert (row["category"]["source"], row["note"]) == ("bank", "second")


async def test_a_change_is_taken_back_once(client: httpx.AsyncClient, path: str) -> None:
    done = (await client.patch(path, json=FLIGHTS)).json()
    revert = f"/api/revisions/{done['revision_id']}/revert"
    await client.post(revert)

    assert (await client.post(revert)).json()["code"] == "revision_reverted"


async def test_a_strangers_change_cannot_be_taken_back(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, path: str
) -> None:
    done = (await client.patch(path, json=FLIGHTS)).json()

    answer = await stranger_client.post(f"/api/revisions/{done['revision_id']}/revert")

    assert answer.json()["code"] == "revision_not_found"


async def test_many_are_changed_alike_and_taken_back_together(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(added=[bank_row(f"more-{number}") for number in range(3)])
    ids = [str(row["id"]) for row in await live_rows(bank.database, bank.home)]

    done = await client.post(
        "/api/transactions/bulk-change", json={"transaction_ids": ids, "change": {"tags": ["trip"]}}
    )
    tags = [row["tags"] for row in await live_rows(bank.database, bank.home)]
    reverted = await client.post(f"/api/revisions/{done.json()['revision_id']}/revert")

    assert (done.json()["changed"], reverted.json()["restored"]) == (4, 4)
    assert tags == [["trip"]] * 4
    assert [row["tags"] for row in await live_rows(bank.database, bank.home)] == [[]] * 4


async def test_revisions_are_listed_the_newest_first(client: httpx.AsyncClient, path: str) -> None:
    await client.patch(path, json={"note": "one"})
    await client.patch(path, json={"note": "two", "is_excluded": True})

    first = (await client.get("/api/revisions", params={"limit": 1})).json()
    following = {"limit": 1, "cursor": first["pagination"]["next_cursor"]}
    second = (await client.get("/api/revisions", params=following)).json()

    assert first["data"][0]["title"] == "Note, counting of BLUE BOTTLE COFFEE"
    assert second["data"][0]["title"] == "Note of BLUE BOTTLE COFFEE"
    assert second["pagination"]["next_cursor"] is None


async def test_what_is_excluded_is_not_counted(client: httpx.AsyncClient, path: str) -> None:
    async def spent() -> float:
        figures = await client.get("/api/insights/dashboard", params={"month": "2026-11"})
        return float(figures.json()["currencies"][0]["money_out"])

    before = await spent()
    await client.patch(path, json={"is_excluded": True})

    assert (before, await spent()) == (4.5, 0)
