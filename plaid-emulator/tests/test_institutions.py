"""/institutions/*, /categories/get and the webhook key endpoint, through the official client."""

from collections.abc import Iterator

import pytest
from emulator_harness import Bank, Live, error_of, start_live
from plaid.model.categories_get_response import CategoriesGetResponse
from plaid.model.country_code import CountryCode
from plaid.model.institutions_get_by_id_request import InstitutionsGetByIdRequest
from plaid.model.institutions_get_by_id_request_options import InstitutionsGetByIdRequestOptions
from plaid.model.institutions_get_request import InstitutionsGetRequest
from plaid.model.institutions_search_request import InstitutionsSearchRequest
from plaid.model.products import Products
from plaid.model.webhook_verification_key_get_request import WebhookVerificationKeyGetRequest

US = [CountryCode("US")]


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Share one emulator: these tests leave no trace in it."""
    shared = start_live()
    yield shared
    shared.stop()


def test_all_banks_can_be_paged_through(bank: Bank) -> None:
    first = bank.api.institutions_get(InstitutionsGetRequest(count=5, offset=0, country_codes=US))
    rest = bank.api.institutions_get(InstitutionsGetRequest(count=500, offset=5, country_codes=US))

    ids = [each.institution_id for each in [*first.institutions, *rest.institutions]]
    assert len(ids) == len(set(ids)) == first.total
    assert {"ins_109508", "ins_900001", "ins_127287"} <= set(ids)


def test_countries_narrow_the_list(bank: Bank) -> None:
    answer = bank.api.institutions_get(
        InstitutionsGetRequest(count=500, offset=0, country_codes=[CountryCode("CA")])
    )

    assert [each.institution_id for each in answer.institutions] == ["ins_900004", "ins_43"]


def test_search_finds_a_bank_by_part_of_its_name(bank: Bank) -> None:
    answer = bank.api.institutions_search(
        InstitutionsSearchRequest(query="maple", products=[Products("transactions")], country_codes=US)
    )

    assert [each.name for each in answer.institutions] == ["Maple Street Bank"]


def test_one_bank_with_its_looks_and_its_health(bank: Bank) -> None:
    options = InstitutionsGetByIdRequestOptions(include_optional_metadata=True, include_status=True)

    answer = bank.api.institutions_get_by_id(
        InstitutionsGetByIdRequest(institution_id="ins_132363", country_codes=US, options=options)
    )

    assert answer.institution.logo
    assert answer.institution.status.item_logins.status == "DEGRADED"


@pytest.mark.parametrize(("institution_id", "country"), [("ins_0", "US"), ("ins_109508", "CA")])
def test_a_bank_that_is_not_there_is_invalid(bank: Bank, institution_id: str, country: str) -> None:
    request = InstitutionsGetByIdRequest(institution_id=institution_id, country_codes=[CountryCode(country)])

    error = error_of(lambda: bank.api.institutions_get_by_id(request))

    assert error["error_code"] == "INVALID_INSTITUTION"


def test_an_unknown_country_is_an_invalid_field(bank: Bank) -> None:
    request = InstitutionsGetRequest(count=1, offset=0, country_codes=[CountryCode("ZZ")])

    assert error_of(lambda: bank.api.institutions_get(request))["error_code"] == "INVALID_FIELD"


def test_the_old_categories_need_no_credentials(bank: Bank) -> None:
    answer: CategoriesGetResponse = bank.api.categories_get({})

    assert all(each.hierarchy for each in answer.categories)


def test_an_unknown_webhook_key_is_refused(bank: Bank) -> None:
    request = WebhookVerificationKeyGetRequest("nobody")

    error = error_of(lambda: bank.api.webhook_verification_key_get(request))

    assert error["error_code"] == "INVALID_WEBHOOK_VERIFICATION_KEY_ID"
