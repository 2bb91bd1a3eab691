"""The durable queue of webhooks waiting to be delivered."""

import json
from typing import Any

from plaid_emulator.emulator import Emulator
from plaid_emulator.faults import WebhookFault
from plaid_emulator.ids import ENVIRONMENT

LATE_SECONDS = 120
# Long enough for what comes after it to arrive first.
OVERTAKEN_SECONDS = 3


def enqueue(emulator: Emulator, url: str | None, item_id: str | None, body: dict[str, Any]) -> None:
    """Queue one webhook, or two, or none: as the faults now in force will have it."""
    if not url:
        return
    fault, now = emulator.faults.take_webhook_fault(), emulator.clock.timestamp()
    due: float | None = now
    if fault is WebhookFault.LOST:
        due = None
    elif fault is WebhookFault.LATE:
        due = now + LATE_SECONDS
    elif fault is WebhookFault.OUT_OF_ORDER:
        due = now + OVERTAKEN_SECONDS
    text = json.dumps({**body, "environment": ENVIRONMENT}, indent=2)
    for _ in range(2 if fault is WebhookFault.DUPLICATE else 1):
        emulator.database.execute(
            "INSERT INTO webhooks (item_id, url, code, body, fault, created_at, next_at, outcome)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(item_id, url, body["webhook_code"], text, fault, now, due),
            "waiting" if due is not None else "lost",
        )
    emulator.wake()
