"""/institutions/*: listing, finding and looking up banks."""

from typing import Any

from pydantic import Field

from plaid_emulator import institutions, products
from plaid_emulator.api.registry import Options, PlaidRequest, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError

# Real, but nothing one can begin an Item with; a bank may be asked for it all the same.
NOT_FOR_LINK = ("balance",)
AUTH_METHODS = {
    "instant_auth": True,
    "instant_match": True,
    "automated_micro_deposits": True,
    "instant_micro_deposits": False,
}


class InstitutionOptions(Options):
    """Options of all three endpoints."""

    include_optional_metadata: bool | None = None
    include_auth_metadata: bool | None = None
    include_payment_initiation_metadata: bool | None = None


class GetOptions(InstitutionOptions):
    """Options of /institutions/get."""

    products: list[str] | None = Field(default=None, min_length=1)
    routing_numbers: list[str] | None = None
    oauth: bool | None = None


class GetByIdOptions(InstitutionOptions):
    """Options of /institutions/get_by_id."""

    include_status: bool | None = None


class PaymentInitiation(Options):
    """A payment the bank must be able to make; we know of none."""

    payment_id: str | None = None
    consent_id: str | None = None


class SearchOptions(InstitutionOptions):
    """Options of /institutions/search."""

    oauth: bool | None = None
    payment_initiation: PaymentInitiation | None = None


class CountriesRequest(PlaidRequest):
    """What all three endpoints need."""

    country_codes: list[str] = Field(min_length=1)


class GetRequest(CountriesRequest):
    """Body of /institutions/get."""

    count: int = Field(ge=1, le=500)
    offset: int = Field(ge=0)
    options: GetOptions | None = None


class GetByIdRequest(CountriesRequest):
    """Body of /institutions/get_by_id."""

    institution_id: str = Field(min_length=1)
    options: GetByIdOptions | None = None


class SearchRequest(CountriesRequest):
    """Body of /institutions/search."""

    query: str = Field(min_length=1)
    products: list[str] | None = Field(default=None, min_length=1)
    options: SearchOptions | None = None


@endpoint("/institutions/get", GetRequest)
def get(emulator: Emulator, request: GetRequest) -> dict[str, Any]:
    options = request.options or GetOptions()
    products.check_names(options.products or [], *NOT_FOR_LINK)
    found = _with_oauth(institutions.select(_countries(request), options.products), oauth=options.oauth)
    if options.routing_numbers:
        # None of these banks has a routing number of the real world.
        found = []
    page = found[request.offset : request.offset + request.count]
    return {"institutions": [_render(emulator, each, options) for each in page], "total": len(found)}


@endpoint("/institutions/get_by_id", GetByIdRequest)
def get_by_id(emulator: Emulator, request: GetByIdRequest) -> dict[str, Any]:
    institution = institutions.get(request.institution_id)
    if not set(_countries(request)) & set(institution.country_codes):
        raise PlaidError("INVALID_INSTITUTION")
    return {"institution": _render(emulator, institution, request.options or GetByIdOptions())}


@endpoint("/institutions/search", SearchRequest)
def search(emulator: Emulator, request: SearchRequest) -> dict[str, Any]:
    options = request.options or SearchOptions()
    products.check_names(request.products or [], *NOT_FOR_LINK)
    found = institutions.search(request.query, _countries(request), request.products)
    found = _with_oauth(found, oauth=options.oauth)
    return {"institutions": [_render(emulator, each, options) for each in found[:10]]}


def _countries(request: CountriesRequest) -> list[str]:
    unknown = sorted(set(request.country_codes) - institutions.COUNTRIES)
    if unknown:
        raise PlaidError(
            "INVALID_FIELD", f"country_codes: {', '.join(unknown)} is not a supported country code"
        )
    return request.country_codes


def _with_oauth(
    found: list[institutions.Institution], *, oauth: bool | None
) -> list[institutions.Institution]:
    return found if oauth is None else [each for each in found if each.oauth is oauth]


def _render(
    emulator: Emulator, institution: institutions.Institution, options: InstitutionOptions
) -> dict[str, Any]:
    wants_status = isinstance(options, GetByIdOptions) and options.include_status
    at = emulator.clock.timestamp() if wants_status else None
    body = institutions.render(institution, metadata=bool(options.include_optional_metadata), status_at=at)
    if options.include_auth_metadata:
        body["auth_metadata"] = {"supported_methods": {**AUTH_METHODS, "instant_auth": not institution.oauth}}
    if options.include_payment_initiation_metadata:
        body["payment_initiation_metadata"] = None
    return body
