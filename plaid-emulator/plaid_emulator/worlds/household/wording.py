"""How a bank writes a payee: descriptors filled in, details that are sometimes missing."""

import random
import string
from datetime import date
from typing import Any

Payee = dict[str, Any]
DIGITS = string.digits
REFERENCE = string.digits + "ABCDEFGHJKLMNPQRSTUVWXYZ"
HOURS = ("7AM", "8AM", "1PM", "5PM", "6PM", "9PM", "11PM")
DELIVERED = ("THAIORCHI", "BIBIBOPAS", "PIZZAPAPA", "CONDADOTA", "NORTHSTAR", "CHINAWOK")
KEPT = ("merchant", "website", "channel", "code", "confidence", "pfc")


class Wording:
    """Writes descriptors and details for one rule; its randomness is the rule's own."""

    def __init__(self, rng: random.Random, script: dict[str, Any]) -> None:
        self._rng, self._script = rng, script
        self._checks = 0

    def name(self, template: str, day: date, place: list[str] | None = None) -> str:
        """Fill a descriptor: {store} is one of a payee's few shops, {ref9} nine random characters."""
        city, state = place or self._script["home"]
        store = (sum(template.encode()) * 37 + self._rng.randrange(3) * 211) % 9000 + 100
        values = {
            **{f"d{n}": self._random(DIGITS, n) for n in (2, 4, 5, 6, 8, 10)},
            **{f"ref{n}": self._random(REFERENCE, n) for n in ("9",)},
            "ref": self._random(REFERENCE, 6),
            "phone": f"{self._rng.randrange(800, 889)}-{self._random(DIGITS, 3)}-{self._random(DIGITS, 4)}",
            "city": city.upper(),
            "state": state,
            "store": f"{store:04d}",
            "weekday": f"{day:%a}".upper(),
            "hour": self._rng.choice(HOURS),
            "person": self._rng.choice(self._script["people"]),
            "merchant2": self._rng.choice(DELIVERED),
        }
        return template.format_map(_Lenient(values))

    def details(self, payee: Payee, name: str, place: list[str] | None = None) -> dict[str, Any]:
        """Make a row's details; some are left out, as banks do."""
        sparse = self._script["sparse"]
        details: dict[str, Any] = {"name": name, "original": name}
        details |= {key: payee[key] for key in KEPT if payee.get(key) is not None}
        if payee.get("channel") == "in store" and not self._chance(sparse["location"]):
            city, state = place or self._script["home"]
            details["location"] = {"city": city, "region": state, "country": "CA" if state == "ON" else "US"}
        if payee.get("income"):
            party = {"name": payee["merchant"], "type": "income_source"}
            details |= {"counterparties": [party], "merchant": None}
        details["counterparties"] = [*details.get("counterparties", []), *_go_betweens(payee)]
        if "meta" in payee:
            details["payment_meta"] = payee["meta"]
        if self._chance(sparse["merchant"]):
            details |= {"merchant": None, "website": None, "confidence": "LOW"}
        if self._chance(sparse["pfc"]):
            details["pfc"] = None
        if self._chance(sparse["authorized_date"]):
            details["authorized_date"] = None
        return details

    def check_number(self, first: int) -> str:
        self._checks += 1
        return str(first + self._checks - 1)

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share

    def _random(self, letters: str, count: int | str) -> str:
        return "".join(self._rng.choices(letters, k=int(count)))


class _Lenient(dict[str, str]):
    """Leaves a placeholder it does not know as it stands."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _go_betweens(payee: Payee) -> list[dict[str, Any]]:
    """Name the payment app or terminal between a person and a payee."""
    parties = []
    if "app" in payee:
        website = f"{payee['app'].lower().replace(' ', '')}.com"
        parties.append({"name": payee["app"], "type": "payment_app", "website": website})
    if "via" in payee:
        parties.append({"name": payee["via"], "type": "payment_terminal"})
    return parties
