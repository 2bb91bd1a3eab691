"""/auth/get: the numbers with which money is moved to and from an account."""

from typing import Any

from plaid_emulator import accounts, institutions
from plaid_emulator.accounts import Account
from plaid_emulator.api.access import open_item_with
from plaid_emulator.api.accounts import AccountsRequest
from plaid_emulator.api.items import render_item
from plaid_emulator.api.registry import endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError

PRODUCT = "auth"
SUBTYPES = {"checking", "savings", "cash management"}
# What an account gets whose world knows no numbers; the account number ends with its mask.
DEFAULT_ACCOUNT = "111122223333"
ACH = {"ach_routing": "011401533", "ach_wire_routing": "021000021"}
EFT = {"eft_institution": "021", "eft_branch": "01140"}
BACS = {"bacs_sort_code": "200000"}
IBAN_DIGITS = "500105175407"
DEFAULTS_BY_COUNTRY = {"US": ACH, "CA": EFT, "GB": BACS}


@endpoint("/auth/get", AccountsRequest)
def get(emulator: Emulator, request: AccountsRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, PRODUCT)
    chosen = [each for each in accounts.choose(emulator, item, request.account_ids) if has_numbers(each)]
    if not chosen:
        raise PlaidError("NO_AUTH_ACCOUNTS")
    country = institutions.get(item.institution_id).country_codes[0]
    told: dict[str, list[dict[str, Any]]] = {"ach": [], "eft": [], "international": [], "bacs": []}
    for account in chosen:
        for kind, numbers in _numbers(account, country).items():
            told[kind].append({"account_id": account.account_id, **numbers})
    return {
        "accounts": [accounts.render(emulator, item, each, item.polled_at) for each in chosen],
        "item": render_item(emulator, item),
        "numbers": told,
    }


def has_numbers(account: Account) -> bool:
    return account.spec.type == "depository" and account.spec.subtype in SUBTYPES


def _numbers(account: Account, country: str) -> dict[str, dict[str, Any]]:
    """Tell the numbers of each payment system the account takes part in."""
    known: dict[str, Any] = dict(account.spec.facts.get("numbers", {}))
    if not known.keys() - {"account"}:
        known |= DEFAULTS_BY_COUNTRY.get(country) or _international(country, account.spec.mask or "0000")
    number = known.get("account") or f"{DEFAULT_ACCOUNT}{account.spec.mask or '0000'}"
    told: dict[str, dict[str, Any]] = {}
    if "ach_routing" in known:
        told["ach"] = {
            "account": number,
            "is_tokenized_account_number": False,
            "routing": known["ach_routing"],
            "wire_routing": known.get("ach_wire_routing"),
        }
    if "eft_institution" in known:
        told["eft"] = {
            "account": number,
            "institution": known["eft_institution"],
            "branch": known["eft_branch"],
        }
    if "international_iban" in known:
        told["international"] = {"iban": known["international_iban"], "bic": known["international_bic"]}
    if "bacs_sort_code" in known:
        told["bacs"] = {"account": number[-8:], "sort_code": known["bacs_sort_code"]}
    return told


def _international(country: str, mask: str) -> dict[str, str]:
    """Make an IBAN with right check digits, as ISO 13616 wants them."""
    digits = f"{IBAN_DIGITS}{mask}".zfill(18)
    as_number = "".join(str(int(letter, 36)) for letter in f"{digits}{country}00")
    return {
        "international_iban": f"{country}{98 - int(as_number) % 97:02d}{digits}",
        "international_bic": f"PLSB{country}22",
    }
