"""F10, F11, F12: Plaid is slow, broken, inconsistent, or wants the person to sign in again."""

import pytest

from saldo.connections.models import SyncTrigger
from tests.faults.processes import eventually
from tests.faults.stage import Stage

pytestmark = [pytest.mark.timeout(240), pytest.mark.fault("F10")]
_SYNC = "/transactions/sync"
_LEDGER = """
SELECT md5(string_agg(concat_ws('|', id, date, amount, description, pending, removed_at), '' ORDER BY id))
FROM transactions
"""
_BROKEN: dict[str, dict[str, object]] = {
    "server_error": {"kind": "error", "error_code": "INTERNAL_SERVER_ERROR", "times": 2},
    "bank_down": {"kind": "error", "error_code": "INSTITUTION_DOWN"},
    "rate_limit": {"kind": "error", "error_code": "TRANSACTIONS_SYNC_LIMIT"},
    "proxy": {"kind": "status", "status": 502},
    "reset": {"kind": "reset"},
    "answer_lost": {"kind": "answer_lost"},
    "cut": {"kind": "cut"},
    "not_json": {"kind": "not_json"},
    "no_cursor": {"kind": "missing_field", "field": "next_cursor"},
    "no_rows": {"kind": "null_field", "field": "added"},
    "rows_of_another_kind": {"kind": "wrong_type", "field": "added"},
    "no_more": {"kind": "missing_field", "field": "has_more"},
}


@pytest.mark.full
@pytest.mark.parametrize("name", _BROKEN)
async def test_a_broken_answer_costs_a_retry_and_no_row(stage: Stage, name: str) -> None:
    # On the second page: the first has been read by then, and must not count.
    await stage.bank("add_fault", endpoint=_SYNC, skip=1, **_BROKEN[name])
    worker = stage.start_worker()
    connection_id, _ = await stage.link()

    async def has_failed() -> bool:
        return worker.said("sync.failed")

    await eventually(has_failed, 60, "the sync has failed")
    await stage.judge(at_rest=False)
    await _until_healthy(stage)

    await stage.finish(connection_id)


@pytest.mark.full
async def test_an_answer_that_drips_is_read_to_its_end(stage: Stage) -> None:
    await stage.bank("add_fault", endpoint=_SYNC, kind="drip", seconds=30)
    stage.start_worker()
    connection_id, _ = await stage.link()

    await stage.reaches("healthy", connection_id)

    await stage.finish(connection_id)
    assert await stage.ask("SELECT count(*) FROM syncs WHERE status IN ('failed', 'abandoned')") == 0


@pytest.mark.full
async def test_an_answer_that_never_comes_is_given_up_in_a_minute(stage: Stage) -> None:
    await stage.bank("add_fault", endpoint=_SYNC, kind="latency", seconds=100)
    worker = stage.start_worker()
    connection_id, _ = await stage.link()

    async def has_failed() -> bool:
        return worker.said("sync.failed")

    await eventually(has_failed, 85, "the read has timed out")
    await _until_healthy(stage)

    await stage.finish(connection_id)


async def _until_healthy(stage: Stage) -> None:
    """Skip the back-offs until everything is healthy."""

    async def is_healthy() -> bool:
        await stage.hurry()
        return not await stage.ask("SELECT count(*) FROM bank_connections WHERE status <> 'healthy'")

    await eventually(is_healthy, 90, "the connection is healthy")


@pytest.mark.fault("F11")
@pytest.mark.full
async def test_a_mutation_at_any_page_restarts_from_the_first(stage: Stage) -> None:
    linked = [await stage.link() for _ in range(10)]
    for page, (_, item_id) in enumerate(linked, start=2):
        rows = [{"description": f"MOVED AT {page}", "amount": 3}]
        action = {"do": "add_transactions", "item": item_id, "rows": rows}
        stage.emulator.start_script({"when": {"sync_page": page, "item": item_id}, "then": [action]})
    stage.start_worker()
    stage.start_worker()

    for connection_id, _ in linked:
        await stage.reaches("healthy", connection_id, timeout_seconds=150)

    await stage.finish(timeout_seconds=150)
    assert await stage.ask("SELECT count(*) FROM syncs WHERE restarts > 0") == len(linked)


