"""/transactions/*: sync, the older get, refresh."""

import json
from datetime import date
from sqlite3 import Row
from typing import Any, Literal

import orjson
from pydantic import Field

from plaid_emulator import accounts, pfc, polling, refreshing, sync, sync_log
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.accounts import is_stale
from plaid_emulator.api.items import ItemRequest, render_item
from plaid_emulator.api.registry import Options, Raw, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import TRANSACTIONS, Item
from plaid_emulator.rendering import as_served

Version = Literal["v1", "v2"]


class ContentOptions(Options):
    """What a transaction shall hold."""

    include_original_description: bool | None = None
    include_personal_finance_category: bool | None = None
    include_logo_and_counterparty_beta: bool | None = None
    personal_finance_category_version: Version | None = None
    days_requested: int | None = Field(default=None, ge=1, le=730)


class SyncOptions(ContentOptions):
    """Options of /transactions/sync."""

    account_id: str | None = None


class SyncRequest(ItemRequest):
    """Body of /transactions/sync."""

    # Plaid's own quickstart begins with null.
    cursor: str | None = None
    count: int = Field(default=100, ge=1, le=500)
    options: SyncOptions | None = None


class GetOptions(ContentOptions):
    """Options of /transactions/get."""

    account_ids: list[str] | None = None
    include_personal_finance_category_beta: bool | None = None
    count: int = Field(default=100, ge=1, le=500)
    offset: int = Field(default=0, ge=0)


class GetRequest(ItemRequest):
    """Body of /transactions/get."""

    start_date: date
    end_date: date
    options: GetOptions | None = None


@endpoint("/transactions/sync", SyncRequest)
def sync_page(emulator: Emulator, request: SyncRequest) -> Raw:
    options = request.options or SyncOptions()
    item = open_item_with(emulator, request.access_token, TRANSACTIONS, options.days_requested)
    if options.account_id is not None:
        accounts.choose(emulator, item, [options.account_id])
    page = sync.read_page(emulator, item, request.cursor or "", request.count, options.account_id or "")
    told: dict[str, list[str]] = {sync_log.ADDED: [], sync_log.MODIFIED: [], sync_log.REMOVED: []}
    for row in page.rows:
        told[row["told"]].append(_content(row, options) if row["told"] != sync_log.REMOVED else row["body"])
    url = emulator.config.public_url
    fields = {kind: as_served(f"[{','.join(bodies)}]", url) for kind, bodies in told.items()} | {
        "accounts": json.dumps(_feeding_accounts(emulator, item)),
        "has_more": json.dumps(page.has_more),
        "next_cursor": json.dumps(page.next_cursor),
        "transactions_update_status": json.dumps(page.status),
    }
    return Raw("{" + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}")


@endpoint("/transactions/get", GetRequest)
def get(emulator: Emulator, request: GetRequest) -> dict[str, Any]:
    options = request.options or GetOptions()
    item = open_item_with(emulator, request.access_token, TRANSACTIONS, options.days_requested)
    if item.status == polling.NOT_READY:
        raise PlaidError("PRODUCT_NOT_READY")
    if request.start_date > request.end_date:
        raise PlaidError("INVALID_FIELD", "start_date must not be after end_date")
    chosen = accounts.choose(emulator, item, options.account_ids)
    excerpt = sync_log.Excerpt(
        [account.account_id for account in chosen],
        *(request.start_date.isoformat(), request.end_date.isoformat()),
        *(options.count, options.offset),
    )
    total, rows = sync_log.count_and_list(emulator, item.item_id, excerpt)
    url = emulator.config.public_url
    return {
        "accounts": [accounts.render(emulator, item, account, item.polled_at) for account in chosen],
        "item": render_item(emulator, item),
        "total_transactions": total,
        "transactions": [json.loads(as_served(_content(row, options), url)) for row in rows],
    }


@endpoint("/transactions/refresh", ItemRequest)
def refresh(emulator: Emulator, request: ItemRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, TRANSACTIONS)
    shared = accounts.list_selected(emulator, item.item_id)
    if shared and all(is_stale(item, account) for account in shared):
        raise PlaidError("PRODUCTS_NOT_SUPPORTED")
    refreshing.refresh(emulator, item)
    return {}


def _feeding_accounts(emulator: Emulator, item: Item) -> list[dict[str, Any]]:
    return [
        accounts.render(emulator, item, account, item.polled_at)
        for account in accounts.list_selected(emulator, item.item_id)
        if account.fed
    ]


def _content(row: Row, options: ContentOptions) -> str:
    """Add to a stored transaction what the caller asked for; the usual answer costs nothing."""
    body = str(row["body"])
    if options.personal_finance_category_version == "v1":
        parsed = json.loads(body)
        category = parsed["personal_finance_category"]
        if category is not None:
            old = pfc.category(category["detailed"], category["confidence_level"], "v1")
            body = orjson.dumps({**parsed, "personal_finance_category": old}).decode()
    if options.include_original_description:
        body = f'{body[:-1]},"original_description":{json.dumps(row["original"])}}}'
    return body
