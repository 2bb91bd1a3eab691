"""A difference is explained, mended by one click, signed, and taken back by another."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.models import Origin
from tests.factories.ledger import Bank, bank_account, bank_row, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.ledger.books import check


async def reconcile(client: httpx.AsyncClient, bank: Bank, name: str = "checking", **body: str) -> Any:
    answer = await client.post(f"/api/accounts/{bank.account_ids[name]}/reconcile", json=body)
    return answer.raise_for_status().json()


async def decide(client: httpx.AsyncClient, suggestion: dict[str, Any], deed: str) -> Any:
    answer = await client.post(f"/api/reconciliations/suggestions/{suggestion['id']}/{deed}")
    return answer.raise_for_status().json()


async def test_an_account_that_agrees_needs_nothing(client: httpx.AsyncClient, bank: Bank) -> None:
    found = await reconcile(client, bank)

    assert found["suggestions"] == []
    assert (found["comparison"]["status"], found["comparison"]["ledger"]) == ("agrees", "1000.00")


async def test_a_duplicate_is_found_removed_and_brought_back(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    today = clock.now().date()
    await bank.apply(
        added=[bank_row("again", date=today, amount=Decimal("-42.10"), description="THAI GARDEN")]
    )

    found = await reconcile(client, bank)
    first = found["suggestions"][0]
    mended = await decide(client, first, "apply")
    assert (found["comparison"]["difference"], first["cause"]) == ("42.10", "duplicate")
    assert [each["status"] for each in mended["comparisons"]] == ["agrees"]
    assert len(await live_rows(database, workspace)) == 3
    assert mended["suggestion"]["decided_by"] == f"user:{workspace.user_id}"

    undone = await decide(client, first, "undo")
    assert [each["status"] for each in undone["comparisons"]] == ["off"]
    assert len(await live_rows(database, workspace)) == 4


async def test_asking_and_applying_twice_is_as_once(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    first, second = [await reconcile(client, bank, bank_balance="957.90") for _ in range(2)]
    suggestion = next(each for each in first["suggestions"] if each["fixes"][0]["action"] == "add")

    answers = [await decide(client, suggestion, "apply") for _ in range(2)]

    assert first == second
    adjustments = [row for row in await live_rows(database, workspace) if row["origin"] == "adjustment"]
    assert [row["amount"] for row in adjustments] == [Decimal("-42.10")]
    assert answers[0]["suggestion"] == answers[1]["suggestion"]


async def test_an_adjusting_entry_is_told_audited_and_undone(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    found = await reconcile(client, bank, bank_balance="957.90")
    suggestion = next(each for each in found["suggestions"] if each["fixes"][0]["action"] == "add")

    mended = await decide(client, suggestion, "apply")
    await decide(client, suggestion, "undo")

    assert mended["comparisons"][0]["status"] == "agrees"
    [event] = await read_rows(
        database,
        workspace,
        "select data from workspace_events where type = 'reconciliation_entry_created'",
    )
    assert (event["data"]["amount"], event["data"]["reason"]) == ("-42.10", suggestion["reason"])
    deeds = await read_rows(
        database,
        workspace,
        "select action, actor from audit_entries where action like 'reconciliation%' order by id",
    )
    assert deeds == [
        {"action": f"reconciliation.suggestion_{status}", "actor": f"user:{workspace.user_id}"}
        for status in ("applied", "undone")
    ]
    assert len(await live_rows(database, workspace)) == 3


async def test_a_row_in_the_wrong_account_is_moved_and_both_agree(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    row = bank_row(date=clock.now().date(), amount=Decimal("-17.77"), account_id="savings")
    await bank.apply(added=[row])
    await bank.state(bank_account(current=Decimal("982.23")), as_of=clock.now())
    await check(bank, clock.now())

    found = await reconcile(client, bank)
    first = found["suggestions"][0]
    mended = await decide(client, first, "apply")

    assert (first["cause"], first["fixes"][0]["action"]) == ("sister", "move")
    assert [each["status"] for each in mended["comparisons"]] == ["agrees", "agrees"]
    undone = await decide(client, first, "undo")
    assert [each["status"] for each in undone["comparisons"]] == ["off", "off"]


async def test_a_withdrawn_row_is_restored_on_a_card(client: httpx.AsyncClient, bank: Bank) -> None:
    await bank.apply(removed=["fuel"])

    found = await reconcile(client, bank, "card")
    comparison = found["comparison"]
    mended = await decide(client, found["suggestions"][0], "apply")

    assert (comparison["difference"], comparison["bank"], comparison["ledger"]) == (
        "-61.30",
        "1000.00",
        "938.70",
    )
    assert found["suggestions"][0]["fixes"][0]["action"] == "restore"
    assert mended["comparisons"][0]["ledger"] == "1000.00"


async def test_what_a_person_mistyped_is_told_in_their_own_digits(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    typed = NewEntry(
        bank.account_ids["savings"],
        clock.now().date(),
        Decimal("-42.10"),
        "USD",
        "Dinner",
        Origin.PERSON,
    )
    async with bank.database.transaction(bank.home.scope) as session:
        await correcting.add_entry(session, bank.home.workspace_id, typed, clock.now())

    found = await reconcile(client, bank, "savings", bank_balance="975.90")

    first = found["suggestions"][0]
    assert (found["comparison"]["difference"], first["cause"]) == ("18.00", "transposed")
    assert "(-42.10) has two digits the other way round: -24.10 would fit." in first["reason"]


async def test_a_sign_that_a_person_mistook_is_turned_and_turned_back(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock, database: Database, workspace: Home
) -> None:
    typed = NewEntry(
        bank.account_ids["savings"], clock.now().date(), Decimal(30), "USD", "Lunch", Origin.PERSON
    )
    async with bank.database.transaction(bank.home.scope) as session:
        added = await correcting.add_entry(session, bank.home.workspace_id, typed, clock.now())
    found = await reconcile(client, bank, "savings", bank_balance="970.00")
    turn = next(each for each in found["suggestions"] if each["fixes"][0]["action"] == "flip")

    mended = await decide(client, turn, "apply")
    assert mended["comparisons"][0]["status"] == "agrees"
    await decide(client, turn, "undo")

    amounts = {row["id"]: row["amount"] for row in await live_rows(database, workspace)}
    assert amounts[added] == Decimal(30)


async def test_the_opening_balance_is_moved_and_moved_back(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    found = await reconcile(client, bank, bank_balance="1500.00")
    suggestion = next(each for each in found["suggestions"] if each["cause"] == "opening")

    mended = await decide(client, suggestion, "apply")
    opening = "select opening_balance from ledger_anchors order by opening_balance desc limit 1"
    assert mended["comparisons"][0]["status"] == "agrees"
    raised = await read_rows(database, workspace, opening)
    await decide(client, suggestion, "undo")

    lowered = await read_rows(database, workspace, opening)
    assert raised[0]["opening_balance"] - lowered[0]["opening_balance"] > 0


async def test_a_suggestion_for_another_difference_is_stale(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    found = await reconcile(client, bank, bank_balance="957.90")
    await bank.apply(added=[bank_row(date=clock.now().date(), amount=Decimal("-42.10"))])

    url = f"/api/reconciliations/suggestions/{found['suggestions'][0]['id']}/apply"
    answer = await client.post(url)

    assert (answer.status_code, answer.json()["code"]) == (409, "suggestion_stale")


async def test_a_comparison_in_another_tab_leaves_the_suggestions_before_one(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    first = (await reconcile(client, bank, bank_balance="990.00"))["suggestions"][0]
    assert (await reconcile(client, bank))["comparison"]["status"] == "agrees"

    mended = await decide(client, first, "apply")

    assert [(each["status"], each["ledger"]) for each in mended["comparisons"]] == [("agrees", "990.00")]


@pytest.mark.parametrize("balance", ["1e30", "NaN", "much", 12.5])
async def test_a_balance_that_is_none_is_refused(
    client: httpx.AsyncClient, bank: Bank, balance: object
) -> None:
    url = f"/api/accounts/{bank.account_ids['checking']}/reconcile"

    answer = await client.post(url, json={"bank_balance": balance})

    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")


async def test_an_ignored_suggestion_does_not_come_again(client: httpx.AsyncClient, bank: Bank) -> None:
    found = await reconcile(client, bank, bank_balance="957.90")
    ignored = found["suggestions"][0]

    await decide(client, ignored, "ignore")

    again = await reconcile(client, bank, bank_balance="957.90")
    assert ignored["id"] not in {each["id"] for each in again["suggestions"]}
    decided = await client.get(f"/api/accounts/{bank.account_ids['checking']}/suggestions")
    assert [(each["id"], each["status"]) for each in decided.json()["data"]] == [(ignored["id"], "ignored")]


async def test_what_is_only_proposed_cannot_be_undone(client: httpx.AsyncClient, bank: Bank) -> None:
    found = await reconcile(client, bank, bank_balance="957.90")

    answer = await client.post(f"/api/reconciliations/suggestions/{found['suggestions'][0]['id']}/undo")

    assert (answer.status_code, answer.json()["code"]) == (409, "suggestion_not_applied")


async def test_what_belongs_to_others_does_not_exist(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    found = await reconcile(client, bank, bank_balance="957.90")
    account, suggestion = bank.account_ids["checking"], found["suggestions"][0]["id"]

    answers = [
        await stranger_client.post(f"/api/accounts/{account}/reconcile"),
        await stranger_client.get(f"/api/accounts/{account}/suggestions"),
        *[
            await stranger_client.post(f"/api/reconciliations/suggestions/{identity}/{deed}")
            for identity in (suggestion, UUID(int=0), new_id())
            for deed in ("apply", "undo", "ignore")
        ],
    ]

    assert {answer.status_code for answer in answers} == {404}
