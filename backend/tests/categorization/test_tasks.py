"""The background work as the worker runs it."""

from typing import Any

from categorizer_contract import CategorizeRequest

from saldo.categorization import tasks
from saldo.core.jobs import Chain
from saldo.resources import Resources
from tests.factories.ledger import bank_row, link_bank, live_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


def answer_to(chain: Chain) -> dict[str, Any]:
    """Play the categoriser: everything is coffee."""
    request = CategorizeRequest.model_validate(chain.payload)
    labels = [
        {
            "id": row.id,
            "primary": "FOOD_AND_DRINK",
            "detailed": "FOOD_AND_DRINK_COFFEE",
            "confidence": 0.9,
            "alternatives": [],
            "reason": {"kind": "phrase", "text": "Coffee"},
            "merchant": {"key": "coffee", "name": "Coffee"},
        }
        for row in request.rows
    ]
    return {"batch_id": request.batch_id, "model_version": "1", "labels": labels}


async def test_a_first_sync_is_categorised_to_the_last_row(
    resources: Resources, workspace: Home, courier: RecordingCourier
) -> None:
    bank = await link_bank(resources.database, workspace)
    await bank.apply(added=[bank_row() for _ in range(2500)])
    await tasks.request(resources, workspace_id=str(workspace.workspace_id))

    while chains := [message for message in courier.messages if isinstance(message, Chain)]:
        courier.clear()
        for chain in chains:
            reply: dict[str, Any] = dict(chain.reply.payload)
            await tasks.apply(resources, **reply, result=answer_to(chain))

    sources = {row["category_source"] for row in await live_rows(resources.database, workspace)}
    assert sources == {"model"}


async def test_a_sweep_asks_for_rows_whose_request_was_lost(
    resources: Resources, workspace: Home, courier: RecordingCourier
) -> None:
    bank = await link_bank(resources.database, workspace)
    await bank.apply(added=[bank_row()])
    courier.clear()

    await tasks.sweep(resources)

    [job] = courier.jobs
    assert (job.name, job.payload) == (
        "categorization.request",
        {"workspace_id": str(workspace.workspace_id)},
    )


async def test_words_that_are_never_answered_for_are_settled_once_others_have_answers(
    resources: Resources, workspace: Home, clock: FixedClock, courier: RecordingCourier
) -> None:
    bank = await link_bank(resources.database, workspace)
    await bank.apply(added=[bank_row(description="LETHAL WORDS")])
    payload = {"workspace_id": str(workspace.workspace_id)}

    async def ask_in_vain() -> dict[str, Any]:
        for _ in range(10):
            await tasks.request(resources, **payload)
            clock.advance(minutes=6)
        return next(
            row
            for row in await live_rows(resources.database, workspace)
            if row["description"] == "LETHAL WORDS"
        )

    alone = await ask_in_vain()
    await bank.apply(added=[bank_row()])
    courier.clear()
    await tasks.request(resources, **payload)
    for chain in [message for message in courier.messages if isinstance(message, Chain)]:
        if "LETHAL" not in str(chain.payload):
            reply: dict[str, Any] = dict(chain.reply.payload)
            await tasks.apply(resources, **reply, result=answer_to(chain))
    settled = await ask_in_vain()

    assert alone["labelled_at"] is None
    assert settled["labelled_at"] is not None
    assert settled["category_reason"]["kind"] == "unknown"
