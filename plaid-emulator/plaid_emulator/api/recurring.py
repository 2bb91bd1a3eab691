"""/transactions/recurring/get: what comes in and goes out again and again."""

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
from plaid_emulator.items import TRANSACTIONS


class RecurringOptions(Options):
    """What a stream shall hold."""

    include_personal_finance_category: bool | None = None
    personal_finance_category_version: Version | None = None


class RecurringRequest(ItemRequest):
    """Body of /transactions/recurring/get."""

    account_ids: list[str] | None = None
    options: RecurringOptions | None = None


@endpoint("/transactions/recurring/get", RecurringRequest)
def get(emulator: Emulator, request: RecurringRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, TRANSACTIONS)
    if item.status == polling.NOT_READY:
        raise PlaidError("PRODUCT_NOT_READY")
    version = (request.options or RecurringOptions()).personal_finance_category_version or "v2"
    chosen = {each.account_id for each in accounts.choose(emulator, item, request.account_ids)}
    rows = [row for row in sync_log.list_live(emulator, item.item_id) if row["account_id"] in chosen]
    today = datetime.fromtimestamp(item.polled_at, UTC).date()
    told = [(each, _render(each, version)) for each in recurring.find_streams(rows, today)]
    return {
        "inflow_streams": [body for stream, body in told if stream.last.amount < 0],
        "outflow_streams": [body for stream, body in told if stream.last.amount >= 0],
        "personal_finance_category_version": version,
        "updated_datetime": iso(item.polled_at),
    }


def _render(stream: recurring.Stream, version: str) -> dict[str, Any]:
    last, first = stream.last, stream.movements[0]
    category = last.body["personal_finance_category"]
    if category is not None:
        category = pfc.category(category["detailed"], category["confidence_level"], version)
    return {
        "account_id": last.account_id,
        "average_amount": _amount(stream.average, last.body),
        "category": [],
        "category_id": "",
        "description": last.body["name"],
        "first_date": first.day.isoformat(),
        "frequency": stream.pace.name,
        "is_active": stream.is_active,
        "is_user_modified": False,
        "last_amount": _amount(last.amount, last.body),
        "last_date": last.day.isoformat(),
        "merchant_name": last.body["merchant_name"],
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
