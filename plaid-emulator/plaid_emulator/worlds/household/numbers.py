"""Account numbers that pass their own checks: IBANs with right check digits, numbers that end in the mask."""

from typing import Any

NO_MASK = "0042"
IBAN_MODULUS, IBAN_TOP = 97, 98


def complete(shared: dict[str, Any], mask: str | None) -> dict[str, str]:
    """Make one account's numbers from its bank's; `account` is what stands before the mask."""
    numbers = {key: str(value) for key, value in shared.items() if key != "iban"}
    numbers["account"] = f"{shared['account']}{mask or NO_MASK}"
    if "iban" in shared:
        country, bank = shared["iban"]
        numbers["international_iban"] = iban(country, f"{bank}{numbers['account']}")
    return numbers


def iban(country: str, rest: str) -> str:
    """Put check digits between the country and the rest."""
    digits = "".join(str(int(letter, 36)) for letter in f"{rest}{country}00")
    return f"{country}{IBAN_TOP - int(digits) % IBAN_MODULUS:02d}{rest}"
