"""A row at the bank as Plaid's transaction object, made once when it is first told."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from plaid_emulator import ids, pfc
from plaid_emulator.worlds.model import from_e7

LOCATION = ("address", "city", "country", "lat", "lon", "postal_code", "region", "store_number")
PAYMENT_META = (
    "by_order_of",
    "payee",
    "payer",
    "payment_method",
    "payment_processor",
    "ppd_id",
    "reason",
    "reference_number",
)
# Stored rows outlive a change of port, so they keep this in the place of the emulator's address.
STORED_URL = '"{public_url}/'
TRANSACTION_TYPES = {"online": "digital", "in store": "place"}


@dataclass(frozen=True)
class Telling:
    """Under which ids, in which state and with which amount a row is told."""

    transaction_id: str
    account_id: str
    currency: str
    amount_e7: int
    pending: bool
    pending_transaction_id: str | None = None


def render(telling: Telling, details: dict[str, Any]) -> str:
    """Serialise a transaction; `details` is what the world knows about the row."""
    category, unofficial = _category(details), details.get("unofficial_currency")
    body = {
        "account_id": telling.account_id,
        "account_owner": None,
        "amount": from_e7(telling.amount_e7),
        "authorized_date": details.get("authorized_date"),
        "authorized_datetime": None,
        "category": None,
        "category_id": None,
        "check_number": details.get("check_number"),
        "counterparties": counterparties(details),
        "date": _date(telling, details),
        "datetime": None,
        # Exactly one of the two codes is given: crypto and points have no ISO code.
        "iso_currency_code": None if unofficial else details.get("currency", telling.currency),
        "location": dict.fromkeys(LOCATION) | details.get("location", {}),
        "logo_url": None,
        "merchant_entity_id": entity_id(details.get("merchant")),
        "merchant_name": details.get("merchant"),
        "name": details.get("pending_name", details["name"]) if telling.pending else details["name"],
        "payment_channel": details.get("channel", "other"),
        "payment_meta": dict.fromkeys(PAYMENT_META) | details.get("payment_meta", {}),
        "pending": telling.pending,
        "pending_transaction_id": telling.pending_transaction_id,
        "personal_finance_category": category,
        "personal_finance_category_icon_url": pfc.icon_url(details.get("pfc"), "{public_url}"),
        "transaction_code": details.get("code"),
        "transaction_id": telling.transaction_id,
        "transaction_type": TRANSACTION_TYPES.get(details.get("channel", "other"), "special"),
        "unofficial_currency_code": unofficial,
        "website": details.get("website"),
    }
    # The bank knows no balance after a row that has not posted: real answers omit the key then.
    return orjson.dumps(body if telling.pending else {**body, "running_balance": None}).decode()


def as_served(bodies: str, public_url: str) -> str:
    """Make stored transactions ready to be read: their icons lie where the emulator is found today."""
    return bodies.replace(STORED_URL, f'"{public_url}/')


def _date(telling: Telling, details: dict[str, Any]) -> str:
    return str(details.get("pending_date", details["date"]) if telling.pending else details["date"])


def _category(details: dict[str, Any]) -> dict[str, Any] | None:
    detailed = details.get("pfc")
    return None if detailed is None else pfc.category(detailed, details.get("confidence", "VERY_HIGH"))


@lru_cache(maxsize=4096)
def entity_id(merchant: str | None) -> str | None:
    """Name a merchant the same in every answer."""
    return None if merchant is None else ids.derived_id("merchant", merchant.casefold())


def counterparties(details: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell who else took part: the merchant first, then whom the world names."""
    parties = list(details.get("counterparties", []))
    if details.get("merchant"):
        parties.insert(
            0, {"name": details["merchant"], "type": "merchant", "website": details.get("website")}
        )
    return [
        {
            "account_numbers": None,
            "confidence_level": details.get("confidence", "VERY_HIGH"),
            "entity_id": entity_id(party["name"]),
            "logo_url": None,
            "website": None,
            **party,
        }
        for party in parties
    ]
