"""What the cases stand on: one emulator, Items in every state, and ways to call it."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import plaid
from emulator_harness import Bank, Json, Live

from plaid_emulator import items, tokens
from plaid_emulator.logins import Login

PLATYPUS, OAUTH, CAPITAL = "ins_109508", "ins_127287", "ins_128026"
EVERYTHING = ("transactions", "auth", "identity", "liabilities", "investments")
KEYS = {"client_id": "test-client", "secret": "test-secret"}
HEADERS = {"PLAID-CLIENT-ID": KEYS["client_id"], "PLAID-SECRET": KEYS["secret"]}
AS_JSON = HEADERS | {"content-type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back: the status and the body; `model` is the client's own, if it was asked."""

    status: int
    body: Json
    model: Any = None


@dataclass
class World:
    """One emulator and the Items the cases share; an Item that a case spoils is made anew."""

    live: Live
    bank: Bank
    _tokens: dict[str, str] = field(default_factory=dict)

    def call(self, path: str, body: Json) -> Answer:
        """Call through the official client, or without it where it has no name for the endpoint."""
        method = getattr(self.bank.api, path[1:].replace("/", "_"), None)
        if method is None:
            return self.post(path, json.dumps(body), AS_JSON)
        try:
            # The client turns the lists that it is given into its own.
            model = method(self._request(path, deepcopy(body)))
        except plaid.ApiException as error:
            return Answer(error.status, json.loads(error.body))
        return Answer(200, json.loads(self.bank.last_answer), model)

    def post(self, path: str, content: str, headers: dict[str, str]) -> Answer:
        """Call without the client, for what it would not send."""
        answer = self.live.http.post(path, content=content, headers=headers)
        return Answer(answer.status_code, answer.json())

    def token(self, kind: str = "everything") -> str:
        """Answer the access token of a shared Item of this kind."""
        if kind not in self._tokens:
            self._tokens[kind] = KINDS_OF_ITEM[kind](self)
        return self._tokens[kind]

    def fresh(self, username: str = "user_good", institution_id: str = PLATYPUS, **details: Any) -> str:
        """Make an Item for one case alone."""
        login = Login(institution_id, username, details.pop("password", "pass_good"))
        new = items.NewItem(login, **{"products": ("transactions",), "days_requested": 60, **details})
        return items.create_item(self.live.emulator, new).access_token

    def accounts(self, kind: str = "everything") -> dict[str, str]:
        """Map the masks of an Item's accounts to their ids."""
        answer = self.live.http.post("/accounts/get", json={**KEYS, "access_token": self.token(kind)}).json()
        return {each["mask"]: each["account_id"] for each in answer["accounts"]}

    def public_token(self, kind: str = "everything") -> str:
        item = items.find_by_access_token(self.live.emulator, self.token(kind))
        return tokens.create_public_token(self.live.emulator, item.item_id)

    def day(self, days_ago: int = 0) -> str:
        return (datetime.now(UTC) - timedelta(days=days_ago)).date().isoformat()

    def _request(self, path: str, body: Json) -> Any:
        """Build the client's own request model, which checks every field of it."""
        model = request_model(self.bank.api, path)
        return body if model is None else model(**body, _configuration=plaid.Configuration())


def request_model(api: Any, path: str) -> Any:
    """Find the client's own model of what an endpoint is sent; one takes just any object."""
    types, name = endpoint_of(api, path).openapi_types, f"{path[1:].replace('/', '_')}_request"
    return types[name][0] if name in types else None


def endpoint_of(api: Any, path: str) -> Any:
    """Find the client's description of an endpoint."""
    return getattr(api, f"{path[1:].replace('/', '_')}_endpoint")


def _broken(world: World) -> str:
    token = world.fresh()
    world.live.http.post("/sandbox/item/reset_login", json={**KEYS, "access_token": token})
    return token


def _removed(world: World) -> str:
    token = world.fresh()
    world.live.http.post("/item/remove", json={**KEYS, "access_token": token})
    return token


def _only(*masks: str) -> Callable[[World], str]:
    """Make an Item that shares these of user_good's accounts."""
    keys = {"3333": "card", "0000": "checking", "9001": "hsa"}
    return lambda world: world.fresh(products=EVERYTHING, account_keys=[keys[mask] for mask in masks])


KINDS_OF_ITEM: dict[str, Callable[[World], str]] = {
    "everything": lambda world: world.fresh(
        products=EVERYTHING, days_requested=730, webhook=f"{world.live.url}/nowhere"
    ),
    "dynamic": lambda world: world.fresh("user_transactions_dynamic"),
    "identity only": lambda world: world.fresh(products=("identity",)),
    "transactions only": lambda world: world.fresh(),
    "consented": lambda world: world.fresh(products=("identity",), consented=EVERYTHING),
    # This one is only looked at: the other begins its products.
    "consented for looking": lambda world: world.fresh(products=("identity",), consented=EVERYTHING),
    "dynamic with owners": lambda world: world.fresh("user_transactions_dynamic", products=("identity",)),
    "limited": lambda world: world.fresh(institution_id="ins_138395"),
    "oauth": lambda world: world.fresh(institution_id=OAUTH),
    "capital": lambda world: world.fresh(institution_id=CAPITAL),
    "capital's card": lambda world: world.fresh(institution_id=CAPITAL, account_keys=["card"]),
    "broken": _broken,
    "removed": _removed,
    "card only": _only("3333"),
    "checking only": _only("0000"),
    "hsa only": _only("9001"),
}
