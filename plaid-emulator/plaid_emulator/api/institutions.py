"""/institutions/*: listing, finding and looking up banks."""

from typing import Any

from pydantic import Field

from plaid_emulator import institutions
from plaid_emulator.api.registry import Options, PlaidRequest, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError


class InstitutionOptions(Options):
    """Options of all three endpoints."""

    products: list[str] | None = None
    routing_numbers: list[str] | None = None
    oauth: bool | None = None
    include_optional_metadata: bool | None = None
    include_status: bool | None = None
    include_auth_metadata: bool | None = None
    include_payment_initiation_metadata: bool | None = None
    payment_initiation: dict[str, Any] | None = None


class CountriesRequest(PlaidRequest):
    """What all three endpoints need."""

    country_codes: list[str] = Field(min_length=1)
    options: InstitutionOptions | None = None


class GetRequest(CountriesRequest):
    """Body of /institutions/get."""

    count: int = Field(ge=1, le=500)
    offset: int = Field(ge=0)


class GetByIdRequest(CountriesRequest):
    """Body of /institutions/get_by_id."""

    institution_id: str


class SearchRequest(CountriesRequest):
    """Body of /institutions/search."""

    query: str = Field(min_length=1)
    products: list[str] | None = None


@endpoint("/institutions/get", GetRequest)
def get(emulator: Emulator, request: GetRequest) -> dict[str, Any]:
    options = request.options or InstitutionOptions()
    found = _with_oauth(institutions.select(_countries(request), options.products), options)
    page = found[request.offset : request.offset + request.count]
    return {"institutions": [_render(emulator, each, options) for each in page], "total": len(found)}


@endpoint("/institutions/get_by_id", GetByIdRequest)
def get_by_id(emulator: Emulator, request: GetByIdRequest) -> dict[str, Any]:
    institution = institutions.get(request.institution_id)
    if not set(_countries(request)) & set(institution.country_codes):
        raise PlaidError("INVALID_INSTITUTION")
    return {"institution": _render(emulator, institution, request.options or InstitutionOptions())}


@endpoint("/institutions/search", SearchRequest)
def search(emulator: Emulator, request: SearchRequest) -> dict[str, Any]:
    options = request.options or InstitutionOptions()
    found = _with_oauth(institutions.search(request.query, _countries(request), request.products), options)
    return {"institutions": [_render(emulator, each, options) for each in found[:10]]}


def _countries(request: CountriesRequest) -> list[str]:
    unknown = sorted(set(request.country_codes) - institutions.COUNTRIES)
    if unknown:
        raise PlaidError(
            "INVALID_FIELD", f"country_codes: {', '.join(unknown)} is not a supported country code"
        )
    return request.country_codes


def _with_oauth(
    found: list[institutions.Institution], options: InstitutionOptions
) -> list[institutions.Institution]:
    return found if options.oauth is None else [each for each in found if each.oauth is options.oauth]


def _render(
    emulator: Emulator, institution: institutions.Institution, options: InstitutionOptions
) -> dict[str, Any]:
    at = emulator.clock.timestamp() if options.include_status else None
    return institutions.render(institution, metadata=bool(options.include_optional_metadata), status_at=at)
