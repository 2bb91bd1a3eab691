"""What reads a whole history holds nobody else up."""

import asyncio
from collections.abc import Awaitable

from emulator_harness import Bank, Live

from plaid_emulator.api import recurring
from plaid_emulator.api.recurring import RecurringRequest
from plaid_emulator.sync_log import WALK


def test_others_have_their_turn_while_streams_are_sought(live: Live, bank: Bank) -> None:
    token = bank.link(username="user_load_8000", days=730)

    async def count_turns() -> int:
        answer = recurring.get(live.emulator, RecurringRequest(access_token=token))
        assert isinstance(answer, Awaitable)
        seeking, turns = asyncio.ensure_future(answer), 0
        while not seeking.done():
            await asyncio.sleep(0)
            turns += 1
        found = await seeking
        assert isinstance(found, dict)
        assert found.keys() >= {"inflow_streams", "outflow_streams"}
        return turns

    assert asyncio.run(count_turns()) > 8_000 / WALK
