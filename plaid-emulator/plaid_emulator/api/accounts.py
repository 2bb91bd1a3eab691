"""/accounts/*: the cached accounts and the balances as they are this moment."""

from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime

from plaid_emulator import accounts
from plaid_emulator.accounts import Account
from plaid_emulator.api.access import open_item
from plaid_emulator.api.items import ItemRequest, render_item
from plaid_emulator.api.registry import Options, endpoint
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item

# The one bank that tells no live balances but of deposits (Capital One).
STALE_INSTITUTION = "ins_128026"


class AccountsOptions(Options):
    """Which accounts to tell of."""

    account_ids: list[str] | None = None


class AccountsRequest(ItemRequest):
    """Body of /accounts/get, and of others that tell something about accounts."""

    options: AccountsOptions | None = None

    @property
    def account_ids(self) -> list[str] | None:
        return None if self.options is None else self.options.account_ids


class BalanceOptions(AccountsOptions):
    """Which accounts to tell of, and how old a balance may be."""

    min_last_updated_datetime: AwareDatetime | None = None


class BalanceRequest(ItemRequest):
    """Body of /accounts/balance/get."""

    options: BalanceOptions | None = None


@endpoint("/accounts/get", AccountsRequest)
def get(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item(emulator, request.access_token)
    chosen = accounts.choose(emulator, item, request.account_ids)
    rendered = [accounts.render(emulator, item, account, item.polled_at) for account in chosen]
    return {"accounts": rendered, "item": render_item(emulator, item)}


@endpoint("/accounts/balance/get", BalanceRequest)
def get_balance(emulator: Emulator, request: BalanceRequest) -> dict[str, Any]:
    item, options = open_item(emulator, request.access_token), request.options or BalanceOptions()
    chosen = accounts.choose(emulator, item, options.account_ids)
    stale = [each for each in chosen if is_stale(item, each)]
    if stale:
        _check_age(item, options.min_last_updated_datetime)
    rendered = [_with_live_balance(emulator, item, each, stale=each in stale) for each in chosen]
    return {"accounts": rendered, "item": render_item(emulator, item)}


def is_stale(item: Item, account: Account) -> bool:
    """Whether the bank cannot be asked about this account just now, only about what it told of it before."""
    return item.institution_id == STALE_INSTITUTION and account.spec.type != "depository"


def _check_age(item: Item, oldest: datetime | None) -> None:
    if oldest is None:
        raise PlaidError(
            "INVALID_FIELD", f"min_last_updated_datetime must be provided for institution {STALE_INSTITUTION}"
        )
    if datetime.fromtimestamp(item.polled_at, UTC) < oldest:
        raise PlaidError("LAST_UPDATED_DATETIME_OUT_OF_RANGE", iso(item.polled_at))


def _with_live_balance(emulator: Emulator, item: Item, account: Account, *, stale: bool) -> dict[str, Any]:
    at = item.polled_at if stale else emulator.clock.timestamp()
    body = accounts.render(emulator, item, account, at)
    if stale:
        body["balances"]["last_updated_datetime"] = iso(at)
    return body
