"""/transactions/recurring/get: what comes in and goes out again and again."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from plaid_emulator import accounts, ids, pfc, polling, recurring, sync_log
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.items import ItemRequest
from plaid_emulator.api.registry import Options, endpoint
from plaid_emulator.api.transactions import Version
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import TRANSACTIONS, Item, get_item
from plaid_emulator.recurring import Stream
from plaid_emulator.turns import in_turn


class RecurringOptions(Options):
    """What a stream shall hold."""

    include_personal_finance_category: bool | None = None
    personal_finance_category_version: Version | None = None


class RecurringRequest(ItemRequest):
    """Body of /transactions/recurring/get."""

    account_ids: list[str] | None = None
    options: RecurringOptions | None = None


@endpoint("/transactions/recurring/get", RecurringRequest)
async def get(emulator: Emulator, request: RecurringRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, TRANSACTIONS)
    if item.status == polling.NOT_READY:
        raise PlaidError("PRODUCT_NOT_READY")
    version = (request.options or RecurringOptions()).personal_finance_category_version or "v2"
    chosen = {each.account_id for each in accounts.choose(emulator, item, request.account_ids)}
    streams = await _find_streams(emulator, item, chosen)
    last = sync_log.list_bodies(emulator, item.item_id, [each.last.sequence for each in streams])
    told = [(each, _render(each, last[each.last.sequence], version)) for each in streams]
    return {
        "inflow_streams": [body for stream, body in told if stream.last.amount < 0],
        "outflow_streams": [body for stream, body in told if stream.last.amount >= 0],
        "personal_finance_category_version": version,
        "updated_datetime": iso(item.polled_at),
    }


async def _find_streams(emulator: Emulator, item: Item, account_ids: Collection[str]) -> list[Stream]:
    finder = recurring.Finder(account_ids)
    async for rows in in_turn(sync_log.walk_live(emulator, item.item_id, item.head)):
        finder.take(rows)
        # An Item that is removed meanwhile must not look like one with fewer rows.
        get_item(emulator, item.item_id)
    today = datetime.fromtimestamp(item.polled_at, UTC).date()
    found = [each async for streams in in_turn(finder.find(today)) for each in streams]
    return sorted(found, key=lambda stream: stream.last.day, reverse=True)


def _render(stream: Stream, body: dict[str, Any], version: str) -> dict[str, Any]:
    """Make Plaid's stream; `body` is its last transaction."""
    last, first = stream.last, stream.movements[0]
    category = body["personal_finance_category"]
    if category is not None:
        category = pfc.category(category["detailed"], category["confidence_level"], version)
    return {
        "account_id": body["account_id"],
        "average_amount": _amount(stream.average, body),
        "category": [],
        "category_id": "",
        "description": body["name"],
        "first_date": first.day.isoformat(),
        "frequency": stream.pace.name,
        "is_active": stream.is_active,
        "is_user_modified": False,
        "last_amount": _amount(last.amount, body),
        "last_date": last.day.isoformat(),
        "merchant_name": body["merchant_name"],
        "personal_finance_category": category,
        "predicted_next_date": stream.next_day and stream.next_day.isoformat(),
        "status": stream.status,
        # A stream keeps its id while it grows: it is named after its first transaction.
        "stream_id": ids.derived_id("stream", first.transaction_id),
        "transaction_ids": [each.transaction_id for each in reversed(stream.movements)],
    }


def _amount(amount: float, body: dict[str, Any]) -> dict[str, Any]:
    codes = ("iso_currency_code", "unofficial_currency_code")
    return {"amount": amount, **{code: body[code] for code in codes}}
