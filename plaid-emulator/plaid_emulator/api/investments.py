"""/investments/*: what an account holds and how it came to hold it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from plaid_emulator import accounts, ids
from plaid_emulator.accounts import Account
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.accounts import AccountsOptions, AccountsRequest
from plaid_emulator.api.items import ItemRequest, render_item
from plaid_emulator.api.registry import endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item

PRODUCT = "investments"
Facts = Mapping[str, Any]
UNKNOWN_OF_SECURITY = (
    *("cfi_code", "close_price", "close_price_as_of", "cusip", "figi", "fixed_income", "industry"),
    *("institution_id", "institution_security_id", "isin", "market_identifier_code", "name"),
    *("option_contract", "proxy_security_id", "sector", "sedol", "ticker_symbol"),
)
SUBTYPES = {
    "buy": "buy",
    "sell": "sell",
    "cancel": "adjustment",
    "cash": "deposit",
    "fee": "miscellaneous fee",
    "transfer": "transfer",
}


class TransactionsOptions(AccountsOptions):
    """Which accounts and which page of them to tell of."""

    count: int = Field(default=100, ge=1, le=500)
    offset: int = Field(default=0, ge=0)
    async_update: bool = False


class TransactionsRequest(ItemRequest):
    """Body of /investments/transactions/get."""

    start_date: date
    end_date: date
    options: TransactionsOptions | None = None


@endpoint("/investments/holdings/get", AccountsRequest)
def get_holdings(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, PRODUCT)
    chosen = _choose(emulator, item, request.account_ids)
    held = [(each, holding) for each in chosen for holding in _holdings(emulator, item, each)]
    return {
        "accounts": [_render_account(emulator, item, each) for each in chosen],
        "holdings": [_render_holding(account, holding) for account, holding in held],
        "is_investments_fallback_item": False,
        "item": render_item(emulator, item),
        "securities": _securities([holding for _, holding in held]),
    }


@endpoint("/investments/transactions/get", TransactionsRequest)
def get_transactions(emulator: Emulator, request: TransactionsRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, PRODUCT)
    if request.start_date > request.end_date:
        raise PlaidError("INVALID_FIELD", "start_date must not be after end_date")
    options = request.options or TransactionsOptions()
    chosen = _choose(emulator, item, options.account_ids)
    first, last = request.start_date.isoformat(), request.end_date.isoformat()
    traded = [
        (account, number, trade)
        for account in chosen
        for number, trade in enumerate(account.spec.facts.get("investment_transactions", []))
        if first <= trade["date"] <= last
    ]
    traded.sort(key=lambda each: each[2]["date"], reverse=True)
    page = traded[options.offset : options.offset + options.count]
    return {
        "accounts": [_render_account(emulator, item, each) for each in chosen],
        "investment_transactions": [_render_trade(item, *each) for each in page],
        "is_investments_fallback_item": False,
        "item": render_item(emulator, item),
        "securities": _securities([trade for _, _, trade in page]),
        "total_investment_transactions": len(traded),
    }


def _render_account(emulator: Emulator, item: Item, account: Account) -> dict[str, Any]:
    """Make the account object of these two endpoints: its balance knows of borrowed money too."""
    body = accounts.render(emulator, item, account, item.polled_at)
    return {**body, "balances": {**body["balances"], "margin_loan_amount": None}}


def _choose(emulator: Emulator, item: Item, account_ids: list[str] | None) -> list[Account]:
    chosen = [each for each in accounts.choose(emulator, item, account_ids) if each.spec.type == "investment"]
    if not chosen:
        raise PlaidError("NO_INVESTMENT_ACCOUNTS")
    return chosen


def _holdings(emulator: Emulator, item: Item, account: Account) -> Sequence[Facts]:
    """List what an account holds; of one nobody described, its balance lies there in cash."""
    described: Sequence[Facts] = account.spec.facts.get("holdings", ())
    if described:
        return described
    balance = accounts.balances(emulator, item, account, item.polled_at)["current"] or 0.0
    currency = account.spec.currency
    cash = {"ticker_symbol": f"CUR:{currency}", "name": f"Cash ({currency})", "type": "cash"}
    return [{"institution_price": 1, "quantity": balance, "currency": currency, "security": cash}]


def _render_holding(account: Account, holding: Facts) -> dict[str, Any]:
    price, quantity = holding["institution_price"], holding["quantity"]
    return {
        "account_id": account.account_id,
        "cost_basis": holding.get("cost_basis"),
        "institution_price": price,
        "institution_price_as_of": holding.get("institution_price_as_of"),
        "institution_price_datetime": None,
        "institution_value": holding.get("institution_value", round(price * quantity, 4)),
        "iso_currency_code": holding.get("currency", account.spec.currency),
        "quantity": quantity,
        "security_id": _security_id(holding["security"]),
        "unofficial_currency_code": None,
        "vested_quantity": holding.get("vested_quantity"),
        "vested_value": holding.get("vested_value"),
    }


def _render_trade(item: Item, account: Account, number: int, trade: Facts) -> dict[str, Any]:
    price, quantity, fees = trade["price"], trade["quantity"], trade.get("fees")
    key = ("investment", account.spec.key, str(number))
    return {
        "account_id": account.account_id,
        # Money that leaves the cash of the account is positive, as everywhere at Plaid.
        "amount": trade.get("amount", round(price * quantity + (fees or 0), 2)),
        "cancel_transaction_id": None,
        "date": trade["date"],
        "fees": fees,
        "investment_transaction_id": ids.derived_id(item.item_id, *key),
        "iso_currency_code": trade.get("currency", account.spec.currency),
        "name": trade["name"],
        "price": price,
        "quantity": quantity,
        "security_id": _security_id(trade["security"]) if "security" in trade else None,
        "subtype": trade.get("subtype") or SUBTYPES.get(trade["type"], "adjustment"),
        "type": trade["type"],
        "unofficial_currency_code": None,
    }


def _securities(rows: Sequence[Facts]) -> list[dict[str, Any]]:
    """List each security once; the price known last is what it closed at."""
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        if "security" in row:
            told.setdefault(_security_id(row["security"]), _render_security(row))
    return list(told.values())


def _render_security(row: Facts) -> dict[str, Any]:
    known: dict[str, Any] = {name: value for name, value in row["security"].items() if name != "currency"}
    is_cash = str(known.get("ticker_symbol", "")).startswith("CUR:")
    return {
        **dict.fromkeys(UNKNOWN_OF_SECURITY),
        "close_price": row.get("institution_price"),
        "close_price_as_of": row.get("institution_price_as_of"),
        "is_cash_equivalent": is_cash,
        "iso_currency_code": row["security"].get("currency", row.get("currency")),
        "security_id": _security_id(known),
        "subtype": None,
        "type": "cash" if is_cash else "equity",
        "unofficial_currency_code": None,
        "update_datetime": None,
        **known,
    }


def _security_id(security: Facts) -> str:
    """Make the same id at every bank and in every Item: a security is nobody's own."""
    names = (security.get(name) for name in ("cusip", "isin", "sedol", "ticker_symbol", "name"))
    return ids.derived_id("security", next((str(name) for name in names if name), "unknown"))
