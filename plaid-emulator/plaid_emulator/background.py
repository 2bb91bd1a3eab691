"""The loop behind the API: looks at banks and delivers webhooks when the clock says so."""

import asyncio
import logging
from contextlib import suppress

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import WARNING_DAYS, get_item
from plaid_emulator.polling import is_due, look, watch_login
from plaid_emulator.webhooks.delivery import Postman

log = logging.getLogger(__name__)
# Whatever changes what is due rings the bell; this is only for a clock that was moved under us.
LONGEST_NAP_SECONDS = 5.0
SHORTEST_NAP_SECONDS = 0.005


async def run(emulator: Emulator) -> None:
    """Do what is due, sleep until something will be, for ever."""
    bell, postman = emulator.listen(), Postman(emulator)
    try:
        while True:
            bell.clear()
            _ring(emulator)
            await do_due(emulator)
            postman.send_due()
            # Not wait_for: up to Python 3.11 that loses a cancellation which comes as the bell rings.
            with suppress(TimeoutError):
                async with asyncio.timeout(nap_seconds(emulator)):
                    await bell.wait()
    finally:
        await postman.close()


def _ring(emulator: Emulator) -> None:
    for alarm in list(emulator.alarms):
        try:
            alarm.ring()
        except Exception:
            # Banks and webhooks go on whatever a script has run into.
            log.exception("an alarm could not ring")


async def do_due(emulator: Emulator) -> None:
    """Take every Item that is due one portion further; one broken Item must not stop the others."""
    now = emulator.clock.timestamp()
    due = emulator.database.list(
        "SELECT item_id FROM items WHERE removed_at IS NULL AND error_code IS NULL"
        " AND (next_poll_at <= ? OR login_expires_at <= ? OR (login_expires_at <= ? AND warned_at IS NULL))",
        *(now, now, now + WARNING_DAYS * DAY_SECONDS),
    )
    for row in due:
        try:
            _take_further(emulator, row["item_id"], now)
        except PlaidError:
            log.info("item %s went away before it could be caught up", row["item_id"])
        except Exception:
            log.exception("item %s could not be caught up", row["item_id"])
            emulator.database.execute(
                "UPDATE items SET next_poll_at = NULL WHERE item_id = ?", row["item_id"]
            )
        # Requests come in between: a big Item takes many portions.
        await asyncio.sleep(0)


def _take_further(emulator: Emulator, item_id: str, now: float) -> None:
    item = watch_login(emulator, get_item(emulator, item_id), now)
    if is_due(item, now):
        look(emulator, item)


def nap_seconds(emulator: Emulator) -> float:
    """Real seconds until the next thing is due."""
    row = emulator.database.list(
        "SELECT min(due) AS due FROM (SELECT next_at AS due FROM webhooks WHERE next_at IS NOT NULL"
        " UNION ALL SELECT next_poll_at FROM items WHERE removed_at IS NULL AND error_code IS NULL"
        " UNION ALL SELECT login_expires_at - iif(warned_at IS NULL, ?, 0) FROM items"
        " WHERE removed_at IS NULL AND error_code IS NULL)",
        WARNING_DAYS * DAY_SECONDS,
    )[0]
    moments = [row["due"], *(alarm.due_at() for alarm in emulator.alarms)]
    due = min((moment for moment in moments if moment is not None), default=None)
    missing = None if due is None else emulator.clock.real_seconds_until(due)
    if missing is None:
        return LONGEST_NAP_SECONDS
    return min(max(missing, SHORTEST_NAP_SECONDS), LONGEST_NAP_SECONDS)
