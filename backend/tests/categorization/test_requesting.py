"""Which rows are handed to the categoriser, how many at a time, and when again."""

from typing import Any

import pytest
from categorizer_contract import QUEUE, TASK, CategorizeRequest

from saldo.categorization import requesting
from saldo.core.database import SYSTEM, Database
from saldo.core.jobs import Chain, Job
from tests.factories.ledger import COFFEE, Bank, bank_row, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace)


async def request(database: Database, home: Home, clock: FixedClock) -> int:
    async with database.transaction(home.scope) as session:
        now = clock.now()
        return await requesting.request_labels(session, home.workspace_id, now, heard_until=now)


def batches(courier: RecordingCourier) -> list[CategorizeRequest]:
    chains = [message for message in courier.messages if isinstance(message, Chain)]
    courier.clear()
    return [CategorizeRequest.model_validate(chain.payload) for chain in chains]


async def test_waiting_rows_travel_as_the_contract_says(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock, courier: RecordingCourier
) -> None:
    await bank.apply(added=[bank_row(category=COFFEE, merchant_name="Blue Bottle")])
    [stored] = await read_rows(database, workspace, "select id from transactions")
    courier.clear()

    assert await request(database, workspace, clock) == 1

    [chain] = courier.messages
    assert isinstance(chain, Chain)
    [row] = CategorizeRequest.model_validate(chain.payload).rows
    assert (chain.task, chain.queue) == (TASK, QUEUE)
    assert chain.reply.name == "categorization.apply"
    assert chain.reply.payload["workspace_id"] == str(workspace.workspace_id)
    assert chain.reply.payload["asked"] == [str(stored["id"])]
    assert (row.description, row.merchant_name, str(row.amount)) == (
        "BLUE BOTTLE COFFEE",
        "Blue Bottle",
        "-4.5000000000",
    )
    assert row.bank_category
    assert row.bank_category.detailed == "FOOD_AND_DRINK_COFFEE"


async def test_no_more_rows_are_out_than_the_categoriser_can_chew(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock, courier: RecordingCourier
) -> None:
    await bank.apply(added=[bank_row() for _ in range(requesting.MOST_OUTSTANDING + 10)])
    courier.clear()

    first = await request(database, workspace, clock)
    second = await request(database, workspace, clock)

    sizes = [len(batch.rows) for batch in batches(courier)]
    assert (first, second) == (requesting.MOST_OUTSTANDING, 0)
    assert sizes == [requesting.BATCH_ROWS] * 8


async def test_rows_out_too_long_are_asked_about_again_ever_more_slowly(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    await bank.apply(added=[bank_row()])
    asked = []

    for minutes in (0, 0.9, 0.2, 1.5, 0.6, 3, 1.1):
        clock.advance(minutes=minutes)
        asked.append(await request(database, workspace, clock))

    assert asked == [1, 0, 1, 0, 1, 0, 1]


async def test_rows_asked_in_vain_travel_in_smaller_company(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock, courier: RecordingCourier
) -> None:
    await bank.apply(added=[bank_row() for _ in range(20)])
    courier.clear()
    sizes = []

    for _ in range(5):
        await request(database, workspace, clock)
        sizes.append(sorted(len(batch.rows) for batch in batches(courier)))
        clock.advance(minutes=6)

    assert sizes == [[20], [20], [4, 16], [4, 16], [1] * 20]


async def test_a_sweep_wakes_every_workspace_with_rows_due(
    bank: Bank,
    database: Database,
    workspace: Home,
    stranger: Home,
    clock: FixedClock,
    courier: RecordingCourier,
) -> None:
    other = await link_bank(database, stranger)
    await bank.apply(added=[bank_row()])
    await other.apply(added=[bank_row()])
    await request(database, stranger, clock)
    courier.clear()

    async with database.transaction(SYSTEM) as session:
        await requesting.sweep(session, clock.now())
    [job] = courier.jobs
    clock.advance(minutes=2)
    async with database.transaction(SYSTEM) as session:
        woken = await requesting.sweep(session, clock.now())

    assert job == Job("categorization.request", {"workspace_id": str(workspace.workspace_id)})
    assert woken == 2


async def test_removed_and_labelled_rows_do_not_wait(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    rows: list[Any] = [bank_row("a"), bank_row("b")]
    await bank.apply(added=rows)
    await bank.apply(removed=["a"])
    async with database.transaction(workspace.scope) as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "update transactions set labelled_at = now() where removed_at is null"
        )

    assert await request(database, workspace, clock) == 0


async def test_what_still_waits_in_the_queue_is_not_asked_again(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock, courier: RecordingCourier
) -> None:
    await bank.apply(added=[bank_row()])
    asked_at = clock.now()
    await request(database, workspace, clock)
    clock.advance(hours=24)
    courier.clear()

    for heard_until in (None, asked_at):
        async with database.transaction(workspace.scope) as session:
            again = await requesting.request_labels(
                session, workspace.workspace_id, clock.now(), heard_until=heard_until
            )
        async with database.transaction(SYSTEM) as session:
            woken = await requesting.sweep(session, heard_until)
        assert (again, woken) == (0, 0)

    assert await request(database, workspace, clock) == 1
