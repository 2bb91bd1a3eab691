"""What happens to a sync, told once for the product and once for every planted bug."""

from typing import Any
from uuid import UUID

from tests.faults.processes import Started, eventually
from tests.faults.stage import Sabotage, Stage

# Steps of a sync where its worker can die; the row is written in the middle of them.
STEPS = ("claim", "fetch", "upsert", "before_commit", "after_commit")


async def die_at(stage: Stage, step: str, *, deed: str = "kill") -> tuple[UUID, str]:
    """Kill the worker in its first sync, right after a step; judge what it leaves, then let another come."""
    worker = stage.start_worker(Sabotage(step, deed))
    connection_id, item_id = await stage.link()
    await (worker.dies() if deed == "kill" else worker.strikes())
    await stage.judge(at_rest=False)
    await stage.expire_leases()
    if deed == "kill":
        stage.start_worker()
    await stage.reaches("healthy", connection_id)
    await stage.finish(connection_id)
    return connection_id, item_id


async def wake_too_late(stage: Stage) -> Started:
    """Freeze a worker that has read the bank, let the bank and another worker go on, then wake it."""
    connection_id, item_id = await _read_history(stage)
    told = stage.emulator.tell_truth(item_id)["transactions"]
    await stage.bank("add_transactions", item=item_id, rows=[{"description": "OLD NEWS", "amount": 5}])
    zombie = stage.start_worker(Sabotage("fetch", "freeze"))
    await stage.want_sync(connection_id)
    await zombie.strikes()

    await stage.bank("remove_transaction", item=item_id, transaction_id=told[0]["transaction_id"])
    await stage.bank("amend_transaction", item=item_id, transaction_id=told[1]["transaction_id"], amount=7.25)
    fresh = [row for row in stage.emulator.tell_truth(item_id)["transactions"] if row["name"] == "OLD NEWS"]
    await stage.bank("amend_transaction", item=item_id, transaction_id=fresh[0]["transaction_id"], amount=6)
    await stage.expire_leases()
    successor = stage.start_worker()
    await stage.finish(connection_id)
    successor.kill()
    # No later sync may mend what the zombie does, before the judge has seen it.
    await stage.bank("add_fault", kind="status", endpoint="/transactions/sync", times=-1)
    zombie.thaw()

    async def has_tried() -> bool:
        return zombie.said("sync.fenced_off") or zombie.said("sync.finished")

    await eventually(has_tried, 60, "the zombie has tried to write")
    await stage.judge()
    await stage.bank("clear_faults")
    return zombie


async def live_on(stage: Stage) -> None:
    """Let a bank add, change, take back and post rows, each told to us in a sync of its own."""
    connection_id, item_id = await _read_history(stage)
    stage.start_worker()
    rows = [{"description": f"SHOP NUMBER {number}", "amount": 3.5} for number in range(4)]
    await stage.bank("add_transactions", item=item_id, rows=[*rows, rows[0] | {"pending": True}])
    await _follow(stage, connection_id)
    ours = [row for row in _told(stage, item_id) if row["name"].startswith("SHOP NUMBER")]
    posted = [row["transaction_id"] for row in ours if not row["pending"]]
    pending = [row["transaction_id"] for row in ours if row["pending"]]
    await stage.bank("amend_transaction", item=item_id, transaction_id=posted[0], amount=-3.5)
    await stage.bank("remove_transaction", item=item_id, transaction_id=posted[1])
    await _follow(stage, connection_id)
    await stage.bank("post_transaction", item=item_id, transaction_id=pending[0], amount=4.75)
    await _follow(stage, connection_id)


async def _follow(stage: Stage, connection_id: UUID) -> None:
    await stage.want_sync(connection_id)
    await stage.finish()


def _told(stage: Stage, item_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stage.emulator.tell_truth(item_id)["transactions"]
    return found


async def _read_history(stage: Stage) -> tuple[UUID, str]:
    """Have an honest worker read everything there is, and go."""
    worker = stage.start_worker()
    connection_id, item_id = await stage.link()
    await stage.reaches("healthy", connection_id)
    await stage.rests()
    worker.kill()
    return connection_id, item_id
