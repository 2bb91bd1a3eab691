"""/link/token/*: making link tokens with Plaid's checks, and looking at what became of them."""

import json
from typing import Any
from urllib.parse import urlsplit

from plaid_emulator import institutions, items, products, tokens
from plaid_emulator.api.link_requests import CreateRequest, LinkRequest
from plaid_emulator.api.registry import PlaidRequest, endpoint
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
RUNNING_SCHEMES = {"javascript", "data", "vbscript", "blob", "file"}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
RESULTS_SECONDS = 6 * 3600


class GetRequest(PlaidRequest):
    """Body of /link/token/get."""

    link_token: str


@endpoint("/link/token/create", CreateRequest, misshapen="INVALID_CONFIGURATION")
def create(emulator: Emulator, request: LinkRequest) -> dict[str, Any]:
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
    kept = request.model_dump(mode="json", exclude_none=True, exclude={"secret"})
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


def _check_texts(request: LinkRequest) -> None:
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


def _check_link(emulator: Emulator, request: LinkRequest) -> None:
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
