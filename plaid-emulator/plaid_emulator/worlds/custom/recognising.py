"""What Plaid makes of a description: a merchant it knows, a category by a telling word, or little."""

from functools import cache
from typing import Any

from plaid_emulator.worlds.household import scripts

FILES = ("us", "us_city", "uk", "ca", "de")
SHORTEST = 4
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
    """List what the households' payees teach, the longest names first."""
    known: dict[str, dict[str, Any]] = {}
    for file in FILES:
        for group in scripts.payees(file).values():
            shared = {key: group[key] for key in ("pfc", "channel") if group.get(key)}
            for payee in group["payees"]:
                name = _letters(payee.get("merchant") or "")
                if len(name) >= SHORTEST:
                    kept = {
                        key: payee[key] for key in ("merchant", "website", "pfc", "channel") if key in payee
                    }
                    known.setdefault(name, {**shared, **kept})
    return tuple(sorted(known.items(), key=lambda entry: -len(entry[0])))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
