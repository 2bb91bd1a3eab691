"""/accounts/*: the cached accounts and the balances as they are this moment."""

from typing import Any

from plaid_emulator import accounts
from plaid_emulator.api.access import open_item
from plaid_emulator.api.items import ItemRequest, render_item
from plaid_emulator.api.registry import Options, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.items import Item


class AccountsOptions(Options):
    """Options of both endpoints."""

    account_ids: list[str] | None = None
    min_last_updated_datetime: str | None = None


class AccountsRequest(ItemRequest):
    """Body of /accounts/get and /accounts/balance/get."""

    options: AccountsOptions | None = None


@endpoint("/accounts/get", AccountsRequest)
def get(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item(emulator, request.access_token)
    return _answer(emulator, item, request, item.polled_at)


@endpoint("/accounts/balance/get", AccountsRequest)
def get_balance(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item(emulator, request.access_token)
    return _answer(emulator, item, request, emulator.clock.timestamp())


def _answer(emulator: Emulator, item: Item, request: AccountsRequest, at: float) -> dict[str, Any]:
    wanted = None if request.options is None else request.options.account_ids
    chosen = accounts.choose(emulator, item, wanted)
    rendered = [accounts.render(emulator, item, account, at) for account in chosen]
    return {"accounts": rendered, "item": render_item(item)}
