"""How a bank writes a payee: descriptors filled in, printed its own way, details sometimes missing."""

import random
import string
from datetime import date
from typing import Any

Payee = dict[str, Any]
Place = list[str]
DIGITS = string.digits
REFERENCE = string.digits + "ABCDEFGHJKLMNPQRSTUVWXYZ"
HOURS = ("7AM", "8AM", "1PM", "5PM", "6PM", "9PM", "11PM")
DELIVERED = ("THAIORCHI", "BIBIBOPAS", "PIZZAPAPA", "CONDADOTA", "NORTHSTAR", "CHINAWOK")
KEPT = ("merchant", "website", "channel", "code", "confidence", "pfc")


class Wording:
    """Writes descriptors and details for one rule; its randomness is the rule's own."""

    def __init__(self, rng: random.Random, script: dict[str, Any]) -> None:
        self._rng, self._script = rng, script
        self._prints: dict[str, str] = script.get("prints", {})
        self._checks = 0

    def name(self, template: str, day: date, place: Place | None = None, kind: str | None = None) -> str:
        """Fill a descriptor: {store} is one of a payee's few shops, {ref9} nine random characters.

        A bank that `prints` this kind of movement its own way puts the name into its own pattern.
        """
        city, state = (place or self._script["home"])[:2]
        store = (sum(template.encode()) * 37 + self._rng.randrange(3) * 211) % 9000 + 100
        values: dict[str, Any] = {
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
            "merchant2": self._rng.choice(self._script.get("delivered", DELIVERED)),
            "day": day,
        }
        name = template.format_map(_Lenient(values))
        if kind in self._prints:
            name = self._prints[kind].format_map({**values, "name": name})
        return name.upper() if self._script.get("shouts") and kind else name

    def details(self, payee: Payee, name: str, place: Place | None = None) -> dict[str, Any]:
        """Make a row's details; some are left out, as banks do."""
        sparse = self._script["sparse"]
        details: dict[str, Any] = {"name": name, "original": name}
        details |= {key: payee[key] for key in KEPT if payee.get(key) is not None}
        if payee.get("channel") == "in store" and not self._chance(sparse.get("location", 0)):
            details["location"] = self._location(place or self._script["home"])
        if payee.get("income"):
            party = {"name": payee["merchant"], "type": "income_source"}
            details |= {"counterparties": [party], "merchant": None}
        details["counterparties"] = [*details.get("counterparties", []), *_go_betweens(payee)]
        if "meta" in payee:
            details["payment_meta"] = payee["meta"]
        if self._chance(sparse.get("merchant", 0)):
            details |= {"merchant": None, "website": None, "confidence": "LOW"}
        if self._chance(sparse.get("pfc", 0)):
            details["pfc"] = None
        if self._chance(sparse.get("authorized_date", 0)):
            details["authorized_date"] = None
        return self._touch_up(details, payee)

    def check_number(self, first: int) -> str:
        self._checks += 1
        return str(first + self._checks - 1)

    def _touch_up(self, details: dict[str, Any], payee: Payee) -> dict[str, Any]:
        """Do what only some scripts ask for: wrong categories, tidied names, other words while pending."""
        if "wrong" in payee and self._chance(payee["wrong"]["share"]):
            details |= {key: value for key, value in payee["wrong"].items() if key != "share"}
        if "tidied" in self._script["sparse"] and self._chance(self._script["sparse"]["tidied"]):
            details["name"] = details.get("merchant") or details["name"]
        if "pending" in self._prints:
            details["pending_name"] = self._prints["pending"].format(name=details["original"])
        return details

    def _location(self, place: Place) -> dict[str, Any]:
        country = place[2] if len(place) > 2 else self._script.get("country", "US")  # noqa: PLR2004 - city, region
        return {"city": place[0], "region": place[1] or None, "country": country}

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share

    def _random(self, letters: str, count: int | str) -> str:
        return "".join(self._rng.choices(letters, k=int(count)))


class _Lenient(dict[str, Any]):
    """Leaves a placeholder it does not know as it stands."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def kind_of(payee: Payee) -> str:
    """Name the kind of movement for the bank's printer: said by the script, or how it was paid."""
    return str(payee.get("print") or payee.get("channel", "other"))


def _go_betweens(payee: Payee) -> list[dict[str, Any]]:
    """Name the payment app or terminal between a person and a payee."""
    parties = []
    if "app" in payee:
        website = f"{payee['app'].lower().replace(' ', '')}.com"
        parties.append({"name": payee["app"], "type": "payment_app", "website": website})
    if "via" in payee:
        parties.append({"name": payee["via"], "type": "payment_terminal"})
    return parties
