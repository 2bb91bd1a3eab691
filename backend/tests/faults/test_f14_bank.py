"""F14: what banks do to their own rows: post, take back, turn round, change currency, close, and garble."""

import json
from uuid import UUID

import pytest

from tests.faults import stories
from tests.faults.processes import eventually
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(180), pytest.mark.fault("F14"), pytest.mark.full]
_DAY_SECONDS = 86_400


async def _begin(stage: Stage) -> tuple[UUID, str]:
    stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()
    return connection_id, item_id


async def _follow(stage: Stage, connection_id: UUID) -> None:
    await stage.want_sync(connection_id)
    await stage.finish(connection_id)


def _find(stage: Stage, item_id: str, name: str) -> dict[str, object]:
    rows = stage.emulator.tell_truth(item_id)["transactions"]
    return next(row for row in rows if row["name"] == name)


async def test_a_life_of_posting_amending_and_removing_adds_up(stage: Stage) -> None:
    await stories.live_on(stage)


@pytest.mark.parametrize("split", [False, True], ids=["on_one_page", "torn_in_two"])
async def test_a_pending_payment_posts_as_the_same_transaction(stage: Stage, split: bool) -> None:
    connection_id, item_id = await _begin(stage)
    find = "SELECT id FROM transactions WHERE description = 'PENDING SHOP' AND removed_at IS NULL"
    await stage.bank("split_postings", on=split)
    await stage.bank(
        "add_transactions", rows=[{"description": "PENDING SHOP", "amount": 4.2, "pending": True}]
    )
    await _follow(stage, connection_id)
    ours = await stage.ask(find)
    before = _find(stage, item_id, "PENDING SHOP")["transaction_id"]

    await stage.bank("post_transaction", transaction_id=before, amount=5.1)
    await _follow(stage, connection_id)

    assert _find(stage, item_id, "PENDING SHOP")["transaction_id"] != before
    assert await stage.ask(find) == ours
    await stage.bank("split_postings", on=False)


async def test_time_posts_what_was_pending(stage: Stage) -> None:
    connection_id, _ = await _begin(stage)
    await stage.bank(
        "add_transactions", rows=[{"description": "PENDING SHOP", "amount": 4.2, "pending": True}]
    )
    await _follow(stage, connection_id)

    await stage.bank("move_clock", advance_seconds=2 * _DAY_SECONDS + 60)
    await _follow(stage, connection_id)

    assert await stage.ask("SELECT count(*) FROM transactions WHERE description = 'PENDING SHOP'") == 1


async def test_a_sign_that_turns_and_a_currency_that_changes_are_followed(stage: Stage) -> None:
    connection_id, item_id = await _begin(stage)
    rows = [{"description": f"CHANGING {number}", "amount": 12.5} for number in range(2)]
    await stage.bank("add_transactions", rows=rows)
    await _follow(stage, connection_id)

    turned = _find(stage, item_id, "CHANGING 0")["transaction_id"]
    await stage.bank("amend_transaction", transaction_id=turned, amount=-12.5)
    await _follow(stage, connection_id)
    exchanged = _find(stage, item_id, "CHANGING 1")["transaction_id"]
    await stage.bank("amend_transaction", transaction_id=exchanged, currency="CAD")
    await stage.want_sync(connection_id)
    await stage.rests()

    assert await stage.ask("SELECT amount FROM transactions WHERE description = 'CHANGING 0'") == 12.5
    assert await stage.ask("SELECT currency FROM transactions WHERE description = 'CHANGING 1'") == "CAD"
    await stage.judge(at_rest=False)


async def test_an_account_closed_after_its_pages_keeps_their_rows(stage: Stage) -> None:
    connection_id, item_id = await stage.link()
    account = stage.emulator.tell_truth(item_id)["accounts"][0]["account_id"]
    action = {"do": "close_account", "item": item_id, "account_id": account}
    stage.emulator.start_script({"when": {"endpoint": "/accounts/get"}, "then": [action]})
    stage.start_worker()
    await stage.reaches("healthy", connection_id)

    await _follow(stage, connection_id)

    status = "SELECT status FROM accounts WHERE provider_account_id = $1"
    assert await stage.ask(status, account) == "closed"
    assert await stage.ask("SELECT count(*) FROM rejected_rows") == 0


async def test_a_poison_row_is_set_aside_and_comes_back_when_it_reads(stage: Stage) -> None:
    await stage.bank(
        "add_fault", kind="null_field", endpoint="/transactions/sync", field="added.3.amount", times=1
    )
    stage.start_worker()
    connection_id, _ = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()
    await stage.judge(at_rest=False)
    aside = await stage.superuser.fetchrow("SELECT * FROM rejected_rows")

    # Mended at the bank, it is told again.
    assert aside is not None
    await stage.bank("amend_transaction", transaction_id=aside["provider_transaction_id"], amount=1.5)
    await stage.want_sync(connection_id)

    async def is_there() -> bool:
        query = "SELECT count(*) FROM bank_transactions WHERE provider_transaction_id = $1"
        return bool(await stage.ask(query, aside["provider_transaction_id"]))

    await eventually(is_there, 30, "the row is there")
    await stage.rests()
    assert await stage.ask("SELECT count(*) FROM rejected_rows WHERE resolved_at IS NULL") == 0


async def test_a_row_told_twice_on_a_page_is_there_once(stage: Stage) -> None:
    connection_id, item_id = await _begin(stage)
    rows = [{"description": f"TWIN {number}", "amount": 3} for number in range(2)]
    await stage.bank("add_transactions", rows=rows)
    told = [_find(stage, item_id, f"TWIN {number}") for number in (0, 1, 0, 1)]

    await stage.bank(
        "add_fault",
        kind="replace_field",
        endpoint="/transactions/sync",
        field="added",
        value=json.loads(json.dumps(told)),
    )
    await _follow(stage, connection_id)

    assert await stage.ask("SELECT count(*) FROM transactions WHERE description LIKE 'TWIN %'") == 2


async def test_a_row_removed_before_it_is_added_is_there_in_the_end(stage: Stage) -> None:
    connection_id, item_id = await _begin(stage)
    rows = [{"description": f"COMER {number}", "amount": 3} for number in range(600)]
    await stage.bank("add_transactions", item=item_id, rows=rows)
    late = _find(stage, item_id, "COMER 599")

    # The first page takes back what the second one brings.
    taken_back = [{"transaction_id": late["transaction_id"], "account_id": late["account_id"]}]
    await stage.bank(
        "add_fault", kind="replace_field", endpoint="/transactions/sync", field="removed", value=taken_back
    )
    await _follow(stage, connection_id)

    query = "SELECT count(*) FROM transactions WHERE description LIKE 'COMER %' AND removed_at IS NULL"
    assert await stage.ask(query) == len(rows)
