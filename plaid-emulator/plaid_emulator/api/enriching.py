"""/transactions/enrich: merchants and categories for rows that come from elsewhere, without any Item."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from plaid_emulator import legacy_categories, pfc
from plaid_emulator.api.registry import Options, PlaidRequest, endpoint
from plaid_emulator.api.transactions import Version
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.rendering import LOCATION, counterparties, entity_id
from plaid_emulator.worlds.custom.recognising import recognise
from plaid_emulator.worlds.model import MOST_MONEY

MOST_TRANSACTIONS = 100
AccountType = Literal["depository", "credit"]


class Place(Options):
    """Where it was, as far as the caller knows."""

    country: str | None = None
    region: str | None = None
    city: str | None = None
    address: str | None = None
    postal_code: str | None = None


class Transaction(Options):
    """A row of the caller's own; amounts have no sign, the direction is told instead."""

    id: str = Field(min_length=1)
    user_id: str | None = None
    client_user_id: str | None = None
    client_account_id: str | None = None
    account_type: str | None = None
    account_subtype: str | None = None
    description: str = Field(min_length=1)
    amount: float = Field(ge=0, le=MOST_MONEY, allow_inf_nan=False)
    direction: Literal["INFLOW", "OUTFLOW"]
    iso_currency_code: str = Field(pattern=r"^[A-Z]{3}$")
    location: Place | None = None
    mcc: str | None = None
    date_posted: date | None = None


class EnrichOptions(Options):
    """What an enriched row shall hold."""

    include_legacy_category: bool | None = None
    personal_finance_category_version: Version | None = None


class EnrichRequest(PlaidRequest):
    """Body of /transactions/enrich."""

    account_type: AccountType
    transactions: list[Transaction] = Field(min_length=1)
    options: EnrichOptions | None = None


@endpoint("/transactions/enrich", EnrichRequest)
def enrich(emulator: Emulator, request: EnrichRequest) -> dict[str, Any]:
    if len(request.transactions) > MOST_TRANSACTIONS:
        raise PlaidError(
            "INVALID_FIELD", f"transactions: at most {MOST_TRANSACTIONS} may be enriched at once"
        )
    options = request.options or EnrichOptions()
    url = emulator.config.public_url
    return {"enriched_transactions": [_enrich(each, options, url) for each in request.transactions]}


def _enrich(row: Transaction, options: EnrichOptions, public_url: str) -> dict[str, Any]:
    known = recognise(row.description, -row.amount if row.direction == "INFLOW" else row.amount)
    kept = row.model_dump(exclude_none=True, exclude={"user_id", "location", "mcc", "date_posted"})
    version = options.personal_finance_category_version or "v2"
    place = row.location.model_dump(exclude_none=True) if row.location else {}
    enrichments = {
        "check_number": None,
        "counterparties": [each | {"phone_number": None} for each in counterparties(known)],
        "entity_id": entity_id(known.get("merchant")),
        "location": dict.fromkeys(LOCATION) | place,
        "logo_url": None,
        "merchant_name": known.get("merchant"),
        "payment_channel": known.get("channel", "other"),
        "personal_finance_category": pfc.category(
            known["pfc"], known.get("confidence", "VERY_HIGH"), version
        ),
        "personal_finance_category_icon_url": pfc.icon_url(known["pfc"], public_url),
        "phone_number": None,
        "website": known.get("website"),
    }
    if options.include_legacy_category:
        old = legacy_categories.of(known["pfc"])
        enrichments |= {"legacy_category": list(old.hierarchy), "legacy_category_id": old.category_id}
    return {**kept, "enrichments": enrichments}
