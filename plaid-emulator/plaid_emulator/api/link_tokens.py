"""/link/token/*: making link tokens with Plaid's checks, and looking at what became of them."""

import json
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field

from plaid_emulator import institutions, items, products, tokens
from plaid_emulator.api.registry import Options, PlaidRequest, endpoint
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.link import dashboard

LANGUAGES = {
    "da",
    "nl",
    "en",
    "et",
    "fr",
    "de",
    "hi",
    "it",
    "lv",
    "lt",
    "no",
    "pl",
    "pt",
    "ro",
    "es",
    "sv",
    "vi",
}
Extra = dict[str, Any] | None
RUNNING_SCHEMES = {"javascript", "data", "vbscript", "blob", "file"}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
LONGEST_HOSTED_SECONDS = 21 * 24 * 3600
RESULTS_SECONDS = 6 * 3600


class User(Options):
    """The person linking; details beyond the id are taken and not looked at."""

    model_config = ConfigDict(extra="allow", strict=True)

    client_user_id: str = Field(min_length=1)


class Transactions(Options):
    """How many days of history Link shall ask for."""

    days_requested: int | None = Field(default=None, ge=1, le=730)


class HostedLink(Options):
    """How Link shall run on a page of Plaid's own."""

    delivery_method: Literal["sms", "email"] | None = None
    completion_redirect_uri: str | None = None
    url_lifetime_seconds: int | None = Field(default=None, ge=1, le=LONGEST_HOSTED_SECONDS)
    is_mobile_app: bool | None = None


class Update(Options):
    """What update mode shall offer beyond a new login."""

    account_selection_enabled: bool | None = None
    reauthorization_enabled: bool | None = None
    user: bool | None = None
    item_ids: list[str] | None = None


class InstitutionData(Options):
    """The bank to highlight in the list."""

    routing_number: str | None = None
    institution_id: str | None = None


class CreateRequest(PlaidRequest):
    """Body of /link/token/create; parts for products we have none of are taken as they are."""

    client_name: str = Field(min_length=1)
    language: str
    country_codes: list[str] = Field(min_length=1)
    user: User | None = None
    user_id: str | None = None
    products: list[str] | None = None
    required_if_supported_products: list[str] | None = None
    optional_products: list[str] | None = None
    additional_consented_products: list[str] | None = None
    webhook: str | None = None
    access_token: str | None = None
    access_tokens: list[str] | None = None
    link_customization_name: str | None = None
    appearance_mode: str | None = None
    redirect_uri: str | None = None
    android_package_name: str | None = None
    institution_data: InstitutionData | None = None
    card_switch: Extra = None
    account_filters: Extra = None
    eu_config: Extra = None
    institution_id: str | None = None
    payment_configuration: Extra = None
    payment_initiation: Extra = None
    employment: Extra = None
    income_verification: Extra = None
    base_report: Extra = None
    credit_partner_insights: Extra = None
    cra_options: Extra = None
    cra_report_parameter: Extra = None
    consumer_report_permissible_purpose: str | None = None
    auth: Extra = None
    transfer: Extra = None
    update: Update | None = None
    identity_verification: Extra = None
    statements: Extra = None
    third_party_user_token: str | None = None
    investments: Extra = None
    investments_auth: Extra = None
    hosted_link: HostedLink | None = None
    transactions: Transactions | None = None
    cashflow_report: Extra = None
    cra_enabled: bool | None = None
    identity: Extra = None
    financekit_supported: bool | None = None
    enable_multi_item_link: bool | None = None
    user_token: str | None = None


class GetRequest(PlaidRequest):
    """Body of /link/token/get."""

    link_token: str


