"""What Plaid makes of a description: a merchant it knows, a category by a telling word, or little."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from plaid_emulator.worlds.household import scripts

FILES = ("us", "us_city", "uk", "ca", "de")
SHORTEST, SHORTEST_OF_BILLS = 4, 7
NUMBER = re.compile(r"[{\d]")
DETAILS = ("merchant", "website", "pfc", "channel")
# What describes a merchant, the texts banks write for it, and how many letters of a text can tell it.
Taught = tuple[dict[str, Any], list[str], int]
TELLING = (
    ("payroll", "INCOME_SALARY"),
    ("salary", "INCOME_SALARY"),
    ("direct dep", "INCOME_SALARY"),
    ("paycheck", "INCOME_SALARY"),
    ("dividend", "INCOME_DIVIDENDS"),
    ("interest", "INCOME_INTEREST_EARNED"),
    ("tax ref", "INCOME_TAX_REFUND"),
    ("rent", "RENT_AND_UTILITIES_RENT"),
    ("mortgage", "LOAN_PAYMENTS_MORTGAGE_PAYMENT"),
    ("autopay", "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"),
    ("atm", "TRANSFER_OUT_WITHDRAWAL"),
    ("fee", "BANK_FEES_OTHER_BANK_FEES"),
    ("deposit", "TRANSFER_IN_DEPOSIT"),
    ("transfer", "TRANSFER_OUT_ACCOUNT_TRANSFER"),
    ("insurance", "GENERAL_SERVICES_INSURANCE"),
    ("grocer", "FOOD_AND_DRINK_GROCERIES"),
    ("coffee", "FOOD_AND_DRINK_COFFEE"),
    ("restaurant", "FOOD_AND_DRINK_RESTAURANT"),
)
INFLOWS = ("INCOME", "TRANSFER_IN")


def recognise(description: str, amount: float) -> dict[str, Any]:
    """Make the details of a described transaction: merchant, category and how sure one can be."""
    text = _letters(description)
    for name, details in _merchants():
        if name in text:
            return {"channel": "other", **details}
    words = f" {description.casefold()}"
    for word, category in TELLING:
        # Income does not flow out; what looks like it is something else.
        if f" {word}" in words and (not category.startswith("INCOME") or amount < 0):
            return {"pfc": _turned(category, amount), "confidence": "MEDIUM", "channel": "other"}
    unknown = (
        "TRANSFER_IN_OTHER_TRANSFER_IN" if amount < 0 else "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE"
    )
    return {"pfc": unknown, "confidence": "LOW", "channel": "other"}


def _turned(category: str, amount: float) -> str:
    if category == "TRANSFER_OUT_ACCOUNT_TRANSFER" and amount < 0:
        return "TRANSFER_IN_ACCOUNT_TRANSFER"
    return category


@cache
def _merchants() -> tuple[tuple[str, dict[str, Any]], ...]:
    """List the names of merchants, and what banks write for them, the longest first."""
    known: dict[str, dict[str, Any]] = {}
    for taught, names, shortest in (*_payees(), *_bills()):
        details = {key: taught[key] for key in DETAILS if taught.get(key)}
        for text in (details["merchant"], *_brands(details["merchant"], names)):
            if len(_letters(text)) >= shortest:
                known.setdefault(_letters(text), details)
    return tuple(sorted(known.items(), key=lambda entry: -len(entry[0])))


def _payees() -> Iterator[Taught]:
    """Tell what the shops teach that households go to."""
    for file in FILES:
        for group in scripts.payees(file).values():
            for payee in group["payees"]:
                if payee.get("merchant"):
                    yield {**group, **payee}, payee["names"], SHORTEST


def _bills() -> Iterator[Taught]:
    """Tell what those teach that send the same bill to many; such names are less of their own."""
    for name in scripts.names():
        for bill in scripts.load(name)["fixed"]:
            if bill.get("website") and bill.get("merchant") and bill["amount"] > 0:
                yield bill, [bill["name"]], SHORTEST_OF_BILLS


def _brands(merchant: str, names: Iterable[str]) -> Iterator[str]:
    """Take the part of each text that is the same for every customer: what comes before any number."""
    for name in names:
        brand = NUMBER.split(name, maxsplit=1)[0]
        # Where the merchant's name only follows, the beginning is the bank's own words.
        if _letters(merchant) in _letters(brand) or _letters(merchant) not in _letters(name):
            yield brand


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