@pytest.mark.fault("F11")
async def test_a_mutation_in_the_middle_restarts_and_misses_nothing(stage: Stage) -> None:
    connection_id, item_id = await stage.link()
    gone = stage.emulator.tell_truth(item_id)["transactions"][0]["transaction_id"]
    # What is taken back was on a page that has been read: only a restart can tell.
    action = {"do": "remove_transaction", "item": item_id, "transaction_id": gone}
    stage.emulator.start_script({"when": {"sync_page": 4, "item": item_id}, "then": [action]})
    stage.start_worker()

    await stage.reaches("healthy", connection_id)

    await stage.finish(connection_id)
    assert await stage.ask("SELECT count(*) FROM syncs WHERE restarts > 0") == 1


@pytest.mark.fault("F12")
@pytest.mark.full
@pytest.mark.parametrize(
    ("action", "status"),
    [
        ({"do": "break_login"}, "needs_login"),
        ({"do": "break_login", "error_code": "ITEM_LOCKED"}, "needs_login"),
        ({"do": "revoke_permission"}, "revoked"),
        ({"do": "rotate_token"}, "revoked"),
    ],
    ids=["login_required", "locked", "revoked", "rotated_token"],
)
async def test_access_that_ends_in_the_middle_of_a_sync_leaves_no_half(
    stage: Stage, action: dict[str, object], status: str
) -> None:
    connection_id, item_id = await stage.link()
    stage.emulator.start_script(
        {"when": {"sync_page": 3, "item": item_id}, "then": [action | {"item": item_id}]}
    )
    stage.start_worker()

    await stage.reaches(status, connection_id)
    assert await stage.ask("SELECT count(*) FROM transactions") == 0
    await stage.judge(at_rest=False)

    if status == "needs_login":
        await stage.bank("repair_login", item=item_id)
        await _repair(stage, connection_id)
        await stage.finish(connection_id)


@pytest.mark.fault("F12")
@pytest.mark.full
@pytest.mark.parametrize("do", ["break_login", "revoke_permission", "rotate_token"])
async def test_access_that_ends_in_a_later_sync_keeps_what_was_there_and_no_half(
    stage: Stage, do: str
) -> None:
    stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()
    before = await stage.ask(_LEDGER)
    rows = [{"description": f"NEVER SEEN {number}", "amount": 2} for number in range(600)]
    await stage.bank("add_transactions", item=item_id, rows=rows)
    stage.emulator.start_script(
        {"when": {"sync_page": 2, "item": item_id}, "then": [{"do": do, "item": item_id}]}
    )

    await stage.want_sync(connection_id)
    await stage.reaches("needs_login" if do == "break_login" else "revoked", connection_id)

    assert await stage.ask(_LEDGER) == before
    await stage.judge(at_rest=False)
    if do == "break_login":
        await stage.bank("repair_login", item=item_id)
        await _repair(stage, connection_id)
        await stage.finish(connection_id)
        seen = "SELECT count(*) FROM transactions WHERE description LIKE 'NEVER SEEN %'"
        assert await stage.ask(seen) == len(rows)


async def _repair(stage: Stage, connection_id: object) -> None:
    """Do what the page does after the bank's dialog has repaired a login."""
    await stage.start_api()
    home = await stage.superuser.fetchrow(
        """
        SELECT s.user_id, c.workspace_id, s.id FROM bank_connections c
        JOIN workspace_members m ON m.workspace_id = c.workspace_id JOIN sessions s ON s.user_id = m.user_id
        WHERE c.id = $1
        """,
        connection_id,
    )
    assert home is not None
    person = stage.know(home[0], home[1], home[2])
    answer = await person.call("POST", f"/api/connections/{connection_id}/repaired")
    assert answer.is_success, answer.text


@pytest.mark.fault("F12")
async def test_a_login_that_expires_and_is_repaired_goes_on_where_it_was(stage: Stage) -> None:
    await stage.start_api()
    stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()

    await stage.bank("break_login", item=item_id)
    await stage.want_sync(connection_id, SyncTrigger.SCHEDULE)
    await stage.reaches("needs_login", connection_id)
    await stage.bank("repair_login", item=item_id)
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "MEANWHILE", "amount": 3}])
    await stage.persons[0].call("POST", f"/api/connections/{connection_id}/repaired")

    await stage.reaches("healthy", connection_id)
    await stage.finish(connection_id)
