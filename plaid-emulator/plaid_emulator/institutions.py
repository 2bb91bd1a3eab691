"""The banks one can link: Plaid's sandbox institutions and our own persona bank."""

import json
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plaid_emulator import products
from plaid_emulator.clock import iso
from plaid_emulator.errors import PlaidError
from plaid_emulator.logos import logo

DATA = Path(__file__).with_name("institutions.json")
# fmt: off
COUNTRIES = {
    "US", "GB", "ES", "NL", "FR", "IE", "CA", "DE", "IT", "PL",
    "DK", "NO", "SE", "EE", "LT", "LV", "PT", "BE", "AT", "FI",
}
# fmt: on


@dataclass(frozen=True)
class Institution:
    """One bank, as the Link dialog and the institution endpoints need it."""

    institution_id: str
    name: str
    country_codes: tuple[str, ...] = ("US",)
    oauth: bool = False
    url: str | None = None
    primary_color: str | None = None
    health: str = "HEALTHY"
    supported: bool = True
    persistent_ids: bool = False
    # The login name of the household that banks here; the offline dialog shows it as a hint.
    persona: str | None = None
    # What this bank does not offer of what all the others do.
    without: tuple[str, ...] = ()
    # How far back its history goes, and whether it tells of what has not posted yet: some banks tell little.
    history_days: int = 730
    shows_pending: bool = True

    @property
    def products(self) -> tuple[str, ...]:
        return tuple(each for each in products.CORE if each not in self.without)

    def offers(self, names: Collection[str]) -> bool:
        """Whether this bank can do all of this."""
        # Every bank tells transactions, also one of which little else is known.
        return products.needed_for(names) <= {*self.products, "transactions"}


@cache
def list_all() -> tuple[Institution, ...]:
    entries = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        Institution(**{**entry, "country_codes": tuple(entry.get("country_codes", ("US",)))})
        for entry in entries
    )


def find(institution_id: str) -> Institution | None:
    return next((each for each in list_all() if each.institution_id == institution_id), None)


def get(institution_id: str) -> Institution:
    institution = find(institution_id)
    if institution is None:
        raise PlaidError("INVALID_INSTITUTION")
    return institution


def is_european(institution_id: str) -> bool:
    """Whether a bank's consents end by European law; elsewhere it is only its tokens."""
    return not {"US", "CA"} & set(get(institution_id).country_codes)


def select(country_codes: list[str], wanted: list[str] | None = None) -> list[Institution]:
    """List the banks of these countries that offer all of these products."""
    countries = set(country_codes)
    return [each for each in list_all() if countries & set(each.country_codes) and each.offers(wanted or ())]


def search(query: str, country_codes: list[str], wanted: list[str] | None = None) -> list[Institution]:
    """Find banks by part of their name, best match first; an empty query lists all."""
    words = _plain(query).split()
    found = [each for each in select(country_codes, wanted) if all(w in _plain(each.name) for w in words)]
    return sorted(found, key=lambda each: not _plain(each.name).startswith(_plain(query)))[:50]


def _plain(text: str) -> str:
    """Write a name as people type it who have no accents on their keyboard."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def render(
    institution: Institution, *, metadata: bool = False, status_at: float | None = None
) -> dict[str, Any]:
    """Make Plaid's institution object; health is told as at `status_at`, when given."""
    body: dict[str, Any] = {
        "institution_id": institution.institution_id,
        "name": institution.name,
        "products": list(institution.products),
        "country_codes": list(institution.country_codes),
        "routing_numbers": [],
        "dtc_numbers": [],
        "oauth": institution.oauth,
        "connection_availability": "SUPPORTED" if institution.supported else "NOT_SUPPORTED",
    }
    if metadata:
        body |= {
            "url": institution.url,
            "primary_color": institution.primary_color,
            "logo": logo(institution.primary_color),
        }
    if status_at is not None:
        body["status"] = _status(institution, status_at)
    return body


def _status(institution: Institution, at: float) -> dict[str, Any]:
    success = {"HEALTHY": 0.98, "DEGRADED": 0.61, "DOWN": 0.02}[institution.health]
    product = {
        "status": institution.health,
        "last_status_change": iso(at - 7 * 86_400),
        "breakdown": {
            "success": success,
            "error_plaid": 0.01,
            "error_institution": round(0.99 - success, 2),
            "refresh_interval": "NORMAL" if institution.health == "HEALTHY" else "DELAYED",
        },
    }
    return {"item_logins": product, "transactions_updates": product, "health_incidents": None}
