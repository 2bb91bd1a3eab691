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
    """Let one transaction appear on the first account of the bank linked last; money out unless negative."""
    if not is_held(place):
        raise Problem("Saldo does not run: ./scripts/dev.sh start")
    linked = _ask(place, "GET", "/__admin/items")["items"]
    if not linked:
        raise Problem(f"No bank is linked yet: open {place.address}, sign in and link one.")
    newest = max(linked, key=lambda item: str(item["created_at"]))
    rows = {"rows": [{"description": options.description, "amount": options.amount}]}
    _ask(place, "POST", f"/__admin/items/{newest['item_id']}/transactions", rows)
    console.say(f"{options.description}: {options.amount:.2f} at {newest['institution_id']}")
    return 0


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
    if response.status >= 400:  # noqa: PLR2004
        raise Problem(f"The offline bank refused: {text.decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(text)
    return answer
