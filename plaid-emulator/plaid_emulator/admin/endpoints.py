"""/__admin/*: what a test or a demo may do to the emulator; never part of Plaid's API."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from plaid_emulator import __version__, accounts, bank, items, polling, sync_log
from plaid_emulator.admin import oracle
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator, emulator_of
from plaid_emulator.errors import PlaidError
from plaid_emulator.faults import EndpointFault, Faults, Mutation, WebhookFault
from plaid_emulator.webhooks import catalogue, signing


def _refuse_other_pages(request: Request) -> None:
    """Keep web pages of other origins out: a browser on this machine must not be turned against us."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "the admin door opens only to programs and to the emulator's own pages")


router = APIRouter(prefix="/__admin", include_in_schema=False, dependencies=[Depends(_refuse_other_pages)])
Here = Annotated[Emulator, Depends(emulator_of)]


class Body(BaseModel):
    """An admin request: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ClockChange(Body):
    """Move the clock: set it, then advance it, then change its speed."""

    set: AwareDatetime | None = None
    advance_seconds: float | None = None
    speed: float | None = Field(default=None, ge=0)


class NewTransaction(Body):
    """One transaction to appear now; positive amounts are money out."""

    description: str = Field(min_length=1)
    amount: float
    account_id: str | None = None
    date: datetime | None = None
    pending: bool = False


class NewTransactions(Body):
    """Transactions to appear now."""

    rows: list[NewTransaction] = Field(min_length=1, max_length=1000)


class PlannedError(Body):
    """An error for the next calls of an endpoint; times -1 means until cleared."""

    error_code: str
    times: int = 1


class FaultChange(Body):
    """The faults to change; what is not named stays."""

    latency_ms: int | None = Field(default=None, ge=0)
    mutation: Mutation | None = None
    endpoints: dict[str, PlannedError] | None = None
    webhook: WebhookFault | None = None
    webhook_times: int | None = Field(default=None, ge=-1)
    clear: bool = False


class ItemChange(Body):
    """Break or repair one Item."""

    error_code: str | None = None
    login_repaired: bool = False


@router.get("")
async def show(emulator: Here) -> dict[str, Any]:
    waiting = emulator.database.list("SELECT outcome, count(*) AS n FROM webhooks GROUP BY outcome")
    return {
        "version": __version__,
        "environment": "sandbox",
        "clock": _clock(emulator),
        "items": len(items.list_items(emulator)),
        "webhooks": {row["outcome"]: row["n"] for row in waiting},
        "faults": _faults(emulator),
    }


@router.post("/clock")
async def change_clock(emulator: Here, change: ClockChange) -> dict[str, Any]:
    if change.set is not None:
        emulator.clock.set(change.set.timestamp())
    if change.advance_seconds is not None:
        emulator.clock.advance(change.advance_seconds)
    if change.speed is not None:
        emulator.clock.set_speed(change.speed)
    emulator.wake()
    return _clock(emulator)


@router.post("/faults")
async def change_faults(emulator: Here, change: FaultChange) -> dict[str, Any]:
    faults = emulator.faults = Faults() if change.clear else emulator.faults
    if change.latency_ms is not None:
        faults.latency_ms = change.latency_ms
    if change.mutation is not None:
        faults.mutation = change.mutation
    for path, planned in (change.endpoints or {}).items():
        faults.endpoints[path] = EndpointFault(planned.error_code, planned.times)
    if change.webhook is not None:
        faults.webhook, faults.webhook_times = change.webhook, 1
    if change.webhook_times is not None:
        faults.webhook_times = change.webhook_times
    return _faults(emulator)


@router.get("/items")
async def list_items(emulator: Here) -> dict[str, Any]:
    return {"items": [_item(emulator, item) for item in items.list_items(emulator)]}


@router.post("/items/{item_id}")
async def change_item(emulator: Here, item_id: str, change: ItemChange) -> dict[str, Any]:
    item = _get(emulator, item_id)
    if change.error_code is not None:
        polling.break_login(emulator, item, change.error_code)
    if change.login_repaired:
        catalogue.send_login_repaired(emulator, items.repair_item(emulator, item_id))
    return _item(emulator, items.get_item(emulator, item_id))


@router.post("/items/{item_id}/transactions")
async def create_transactions(emulator: Here, item_id: str, new: NewTransactions) -> dict[str, Any]:
    item = polling.catch_up(emulator, _get(emulator, item_id))
    before = item.head
    with emulator.database.transaction():
        for row in new.rows:
            bank.add_by_hand(emulator, item, _by_hand(emulator, item, row))
        polling.poll_if_ready(emulator, item)
    item = items.get_item(emulator, item_id)
    stretch = sync_log.Stretch(before, before, item.head)
    told = sync_log.read(emulator, item_id, stretch, item.head - before)
    return {"transactions": [json.loads(row["body"]) for row in told]}


@router.get("/oracle/items/{item_id}")
async def show_truth(emulator: Here, item_id: str, cursor: str = "") -> dict[str, Any]:
    return oracle.tell(emulator, _get(emulator, item_id), cursor)


@router.get("/webhooks")
async def list_webhooks(emulator: Here) -> dict[str, Any]:
    rows = emulator.database.list(
        "SELECT id, item_id, url, code, fault, attempts, outcome, last_status, next_at, body"
        " FROM webhooks ORDER BY id"
    )
    return {"webhooks": [dict(row) for row in rows]}


@router.post("/keys/rotate")
async def rotate_key(emulator: Here) -> dict[str, str]:
    return {"key_id": signing.rotate(emulator)}


@router.post("/reset")
async def reset(emulator: Here) -> dict[str, Any]:
    emulator.reset()
    return _clock(emulator)


def _get(emulator: Emulator, item_id: str) -> items.Item:
    try:
        return items.get_item(emulator, item_id)
    except PlaidError as error:
        raise HTTPException(404, str(error)) from error


def _by_hand(emulator: Emulator, item: items.Item, row: NewTransaction) -> bank.ByHand:
    chosen = accounts.list_selected(emulator, item.item_id)
    default = next((account for account in chosen if account.spec.type == "depository"), chosen[0])
    account_id = row.account_id or default.account_id
    if account_id not in {account.account_id for account in chosen}:
        raise HTTPException(422, "account_id names no account of this Item")
    day = (row.date or emulator.clock.now()).date()
    return bank.ByHand(account_id, row.amount, row.description, day, day, pending=row.pending)


def _clock(emulator: Emulator) -> dict[str, Any]:
    return {"now": emulator.clock.now().astimezone(UTC).isoformat(), "speed": emulator.clock.speed}


def _faults(emulator: Emulator) -> dict[str, Any]:
    faults = emulator.faults
    planned = {path: asdict(each) for path, each in faults.endpoints.items()}
    return {
        "latency_ms": faults.latency_ms,
        "mutation": faults.mutation,
        "endpoints": planned,
        "webhook": faults.webhook,
        "webhook_times": faults.webhook_times,
    }


def _item(emulator: Emulator, item: items.Item) -> dict[str, Any]:
    chosen = accounts.list_selected(emulator, item.item_id)
    return {
        "item_id": item.item_id,
        "access_token": item.access_token,
        "institution_id": item.institution_id,
        "username": item.username,
        "webhook": item.webhook,
        "created_at": iso(item.created_at),
        "status": item.status,
        "error_code": item.error_code,
        "armed": item.armed,
        "log_head": item.head,
        "accounts": [accounts.render_link_account(account) for account in chosen],
    }
