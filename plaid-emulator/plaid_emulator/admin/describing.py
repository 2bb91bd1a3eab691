"""How things stand, as the admin door and the lab show them."""

from collections.abc import Iterable
from datetime import UTC
from sqlite3 import Row
from typing import Any

import orjson

from plaid_emulator import __version__, accounts, institutions, items, sync_log, teller
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.faults import Kind
from plaid_emulator.items import Item
from plaid_emulator.rendering import as_served


def everything(emulator: Emulator) -> dict[str, Any]:
    """Tell the whole state in a few lines."""
    counted = emulator.database.list("SELECT outcome, count(*) AS n FROM webhooks GROUP BY outcome")
    return {
        "version": __version__,
        "environment": "sandbox",
        "clock": clock(emulator),
        "items": len(items.list_items(emulator)),
        "webhooks": {row["outcome"]: row["n"] for row in counted},
        "faults": faults(emulator),
        "rate_limits": emulator.rate_limits.table,
        "journal": emulator.journal.count,
    }


def clock(emulator: Emulator) -> dict[str, Any]:
    return {"now": emulator.clock.now().astimezone(UTC).isoformat(), "speed": emulator.clock.speed}


def faults(emulator: Emulator) -> dict[str, Any]:
    found = emulator.faults
    standing = [
        {"id": each.id, "left": each.left, "seen": each.seen, **each.rule.model_dump(mode="json")}
        for each in found.standing
    ]
    planned = {
        each.rule.endpoint: {"error_code": each.rule.error_code, "times": each.left}
        for each in reversed(found.standing)
        if each.rule.kind is Kind.ERROR
    }
    return {
        "latency_ms": found.latency_ms,
        "mutation": found.mutation,
        "split_postings": found.split_postings,
        "endpoints": planned,
        "webhook": found.webhook if found.webhook_times else None,
        "webhook_times": found.webhook_times,
        "standing": standing,
        "seed": found.seed,
    }


def item(emulator: Emulator, one: Item) -> dict[str, Any]:
    """Tell how one Item is doing; its accounts are those the app sees."""
    chosen = accounts.list_selected(emulator, one.item_id)
    return {
        "item_id": one.item_id,
        "access_token": one.access_token,
        "institution_id": one.institution_id,
        "institution_name": institutions.get(one.institution_id).name,
        "username": one.username,
        "products": list(one.products),
        "webhook": one.webhook,
        "created_at": iso(one.created_at),
        "status": one.status,
        "error_code": one.error_code,
        "armed": one.armed,
        "log_head": one.head,
        "accounts": [accounts.render_link_account(account) for account in chosen],
    }


def inside(emulator: Emulator, one: Item, limit: int) -> dict[str, Any]:
    """Tell an Item's accounts as the bank has them this moment, and its latest rows."""
    return {
        "accounts_at_bank": every_account(emulator, one, emulator.clock.timestamp()),
        "recent": transactions(emulator, sync_log.list_live(emulator, one.item_id, limit)),
    }


def transactions(emulator: Emulator, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Tell what entries of a log say, as the API would."""
    text = as_served(f"[{','.join(row['body'] for row in rows)}]", emulator.config.public_url)
    told: list[dict[str, Any]] = orjson.loads(text)
    return told


def every_account(emulator: Emulator, one: Item, at: float) -> list[dict[str, Any]]:
    """Tell all accounts of the login, with whether the app sees them, and why not."""
    closed = teller.list_closed(emulator, one.item_id)
    return [
        {
            **accounts.render(emulator, one, account, at),
            "state": "closed"
            if account.account_id in closed
            else "shared"
            if account.selected
            else "not_shared",
        }
        for account in accounts.list_every(emulator, one.item_id)
    ]


def webhooks(emulator: Emulator, item_id: str | None = None, after: int = 0, limit: int = -1) -> list[Any]:
    """Tell the webhooks in the order they were made, of one Item or of all."""
    where = "" if item_id is None else " AND item_id = ?"
    rows = emulator.database.list(
        "SELECT id, item_id, url, code, fault, attempts, outcome, last_status, next_at, created_at, body"  # noqa: S608 - one of two constants
        f" FROM webhooks WHERE id > ?{where} ORDER BY id DESC LIMIT ?",
        *(after, *(() if item_id is None else (item_id,)), limit),
    )
    return [dict(row) for row in reversed(rows)]
