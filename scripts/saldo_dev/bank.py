"""`bank`: make something happen at the offline bank, for people who want to see it arrive."""

import argparse
import json
from http.client import HTTPConnection
from typing import Any

from saldo_dev import console
from saldo_dev.place import Place
from saldo_dev.ports import HOST
from saldo_dev.problems import Problem
from saldo_dev.state import is_held


def post_transaction(place: Place, options: argparse.Namespace) -> int:
    """Let one transaction appear at the bank linked last; money out unless negative."""
    if not is_held(place):
        raise Problem("Saldo does not run: ./scripts/dev.sh start")
    linked = _ask(place, "GET", "/__admin/items")["items"]
    if not linked:
        raise Problem(f"No bank is linked yet: open {place.address}, sign in and link one.")
    item = _ask(place, "GET", f"/__admin/items/{linked[-1]['item_id']}?limit=0")
    account = _choose_account(item)
    row = {
        "description": options.description,
        "amount": options.amount,
        "account_id": account["account_id"],
    }
    _ask(place, "POST", f"/__admin/items/{item['item_id']}/transactions", {"rows": [row]})
    console.say(describe(options.description, options.amount, item, account))
    return 0


def describe(description: str, amount: float, item: dict[str, Any], account: dict[str, Any]) -> str:
    """Say what has happened, where, and what keeps it from arriving."""
    name = f"{account['name']} {account['mask'] or ''}".strip()
    money = f"{abs(amount):.2f} {account['balances']['iso_currency_code'] or ''}".strip()
    way = "into" if amount < 0 else "out of"
    said = f"{description}: {money} {way} {name} at {item['institution_name']}"
    if item["error_code"]:
        return f"{said}; it arrives when the login is repaired ({item['error_code']})"
    return said


def _choose_account(item: dict[str, Any]) -> dict[str, Any]:
    """Choose where people spend: the first account that holds money, else the first of all."""
    shared: list[dict[str, Any]] = [each for each in item["accounts_at_bank"] if each["state"] == "shared"]
    if not shared:
        raise Problem(f"{item['institution_name']} shares no account with Saldo any more.")
    return next((each for each in shared if each["type"] == "depository"), shared[0])


def _ask(place: Place, method: str, path: str, body: object = None) -> dict[str, Any]:
    connection = HTTPConnection(HOST, place.port("plaid-emulator"), timeout=10)
    try:
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read()
    except OSError:
        raise Problem("The offline bank does not run here: with real Plaid keys, spend real money.") from None
    finally:
        connection.close()
    if response.status >= 400:  # noqa: PLR2004 - the first error status
        raise Problem(f"The offline bank refused: {text.decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(text)
    return answer
