"""The loop behind the API: looks at banks and delivers webhooks when the clock says so."""

import asyncio
import logging

from plaid_emulator.emulator import Emulator
from plaid_emulator.items import get_item
from plaid_emulator.polling import catch_up
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
            for alarm in list(emulator.alarms):
                alarm.ring()
            do_due(emulator)
            postman.send_due()
            try:
                await asyncio.wait_for(bell.wait(), nap_seconds(emulator))
            except TimeoutError:
                continue
    finally:
        await postman.close()


def do_due(emulator: Emulator) -> None:
    """Catch up every Item that is due; one broken Item must not stop the others."""
    now = emulator.clock.timestamp()
    due = emulator.database.list(
        "SELECT item_id FROM items WHERE removed_at IS NULL AND error_code IS NULL"
        " AND (next_poll_at <= ? OR login_expires_at <= ?)",
        *(now, now),
    )
    for row in due:
        try:
            catch_up(emulator, get_item(emulator, row["item_id"]))
        except Exception:
            log.exception("item %s could not be caught up", row["item_id"])
            emulator.database.execute(
                "UPDATE items SET next_poll_at = NULL WHERE item_id = ?", row["item_id"]
            )


def nap_seconds(emulator: Emulator) -> float:
    """Real seconds until the next thing is due."""
    row = emulator.database.list(
        "SELECT min(due) AS due FROM (SELECT next_at AS due FROM webhooks WHERE next_at IS NOT NULL"
        " UNION ALL SELECT min(next_poll_at, coalesce(login_expires_at, next_poll_at)) FROM items"
        " WHERE removed_at IS NULL AND error_code IS NULL AND next_poll_at IS NOT NULL)"
    )[0]
    moments = [row["due"], *(alarm.due_at() for alarm in emulator.alarms)]
    due = min((moment for moment in moments if moment is not None), default=None)
    missing = None if due is None else emulator.clock.real_seconds_until(due)
    if missing is None:
        return LONGEST_NAP_SECONDS
    return min(max(missing, SHORTEST_NAP_SECONDS), LONGEST_NAP_SECONDS)
