"""/item/*, /accounts/* and the tokens between them, through the official client."""

import pytest
from emulator_harness import Bank, Live, Receiver, error_of
from plaid.model.accounts_balance_get_request import AccountsBalanceGetRequest
from plaid.model.accounts_balance_get_request_options import AccountsBalanceGetRequestOptions
from plaid.model.accounts_get_request import AccountsGetRequest
from plaid.model.accounts_get_request_options import AccountsGetRequestOptions
from plaid.model.item_access_token_invalidate_request import ItemAccessTokenInvalidateRequest
from plaid.model.item_get_request import ItemGetRequest
from plaid.model.item_public_token_exchange_request import ItemPublicTokenExchangeRequest
from plaid.model.item_remove_request import ItemRemoveRequest
from plaid.model.item_webhook_update_request import ItemWebhookUpdateRequest
from plaid.model.products import Products
from plaid.model.sandbox_public_token_create_request import SandboxPublicTokenCreateRequest


def make_public_token(bank: Bank) -> str:
    request = SandboxPublicTokenCreateRequest(
        institution_id="ins_109508", initial_products=[Products("transactions")]
    )
    return str(bank.api.sandbox_public_token_create(request).public_token)


def test_a_public_token_is_good_for_one_exchange(bank: Bank) -> None:
    token = make_public_token(bank)

    answer = bank.api.item_public_token_exchange(ItemPublicTokenExchangeRequest(token))
    again = error_of(lambda: bank.api.item_public_token_exchange(ItemPublicTokenExchangeRequest(token)))

    assert token.startswith("public-sandbox-")
    assert answer.access_token.startswith("access-sandbox-")
    assert len(answer.item_id) == 37
    assert again["error_code"] == "INVALID_PUBLIC_TOKEN"


def test_a_public_token_expires_after_thirty_minutes(live: Live, bank: Bank) -> None:
    token = make_public_token(bank)

    live.admin("/clock", {"advance_seconds": 30 * 60 + 1})

    error = error_of(lambda: bank.api.item_public_token_exchange(ItemPublicTokenExchangeRequest(token)))
    assert error["error_message"] == "could not find matching public token"


def test_item_get_tells_the_items_state(bank: Bank) -> None:
    token = bank.link()

    answer = bank.api.item_get(ItemGetRequest(token))

    assert answer.item.institution_id == "ins_109508"
    assert answer.item.institution_name == "First Platypus Bank"
    assert answer.item.error is None
    assert [str(each) for each in answer.item.billed_products] == ["transactions"]
    assert "transactions" not in [str(each) for each in answer.item.available_products]
    assert answer.status.transactions.last_successful_update is not None


def test_a_removed_item_is_gone_for_every_endpoint(bank: Bank) -> None:
    token = bank.link()

    bank.api.item_remove(ItemRemoveRequest(token))

    assert error_of(lambda: bank.api.item_get(ItemGetRequest(token)))["error_code"] == "ITEM_NOT_FOUND"
    assert error_of(lambda: bank.sync(token))["error_code"] == "ITEM_NOT_FOUND"
    assert error_of(lambda: bank.api.item_remove(ItemRemoveRequest(token)))["error_code"] == "ITEM_NOT_FOUND"


def test_an_invalidated_token_dies_at_once(bank: Bank) -> None:
    token = bank.link()

    fresh = bank.api.item_access_token_invalidate(ItemAccessTokenInvalidateRequest(token)).new_access_token

    assert error_of(lambda: bank.api.item_get(ItemGetRequest(token)))["error_code"] == "INVALID_ACCESS_TOKEN"
    assert bank.api.item_get(ItemGetRequest(fresh)).item.error is None


def test_a_new_webhook_is_acknowledged_at_its_address(bank: Bank, receiver: Receiver) -> None:
    token = bank.link()

    answer = bank.api.item_webhook_update(ItemWebhookUpdateRequest(token, webhook=receiver.url))

    assert answer.item.webhook == receiver.url
    assert receiver.wait_for("WEBHOOK_UPDATE_ACKNOWLEDGED")["new_webhook_url"] == receiver.url


def test_user_good_has_fourteen_accounts(bank: Bank) -> None:
    answer = bank.api.accounts_get(AccountsGetRequest(bank.link()))

    by_mask = {account.mask: account for account in answer.accounts}
    assert len(answer.accounts) == 14
    assert by_mask["0000"].name == "Plaid Checking"
    assert (by_mask["0000"].balances.available, by_mask["0000"].balances.current) == (100, 110)
    assert by_mask["3333"].balances.limit == 2000
    assert by_mask["6666"].balances.current == 23631.9805
    assert str(by_mask["8888"].subtype) == "mortgage"


def test_two_items_of_one_login_share_no_id(bank: Bank) -> None:
    first, second = bank.link(), bank.link()

    ids = [
        {account.account_id for account in bank.api.accounts_get(AccountsGetRequest(token)).accounts}
        for token in (first, second)
    ]
    rows = [{row["transaction_id"] for row in bank.sync(token).added} for token in (first, second)]

    assert not ids[0] & ids[1]
    assert len(rows[0]) == len(rows[1]) == 32
    assert not rows[0] & rows[1]


@pytest.mark.parametrize("endpoint", ["get", "balance"])
def test_accounts_can_be_chosen_and_unknown_ones_are_refused(bank: Bank, endpoint: str) -> None:
    token = bank.link()
    every = bank.api.accounts_get(AccountsGetRequest(token)).accounts
    wanted = [every[3].account_id]

    def ask(ids: list[str]) -> list[str]:
        if endpoint == "get":
            options = AccountsGetRequestOptions(account_ids=ids)
            answer = bank.api.accounts_get(AccountsGetRequest(token, options=options))
        else:
            live_options = AccountsBalanceGetRequestOptions(account_ids=ids)
            answer = bank.api.accounts_balance_get(AccountsBalanceGetRequest(token, options=live_options))
        return [account.account_id for account in answer.accounts]

    assert ask(wanted) == wanted
    assert error_of(lambda: ask(["nobody"]))["error_code"] == "INVALID_ACCOUNT_ID"


@pytest.mark.parametrize(("institution_id", "filled"), [("ins_56", True), ("ins_109508", False)])
def test_only_some_banks_give_persistent_account_ids(
    bank: Bank, institution_id: str, *, filled: bool
) -> None:
    accounts = [
        bank.api.accounts_get(AccountsGetRequest(bank.link(institution_id))).accounts[0].to_dict()
        for _ in range(2)
    ]

    ids = {account.get("persistent_account_id") for account in accounts}
    assert len(ids) == 1
    assert (ids != {None}) == filled


def test_a_second_item_of_one_login_ends_the_first_at_banks_that_let_an_app_in_once(bank: Bank) -> None:
    first, second = bank.link("ins_56"), bank.link("ins_56")

    assert error_of(lambda: bank.sync(first))["error_code"] == "ITEM_LOGIN_REQUIRED"
    assert bank.sync(second).added


def test_consent_to_a_european_bank_ends_and_elsewhere_does_not(bank: Bank) -> None:
    british = bank.api.item_get(ItemGetRequest(bank.link("ins_116834"))).item
    american = bank.api.item_get(ItemGetRequest(bank.link())).item

    assert (british.consent_expiration_time - british.created_at).days == 30
    assert american.consent_expiration_time is None
