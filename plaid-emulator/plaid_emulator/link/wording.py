"""Words for people: what a refusal means, what to do next, and which sandbox users to suggest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plaid_emulator.institutions import Institution
from plaid_emulator.worlds.registry import find_persona

FORM_PROBLEMS = {
    "INVALID_CREDENTIALS": "That user name and password do not match. Check them and try again.",
    "INVALID_UPDATED_USERNAME": "This connection has another user name. Sign in with the one used before.",
    "INVALID_CONFIGURATION": "The password of user_custom is its JSON configuration: {message}",
    "INVALID_MFA": "That answer is not right. Please try again.",
    "INVALID_PHONE_NUMBER": "Enter a phone number with ten digits.",
    "INVALID_OTP": "That code is not right. Please try again.",
}
# On these views the form itself tells what is wrong; everywhere else an error has a view of its own.
FORMS = {
    "INVALID_CREDENTIALS": ("CREDENTIAL",),
    "INVALID_UPDATED_USERNAME": ("CREDENTIAL",),
    "INVALID_CONFIGURATION": ("CREDENTIAL",),
    "INVALID_MFA": ("MFA",),
    "INVALID_PHONE_NUMBER": ("SUBMIT_PHONE",),
    "INVALID_OTP": ("VERIFY_PHONE",),
}
DEGRADED = "This bank is having problems at the moment. Signing in may take longer or fail."


@dataclass(frozen=True)
class Explanation:
    """An error view: what happened, what to do, and where its button leads."""

    title: str
    text: str
    retry: Literal["SELECT_INSTITUTION", "CREDENTIAL"] | None = "SELECT_INSTITUTION"


NOT_RESPONDING = Explanation(
    "This bank is not responding",
    "It may be a short outage. Try again in a little while, or connect another bank.",
)
UNSUPPORTED = Explanation(
    "This bank cannot be connected", "It does not offer this kind of connection. Please choose another bank."
)
EXPLANATIONS = {
    "INSTITUTION_DOWN": NOT_RESPONDING,
    "INSTITUTION_NOT_RESPONDING": NOT_RESPONDING,
    "INSTITUTION_NOT_AVAILABLE": NOT_RESPONDING,
    "INSTITUTION_NO_LONGER_SUPPORTED": UNSUPPORTED,
    "COUNTRY_NOT_SUPPORTED": UNSUPPORTED,
    "ITEM_NOT_SUPPORTED": Explanation(
        "This kind of account cannot be connected", "Your bank does not share it. Please choose another bank."
    ),
    "MFA_NOT_SUPPORTED": Explanation(
        "This sign-in method cannot be used",
        "Your bank asks for a confirmation that does not work here. Please choose another bank.",
    ),
    "NO_ACCOUNTS": Explanation(
        "No accounts to share", "This login has no account that fits what the app asks for."
    ),
    "ITEM_LOCKED": Explanation(
        "Your bank has locked this login",
        "Unlock it on your bank's own website, then come back and try again.",
    ),
    "USER_SETUP_REQUIRED": Explanation(
        "Your bank needs something from you first",
        "Sign in on your bank's own website, finish what it asks for, then come back.",
    ),
    "USER_INPUT_TIMEOUT": Explanation(
        "That took too long", "Your bank ended the sign-in. Please sign in again.", "CREDENTIAL"
    ),
    "INSUFFICIENT_CREDENTIALS": Explanation(
        "The sign-in was not finished",
        "Your bank did not get everything it needs. Please sign in again.",
        "CREDENTIAL",
    ),
    "ACCESS_NOT_GRANTED": Explanation(
        "Your bank did not get your permission",
        "This app needs access to your accounts. Sign in again and allow it.",
        "CREDENTIAL",
    ),
    "NO_AUTH_ACCOUNTS": Explanation(
        "No checking or savings account",
        "This app needs one to go on. Please choose another bank, or share another account.",
    ),
    "RECAPTCHA_BAD": Explanation(
        "You may be a robot", "The check did not let you through. Please choose your bank again."
    ),
    "INTERNAL_SERVER_ERROR": Explanation(
        "Something went wrong on our side", "Your details are fine. Please try again.", "CREDENTIAL"
    ),
    # Plaid closes Link here: the method was chosen before the dialog began.
    "INVALID_SEND_METHOD": Explanation(
        "The code could not be sent",
        "Close this window and start again with another way to receive it.",
        None,
    ),
}
ANYTHING_ELSE = Explanation(
    "This did not work", "Your bank refused the sign-in. Please try again.", "CREDENTIAL"
)
RETRY_LABELS = {"SELECT_INSTITUTION": "Choose another bank", "CREDENTIAL": "Try again"}

PRODUCTS = {
    "transactions": "transactions",
    "auth": "account and routing numbers",
    "identity": "name and contact details",
    "investments": "investments",
    "liabilities": "loans and interest rates",
}


def explain(error_code: str) -> Explanation:
    return EXPLANATIONS.get(error_code, ANYTHING_ELSE)


def data_types(products: Sequence[str], days_requested: int) -> str:
    """Say in one sentence what the app will see."""
    named = [PRODUCTS[product] for product in products if product in PRODUCTS]
    parts = ["Account names", "balances", *named]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{listed}, going back {_span(days_requested)}." if "transactions" in products else f"{listed}."


def hints(institution: Institution, only_user: str | None) -> list[dict[str, str]]:
    """Suggest sandbox users, the bank's own household first; in update mode the Item's user alone."""
    persona = find_persona(institution.persona or "")
    known = {
        persona.username if persona else "": persona.title if persona else "",
        "user_good": "Fourteen accounts, nothing ever changes",
        "user_transactions_dynamic": "New transactions at every refresh",
    }
    if only_user is not None:
        known = {only_user: "The login of this connection"}
    return [{"username": name, "password": "pass_good", "note": note} for name, note in known.items() if name]


def _span(days: int) -> str:
    months = round(days / 30.4)
    if months >= 12 and months % 12 == 0:  # noqa: PLR2004 - a year
        years = months // 12
        return "one year" if years == 1 else f"{years} years"
    return f"{months} months" if months > 1 else f"{days} days"
