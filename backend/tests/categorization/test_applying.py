"""What an answer of the categoriser changes, and what it never changes."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from saldo.categorization import applying, requesting
from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.core.jobs import Chain
from saldo.transactions import labelling, waiting
from tests.factories.ledger import COFFEE, Bank, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


@pytest.fixture
async def bank(database: Database, workspace: Home) -> Bank:
    return await link_bank(database, workspace)


class Categoriser:
    """The other side of the contract, played by the test."""

    def __init__(self, database: Database, home: Home, clock: FixedClock) -> None:
        self._database, self._home, self._clock = database, home, clock

    async def ask(self) -> None:
        async with self._database.transaction(self._home.scope) as session:
            now = self._clock.now()
            await requesting.request_labels(session, self._home.workspace_id, now, heard_until=now)

    async def answer(self, *labels: object, asked: list[UUID] | None = None, result: object = None) -> int:
        if result is None:
            result = {"batch_id": "b", "model_version": "2026.11.21", "labels": list(labels)}
        ids = {*(asked or ()), *(UUID(str(each["id"])) for each in labels if isinstance(each, dict))}
        async with self._database.transaction(self._home.scope) as session:
            rows = await labelling.lock_open(session, self._home.workspace_id, ids)
            words = {row_id: rows[row_id]["words"] if row_id in rows else "" for row_id in ids}
            return await applying.apply_labels(
                session, self._home.workspace_id, words, result, self._clock.now()
            )


@pytest.fixture
def categoriser(database: Database, workspace: Home, clock: FixedClock) -> Categoriser:
    return Categoriser(database, workspace, clock)


def label(transaction_id: UUID, detailed: str = "TRAVEL_FLIGHTS", **changes: Any) -> dict[str, Any]:
    primary = "FOOD_AND_DRINK" if detailed.startswith("FOOD") else detailed.partition("_")[0]
    confidence = changes.get("confidence", 0.9)
    return {
        "id": str(transaction_id),
        "primary": primary,
        "detailed": detailed,
        "confidence": confidence,
        "alternatives": [{"detailed": detailed, "confidence": confidence}],
        "reason": {"kind": "known_merchant", "text": "Known merchant: United (flights)"},
        "merchant": {"key": "united", "name": "United"},
    } | changes


async def asked_rows(bank: Bank, categoriser: Categoriser, *rows: Any) -> list[dict[str, Any]]:
    await bank.apply(added=rows)
    await categoriser.ask()
    return await live_rows(bank.database, bank.home)


async def test_a_sure_label_overrules_the_bank(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row(category=COFFEE))

    assert await categoriser.answer(label(row["id"])) == 1

    [after] = await live_rows(database, workspace)
    assert (after["category_detailed"], after["category_source"]) == ("TRAVEL_FLIGHTS", "model")
    assert (after["category_confidence"], after["category_model"]) == (0.9, "2026.11.21")
    assert after["category_reason"] == {"kind": "known_merchant", "text": "Known merchant: United (flights)"}
    assert after["category_alternatives"] == [{"detailed": "TRAVEL_FLIGHTS", "confidence": 0.9}]
    assert (after["merchant_key"], after["merchant_name"]) == ("united", "United")
    assert after["labelled_at"] is not None


async def test_an_unsure_label_leaves_the_banks_category_and_adds_its_candidates(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row(category=COFFEE))

    await categoriser.answer(label(row["id"], confidence=0.59))

    [after] = await live_rows(database, workspace)
    assert (after["category_detailed"], after["category_source"]) == ("FOOD_AND_DRINK_COFFEE", "bank")
    assert (after["category_confidence"], after["category_reason"]["kind"]) == (None, "bank")
    assert after["category_alternatives"] == [{"detailed": "TRAVEL_FLIGHTS", "confidence": 0.59}]
    assert after["labelled_at"] is not None


async def test_an_unsure_label_is_better_than_nothing(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row())

    await categoriser.answer(label(row["id"], confidence=0.2))

    [after] = await live_rows(database, workspace)
    assert (after["category_source"], after["category_confidence"]) == ("model", 0.2)


@pytest.mark.parametrize(
    ("source", "answered"), [("person", False), ("person", True), ("rule", True), ("memory", True)]
)
async def test_what_people_said_about_the_same_words_stands(
    bank: Bank, categoriser: Categoriser, source: str, *, answered: bool
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row(category=COFFEE))
    if answered:
        await categoriser.answer(label(row["id"]))
    database, workspace = bank.database, bank.home
    async with database.transaction(workspace.scope) as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "update transactions set category_source = $1, category_detailed = 'FOOD_AND_DRINK_COFFEE'",
            (source,),
        )

    await categoriser.answer(label(row["id"]))

    [after] = await live_rows(database, workspace)
    assert (after["category_detailed"], after["category_source"]) == ("FOOD_AND_DRINK_COFFEE", source)
    assert after["merchant_key"] == "united"


async def test_the_same_answer_again_changes_and_tells_nothing(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    rows = await asked_rows(bank, categoriser, bank_row(), bank_row(category=COFFEE))
    labels = [label(row["id"], confidence=0.5) for row in rows]
    await categoriser.answer(*labels)
    before = await read_rows(database, workspace, "select xmin::text, * from transactions order by id")

    assert [await categoriser.answer(*labels) for _ in range(3)] == [0, 0, 0]

    told = await read_rows(
        database, workspace, "select data from workspace_events where type = 'transactions_categorised'"
    )
    assert (
        await read_rows(database, workspace, "select xmin::text, * from transactions order by id") == before
    )
    assert [(event["data"]["count"], event["data"]["remaining"]) for event in told] == [(2, 0)]


async def test_as_many_new_rows_go_out_as_have_come_back(
    bank: Bank,
    categoriser: Categoriser,
    database: Database,
    workspace: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(requesting, "MOST_OUTSTANDING", 4)
    monkeypatch.setattr(waiting, "MOST_COUNTED", 5)
    await asked_rows(bank, categoriser, *(bank_row() for _ in range(12)))
    out = (
        "select id from transactions where label_requested_at is not null and labelled_at is null order by id"
    )
    first = [row["id"] for row in await read_rows(database, workspace, out)]

    for _ in range(2):  # the second time nothing comes back any more
        await categoriser.answer(*(label(row_id) for row_id in first[:3]))
        now_out = [row["id"] for row in await read_rows(database, workspace, out)]
        assert (len(now_out), first[3] in now_out) == (4, True)

    [told] = await read_rows(
        database, workspace, "select data from workspace_events where type = 'transactions_categorised'"
    )
    assert (told["data"]["count"], told["data"]["remaining"]) == (3, 5)


async def test_rows_that_are_gone_foreign_or_never_asked_about_are_ignored(
    bank: Bank,
    categoriser: Categoriser,
    database: Database,
    stranger: Home,
    clock: FixedClock,
) -> None:
    [gone] = await asked_rows(bank, categoriser, bank_row("a"))
    await bank.apply(removed=["a"])
    other = await link_bank(database, stranger)
    [foreign] = await asked_rows(other, Categoriser(database, stranger, clock), bank_row())
    await bank.apply(added=[bank_row("b")])
    [unasked] = await live_rows(database, bank.home)

    ids = [gone["id"], foreign["id"], unasked["id"], new_id()]

    assert await categoriser.answer(*map(label, ids)) == 0


async def test_an_answer_to_words_that_have_changed_since_is_ignored(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row("a"))
    await bank.apply(modified=[bank_row("a", description="UNITED AIRLINES")])

    changed = await categoriser.answer(label(row["id"], "FOOD_AND_DRINK_COFFEE"))

    [after] = await live_rows(database, workspace)
    assert (changed, after["category_detailed"]) == (0, None)
    # The answer's arrival has handed the row out again, with its new words.
    assert (after["labelled_at"], after["label_attempts"]) == (None, 1)


async def test_an_answer_asks_for_the_next_rows(
    bank: Bank, categoriser: Categoriser, courier: RecordingCourier
) -> None:
    rows = await asked_rows(bank, categoriser, *(bank_row() for _ in range(requesting.MOST_OUTSTANDING + 3)))
    asked = [row["id"] for row in rows if row["label_requested_at"] is not None][: requesting.BATCH_ROWS]
    courier.clear()

    await categoriser.answer(*map(label, asked), asked=asked)

    [chain] = [message for message in courier.messages if isinstance(message, Chain)]
    sent = chain.payload["rows"]
    assert isinstance(sent, list)
    assert len(sent) == 3


@pytest.mark.parametrize("result", ["?", None, {}, {"model_version": "1", "labels": "no"}, [1, 2]])
async def test_garbage_changes_nothing_and_the_rows_are_asked_about_later(
    bank: Bank,
    categoriser: Categoriser,
    database: Database,
    workspace: Home,
    clock: FixedClock,
    result: object,
) -> None:
    rows = await asked_rows(bank, categoriser, bank_row(), bank_row())

    changed = await categoriser.answer(asked=[row["id"] for row in rows], result=result or "none")

    assert (changed, await live_rows(database, workspace)) == (0, rows)
    clock.advance(minutes=2)
    await categoriser.ask()
    assert {row["label_attempts"] for row in await live_rows(database, workspace)} == {2}


@pytest.mark.parametrize(
    "spoiled",
    [
        {"detailed": "NO_SUCH_CATEGORY"},
        {"confidence": 7},
        {"alternatives": [{"detailed": "NO_SUCH_CATEGORY", "confidence": 0.1}]},
        {"reason": None},
    ],
)
async def test_one_bad_label_does_not_spoil_the_batch_and_is_settled_after_a_few_tries(
    bank: Bank,
    categoriser: Categoriser,
    database: Database,
    workspace: Home,
    spoiled: dict[str, Any],
) -> None:
    good, bad = await asked_rows(
        bank, categoriser, bank_row(amount=Decimal(-9)), bank_row(amount=Decimal(-1), category=COFFEE)
    )
    answer = [label(good["id"]), label(bad["id"]) | spoiled]

    changed = [await categoriser.answer(*answer, asked=[good["id"], bad["id"]]) for _ in range(4)]

    rows = {row["id"]: row for row in await live_rows(database, workspace)}
    assert changed == [1, 0, 1, 0]
    assert rows[good["id"]]["category_source"] == "model"
    assert (rows[bad["id"]]["category_source"], rows[bad["id"]]["labelled_at"] is None) == ("bank", False)


async def test_garbage_does_not_undo_an_earlier_answer(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    first, second = await asked_rows(bank, categoriser, bank_row(), bank_row())
    await categoriser.answer(label(first["id"]), label(second["id"]))
    async with database.transaction(workspace.scope) as session:
        await (await session.connection()).exec_driver_sql("update transactions set label_attempts = 99")
    before = await live_rows(database, workspace)

    await categoriser.answer(asked=[first["id"]], result="garbage")
    await categoriser.answer(label(first["id"]), asked=[first["id"], second["id"]])

    assert await live_rows(database, workspace) == before


async def test_a_row_that_yields_garbage_alone_again_and_again_is_settled(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home, clock: FixedClock
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row())
    tries = 0

    while (await live_rows(database, workspace))[0]["labelled_at"] is None:
        tries += 1
        await categoriser.answer(asked=[row["id"]], result="garbage")
        clock.advance(minutes=6)
        await categoriser.ask()

    [after] = await live_rows(database, workspace)
    assert tries == 7
    assert (after["category_detailed"], after["category_reason"]["kind"]) == (None, "unknown")


async def test_an_old_models_late_answer_does_not_overwrite_a_newer_one(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row())
    new = {"batch_id": "b", "model_version": "2026.11.21", "labels": [label(row["id"], "TRAVEL_FLIGHTS")]}
    old = {"batch_id": "a", "model_version": "2026.9.30", "labels": [label(row["id"], "TRAVEL_LODGING")]}

    changed = [await categoriser.answer(asked=[row["id"]], result=result) for result in (old, new, old)]

    [after] = await live_rows(database, workspace)
    assert changed == [1, 1, 0]
    assert (after["category_detailed"], after["category_model"]) == ("TRAVEL_FLIGHTS", "2026.11.21")


async def test_an_answer_to_old_words_is_ignored_even_when_the_new_ones_are_asked_about(
    bank: Bank, categoriser: Categoriser, database: Database, workspace: Home, clock: FixedClock
) -> None:
    [row] = await asked_rows(bank, categoriser, bank_row("a"))
    async with database.transaction(workspace.scope) as session:
        before = await labelling.lock_open(session, workspace.workspace_id, [row["id"]])
    old_words = {row["id"]: before[row["id"]]["words"]}
    await bank.apply(modified=[bank_row("a", description="UNITED AIRLINES")])
    await categoriser.ask()
    answer = {"batch_id": "b", "model_version": "1", "labels": [label(row["id"], "FOOD_AND_DRINK_COFFEE")]}

    async with database.transaction(workspace.scope) as session:
        changed = await applying.apply_labels(session, workspace.workspace_id, old_words, answer, clock.now())

    [after] = await live_rows(database, workspace)
    assert (changed, after["labelled_at"], after["category_detailed"]) == (0, None, None)