@endpoint("/link/token/create", CreateRequest)
def create(emulator: Emulator, request: CreateRequest) -> dict[str, Any]:
    _check_texts(request)
    _check_link(emulator, request)
    item_id = None
    if request.access_token is not None:
        item_id = items.find_by_access_token(emulator, request.access_token).item_id
    else:
        products.check_for_link(
            request.products or [],
            request.required_if_supported_products or [],
            request.optional_products or [],
            request.additional_consented_products or [],
        )
    kept = request.model_dump(mode="json", exclude_none=True, exclude={"client_id", "secret"})
    token = tokens.create_link_token(emulator, kept, item_id)
    answer = {"expiration": iso(token.expires_at), "link_token": token.token}
    if request.hosted_link is not None:
        answer["hosted_link_url"] = f"{emulator.config.public_url}/link/hosted/{token.token}"
    return answer


@endpoint("/link/token/get", GetRequest)
def get(emulator: Emulator, request: GetRequest) -> dict[str, Any]:
    token = tokens.find_link_token(emulator, request.link_token)
    if token is None:
        raise PlaidError("INVALID_LINK_TOKEN")
    kept = token.request
    return {
        "created_at": iso(token.created_at),
        "expiration": iso(token.expires_at),
        "link_sessions": _sessions(emulator, token.token),
        "link_token": token.token,
        "metadata": {
            "client_name": kept.get("client_name"),
            "country_codes": token.country_codes,
            "initial_products": token.products,
            "language": kept.get("language"),
            "redirect_uri": kept.get("redirect_uri"),
            "webhook": kept.get("webhook"),
        },
    }


def _check_texts(request: CreateRequest) -> None:
    if request.user is None and request.user_id is None:
        raise PlaidError("MISSING_FIELDS", "user")
    if request.language not in LANGUAGES:
        raise PlaidError("INVALID_FIELD", f"language: {request.language} is not a supported language")
    unknown = sorted(set(request.country_codes) - institutions.COUNTRIES)
    if unknown:
        raise PlaidError(
            "INVALID_FIELD", f"country_codes: {', '.join(unknown)} is not a supported country code"
        )
    if request.webhook and not _is_url(request.webhook):
        raise PlaidError("INVALID_FIELD", "webhook must be a valid URL")


def _check_link(emulator: Emulator, request: CreateRequest) -> None:
    if request.redirect_uri:
        _check_redirect_uri(emulator, request.redirect_uri)
    if request.hosted_link is not None and request.hosted_link.completion_redirect_uri:
        _check_completion_uri(request.hosted_link.completion_redirect_uri)
    if request.institution_id is not None:
        institutions.get(request.institution_id)
    customization = dashboard.find_customization(emulator, request.link_customization_name)
    selects = request.update is not None and request.update.account_selection_enabled
    if selects and customization.account_selection == "one":
        raise PlaidError("INVALID_LINK_CUSTOMIZATION")


def _check_completion_uri(uri: str) -> None:
    # A page of ours goes there: an app's own scheme is fine, a scheme that runs code is not.
    scheme = urlsplit(uri).scheme
    if not scheme or scheme in RUNNING_SCHEMES:
        raise PlaidError("INVALID_FIELD", "hosted_link.completion_redirect_uri must be a valid URI")


def _check_redirect_uri(emulator: Emulator, uri: str) -> None:
    parts = urlsplit(uri)
    if not _is_url(uri) or "?" in uri or "#" in uri:
        raise PlaidError("INVALID_FIELD", "redirect_uri must be a URL without query parameters or fragment")
    if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        raise PlaidError(
            "INVALID_FIELD", "redirect_uri must use HTTPS; only localhost may use HTTP, in Sandbox"
        )
    dashboard.check_redirect_uri(emulator, uri)


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _sessions(emulator: Emulator, token: str) -> list[dict[str, Any]]:
    # Plaid forgets a session six hours after its end.
    rows = emulator.database.list(
        "SELECT * FROM link_sessions WHERE token = ? AND (finished_at IS NULL OR finished_at > ?)"
        " ORDER BY started_at",
        *(token, emulator.clock.timestamp() - RESULTS_SECONDS),
    )
    return [
        {
            "link_session_id": row["link_session_id"],
            "started_at": iso(row["started_at"]),
            "finished_at": None if row["finished_at"] is None else iso(row["finished_at"]),
            **json.loads(row["body"]),
        }
        for row in rows
    ]
