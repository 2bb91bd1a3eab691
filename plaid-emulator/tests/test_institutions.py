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

from plaid_emulator import institutions

US = [CountryCode("US")]
EVERYWHERE = [CountryCode(code) for code in sorted(institutions.COUNTRIES)]


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

    assert {"ins_900004", "ins_43"} < {each.institution_id for each in answer.institutions}
    assert all("CA" in [code.value for code in each.country_codes] for each in answer.institutions)


def test_every_country_has_a_bank_and_every_bank_a_name_of_its_own() -> None:
    banks = institutions.list_all()

    assert {code for each in banks for code in each.country_codes} == institutions.COUNTRIES
    for names in ([each.institution_id for each in banks], [each.name for each in banks]):
        assert len(names) == len(set(names)) > 60


def test_pages_side_by_side_are_the_whole_list(bank: Bank) -> None:
    def page(count: int, offset: int) -> list[str]:
        request = InstitutionsGetRequest(count=count, offset=offset, country_codes=EVERYWHERE)
        return [each.institution_id for each in bank.api.institutions_get(request).institutions]

    whole = page(500, 0)

    assert [each for offset in range(0, len(whole) + 20, 20) for each in page(20, offset)] == whole
    assert whole == [each.institution_id for each in institutions.list_all()]


@pytest.mark.parametrize(
    ("query", "name"), [("erable", "Banque Érable-Loutre"), ("JASKOL", "Bank Jaskółka Modra")]
)
def test_search_needs_no_accents(bank: Bank, query: str, name: str) -> None:
    request = InstitutionsSearchRequest(query=query, country_codes=EVERYWHERE)

    assert [each.name for each in bank.api.institutions_search(request).institutions] == [name]


def test_a_bank_lists_only_products_that_can_be_had_here(bank: Bank) -> None:
    request = InstitutionsGetRequest(count=500, offset=0, country_codes=EVERYWHERE)

    listed = {str(name) for each in bank.api.institutions_get(request).institutions for name in each.products}

    assert listed == {"auth", "balance", "identity", "investments", "liabilities", "transactions"}


@pytest.mark.parametrize("name", ["assets", "income_verification", "statements", "gold"])
def test_a_product_this_client_is_not_enabled_for_is_refused(bank: Bank, name: str) -> None:
    error = error_of(lambda: bank.link(products=["transactions", name]))

    assert error["error_code"] == "INVALID_PRODUCT"
    assert error["error_message"].endswith(f'not authorized to access the following products: ["{name}"]')


def test_a_product_built_on_another_needs_a_bank_that_offers_that(bank: Bank) -> None:
    assert bank.link(products=["transactions", "signal", "investments_auth"])

    error = error_of(lambda: bank.link("ins_138395", products=["investments_auth"]))

    assert error["error_code"] == "PRODUCTS_NOT_SUPPORTED"


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
