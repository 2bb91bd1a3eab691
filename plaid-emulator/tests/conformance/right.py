"""The smallest right body of every endpoint: what a success sends, and what each mistake spoils."""

from typing import Any

import jwt
from emulator_harness import Json

from conformance.case import Body
from conformance.world import PLATYPUS, World
from plaid_emulator import tokens
from plaid_emulator.webhooks import signing

US = ["US"]
SOMEONE = {"client_user_id": "someone"}
LINK = {"client_name": "Saldo", "language": "en", "country_codes": US, "user": SOMEONE}


def link_token(world: World) -> str:
    return tokens.create_link_token(world.live.emulator, {**LINK, "products": ["transactions"]}).token


def enrichable(**changes: object) -> Json:
    """Make a row of one's own."""
    row = {"id": "1", "description": "STARBUCKS #1234 SEATTLE", "amount": 4.5}
    return {**row, "direction": "OUTFLOW", "iso_currency_code": "USD", **changes}


def by_hand(world: World, **changes: object) -> Json:
    """Make a transaction of today."""
    day = world.day()
    return {"date_transacted": day, "date_posted": day, "amount": 12.5, "description": "BY HAND", **changes}


def item(kind: str = "everything", **more: object) -> Body:
    """Name an Item, and nothing else unless told."""
    return lambda world: {"access_token": world.token(kind), **more}


def own_item(**details: Any) -> Body:
    """Name an Item that belongs to this case alone."""
    return lambda world: {"access_token": world.fresh(**details)}


def with_dates(kind: str = "everything", **more: object) -> Body:
    """Name an Item and the two years behind us."""
    return lambda world: {
        "access_token": world.token(kind),
        "start_date": world.day(730),
        "end_date": world.day(),
        **more,
    }


def _key_id(world: World) -> str:
    signature = signing.sign(world.live.emulator, b"{}")
    return str(jwt.get_unverified_header(signature)["kid"])


RIGHT: dict[str, Body] = {
    "/accounts/balance/get": item(),
    "/accounts/get": item(),
    "/auth/get": item(),
    "/categories/get": lambda _: {},
    "/identity/get": item(),
    "/institutions/get": lambda _: {"count": 10, "offset": 0, "country_codes": US},
    "/institutions/get_by_id": lambda _: {"institution_id": PLATYPUS, "country_codes": US},
    "/institutions/search": lambda _: {"query": "platypus", "country_codes": US},
    "/investments/holdings/get": item(),
    "/investments/transactions/get": with_dates(),
    "/item/access_token/invalidate": own_item(),
    "/item/get": item(),
    "/item/public_token/create": item(),
    "/item/public_token/exchange": lambda world: {"public_token": world.public_token()},
    "/item/remove": own_item(),
    "/item/webhook/update": own_item(),
    "/liabilities/get": item(),
    "/link/token/create": lambda _: {**LINK, "products": ["transactions"]},
    "/link/token/get": lambda world: {"link_token": link_token(world)},
    "/sandbox/item/fire_webhook": item(webhook_code="SYNC_UPDATES_AVAILABLE"),
    "/sandbox/item/reset_login": own_item(),
    "/sandbox/item/set_verification_status": lambda world: {
        "access_token": world.token(),
        "account_id": world.accounts()["0000"],
        "verification_status": "automatically_verified",
    },
    "/sandbox/public_token/create": lambda _: {
        "institution_id": PLATYPUS,
        "initial_products": ["transactions"],
    },
    "/sandbox/transactions/create": lambda world: {
        "access_token": world.token("dynamic"),
        "transactions": [by_hand(world)],
    },
    "/transactions/enrich": lambda _: {"account_type": "credit", "transactions": [enrichable()]},
    "/transactions/get": with_dates(),
    "/transactions/recurring/get": item(),
    "/transactions/refresh": item(),
    "/transactions/sync": item(),
    "/webhook_verification_key/get": lambda world: {"key_id": _key_id(world)},
}
