"""Every answer has exactly the fields the official client knows, all the way down."""

from typing import Any

import pytest
from emulator_harness import Bank
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.country_code import CountryCode
from plaid.model.institutions_get_by_id_request import InstitutionsGetByIdRequest
from plaid.model.institutions_get_by_id_request_options import InstitutionsGetByIdRequestOptions
from plaid.model.institutions_get_request import InstitutionsGetRequest
from plaid.model.item_get_request import ItemGetRequest
from plaid.model.sandbox_item_reset_login_request import SandboxItemResetLoginRequest
from plaid.model.transactions_sync_request import TransactionsSyncRequest
from plaid.model_utils import OpenApiModel


def unknown_fields(value: Any, path: str = "") -> list[str]:
    """List the fields of an answer that the client's models do not declare."""
    if isinstance(value, list):
        return [name for index, each in enumerate(value) for name in unknown_fields(each, f"{path}[{index}]")]
    if not isinstance(value, OpenApiModel) or not hasattr(value, "_data_store"):
        return []
    found = []
    for name, inner in value._data_store.items():
        if name not in type(value).openapi_types:
            found.append(f"{path}.{name}")
        found += unknown_fields(inner, f"{path}.{name}")
    return found


@pytest.mark.parametrize("username", ["user_good", "user_transactions_dynamic", "user_maple_household"])
def test_accounts_items_and_transactions_have_known_fields_only(bank: Bank, username: str) -> None:
    token = bank.link("ins_127287", username, days=30)
    api = bank.api

    answers = [
        api.item_get(ItemGetRequest(token)),
        api.accounts_get(AccountsGetRequest(token)),
        api.accounts_balance_get(AccountsBalanceGetRequest(token)),
        api.transactions_sync(TransactionsSyncRequest(access_token=token, count=500)),
    ]

    assert [name for answer in answers for name in unknown_fields(answer)] == []


def test_a_broken_item_and_institutions_have_known_fields_only(bank: Bank) -> None:
    token = bank.link(days=30)
    bank.api.sandbox_item_reset_login(SandboxItemResetLoginRequest(token))
    options = InstitutionsGetByIdRequestOptions(include_optional_metadata=True, include_status=True)
    us = [CountryCode("US")]

    answers = [
        bank.api.item_get(ItemGetRequest(token)),
        bank.api.institutions_get(InstitutionsGetRequest(count=500, offset=0, country_codes=us)),
        bank.api.institutions_get_by_id(InstitutionsGetByIdRequest("ins_109508", us, options=options)),
    ]

    assert [name for answer in answers for name in unknown_fields(answer)] == []


def test_identifiers_have_the_usual_lengths(bank: Bank) -> None:
    page = bank.page(bank.link())

    assert len(page.request_id) == 15
    assert {len(row.transaction_id) for row in page.added} == {37}
    assert {len(row.account_id) for row in page.added} == {37}
    assert all(row.transaction_id.isalnum() for row in page.added)
