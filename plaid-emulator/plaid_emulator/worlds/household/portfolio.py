"""What an investment account holds: securities that are worth its balance to the cent, and their trades."""

import math
from datetime import UTC, date, datetime
from typing import Any

from plaid_emulator.worlds.household.ledger import Ledger
from plaid_emulator.worlds.model import from_e7

DAYS_OF_YEAR = 365.25
# Prices in the scripts are those of this day; before and after it they drift and sway a little.
PRICED_ON = date(2026, 1, 1)
SWAY_DAYS, SWAY = 17, 0.02
MOST_TRADES = 60


def tell(account: dict[str, Any], currency: str, ledger: Ledger, at: float) -> dict[str, Any]:
    """Tell holdings and investment_transactions; cash is whatever the securities leave of the balance."""
    today = datetime.fromtimestamp(at, UTC).date()
    balance = round(from_e7(ledger.opening_e7(account["key"], at)), 2)
    holdings, left = [], balance
    for each in account["portfolio"]:
        price = price_on(each, today)
        quantity = round(balance * each["share"] / price, 4)
        left = round(left - round(quantity * price, 2), 2)
        holdings.append(_holding(each, currency, today, (price, quantity)))
    cash = {"ticker": f"CUR:{currency}", "name": f"Cash ({currency})", "type": "cash", "gain": 0}
    holdings.append(_holding(cash, currency, today, (1, left)))
    return {"holdings": holdings, "investment_transactions": _trades(account, currency, ledger, at)}


def price_on(security: dict[str, Any], day: date) -> float:
    """Say what one unit costs on a day."""
    days = (day - PRICED_ON).days
    drift = (1 + security.get("yearly", 0.06)) ** (days / DAYS_OF_YEAR)
    sway = 1 + SWAY * math.sin((days + sum(security["ticker"].encode())) / SWAY_DAYS)
    return float(round(security["price"] * drift * sway, 2))


def _holding(
    security: dict[str, Any], currency: str, day: date, worth: tuple[float, float]
) -> dict[str, Any]:
    price, quantity = worth
    return {
        "institution_price": price,
        "institution_price_as_of": day.isoformat(),
        "quantity": quantity,
        "institution_value": round(price * quantity, 2),
        "cost_basis": round(price * quantity / (1 + security.get("gain", 0.2)), 2),
        "currency": currency,
        "security": _security(security, currency),
    }


def _security(security: dict[str, Any], currency: str) -> dict[str, Any]:
    named: dict[str, Any] = {
        name: security[name] for name in ("name", "type", "isin", "cusip") if name in security
    }
    return {"ticker_symbol": security["ticker"], "currency": currency, **named}


def _trades(account: dict[str, Any], currency: str, ledger: Ledger, at: float) -> list[dict[str, Any]]:
    """Turn money that came in into purchases and money that went out into sales, newest last."""
    moves = [
        row
        for row in ledger.rows
        if row.account == account["key"]
        and row.appears_at <= at
        and row.key.startswith(("transfer.", "payout."))
    ]
    trades = []
    for number, row in enumerate(moves[-MOST_TRADES:]):
        security = account["portfolio"][number % len(account["portfolio"])]
        day = datetime.fromtimestamp(row.appears_at, UTC).date()
        price, amount = price_on(security, day), from_e7(-row.amount_e7)
        kind = "buy" if amount > 0 else "sell"
        trades.append(
            {
                "date": day.isoformat(),
                "name": f"{kind.upper()} {security['name']}",
                "quantity": round(amount / price, 4),
                "price": price,
                "fees": 0,
                "type": kind,
                "currency": currency,
                "security": _security(security, currency),
            }
        )
    return trades
