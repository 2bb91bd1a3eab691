"""The cases of accounts, balances, numbers, owners and debts."""

from typing import Any

from emulator_harness import Json

from conformance.case import Case, fails, mistake, succeeds
from conformance.right import item
from conformance.world import World

BALANCE, NUMBERS, OWNERS, DEBTS = "/accounts/balance/get", "/auth/get", "/identity/get", "/liabilities/get"


def only(*masks: str, **more: Any) -> Any:
    """Ask for these of user_good's accounts."""

    def body(world: World) -> Json:
        ids = world.accounts()
        options = {"account_ids": [ids[mask] for mask in masks], **more}
        return {"access_token": world.token(), "options": options}

    return body


def masks(answer: Any) -> list[str]:
    return [each.mask for each in answer.accounts]


def has_fourteen_accounts(_: World, answer: Any) -> None:
    assert len(answer.accounts) == 14
    assert {each.holder_category.value for each in answer.accounts if each.mask == "9999"} == {"business"}


def has_the_documented_numbers(_: World, answer: Any) -> None:
    assert masks(answer) == ["0000", "1111", "9002"]
    first = answer.numbers.ach[0]
    assert (first.account, first.routing, first.wire_routing) == (
        "1111222233330000",
        "011401533",
        "021000021",
    )
    assert answer.numbers.bacs == answer.numbers.eft == answer.numbers.international == []


def has_the_documented_owner(_: World, answer: Any) -> None:
    (owner,) = answer.accounts[0].owners
    assert owner.names == ["Alberta Bobbeth Charleson"]
    assert [each.data for each in owner.emails if each.primary] == ["accountholder0@example.com"]
    assert {each.data for each in owner.phone_numbers} == {"1112223333", "1112224444", "1112225555"}
    assert owner.addresses[0].data.street == "2992 Cameron Road"


def has_the_documented_debts(_: World, answer: Any) -> None:
    debts = answer.liabilities
    assert [len(each) for each in (debts.credit, debts.mortgage, debts.student)] == [2, 1, 1]
    assert {each.apr_type: each.apr_percentage for each in debts.credit[0].aprs}["purchase_apr"] == 12.5
    assert debts.mortgage[0].property_address.city == "Malakoff"
    assert (debts.student[0].guarantor, debts.student[0].interest_rate_percentage) == ("DEPT OF ED", 5.25)
    assert (len(debts.loan), len(debts.line_of_credit)) == (1, 1)


def describes_only_the_card(_: World, answer: Any) -> None:
    debts = answer.liabilities
    assert (len(debts.credit), debts.mortgage, debts.student) == (1, None, None)


def foreign(institution_id: str, username: str = "user_good") -> Any:
    return lambda world: {
        "access_token": world.fresh(username, institution_id, products=("transactions", "auth"))
    }


CASES: list[Case] = [
    succeeds("/accounts/get", "user_good", item(), has_fourteen_accounts),
    succeeds("/accounts/get", "chosen accounts", only("3333"), lambda _, a: _is(masks(a), ["3333"])),
    fails(
        "/accounts/get", "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"
    ),
    succeeds(BALANCE, "user_good", item(), has_fourteen_accounts),
    succeeds(BALANCE, "chosen accounts", only("0000"), lambda _, a: _is(masks(a), ["0000"])),
    succeeds(
        BALANCE,
        "a date that this bank needs not",
        only("0000", min_last_updated_datetime="2099-01-01T00:00:00Z"),
    ),
    succeeds(
        BALANCE,
        "stale balances that are new enough",
        item("capital", options={"min_last_updated_datetime": "2020-01-01T00:00:00Z"}),
        lambda _, a: _holds(any(each.balances.get("last_updated_datetime") for each in a.accounts)),
    ),
    fails(
        BALANCE,
        "stale balances without a date",
        item("capital"),
        "INVALID_FIELD",
        "min_last_updated_datetime",
    ),
    mistake(
        BALANCE,
        "a date that is a number",
        item("capital", options={"min_last_updated_datetime": 1}),
        "INVALID_FIELD",
        "min_last_updated_datetime",
    ),
    fails(
        BALANCE,
        "stale balances that are too old",
        item("capital", options={"min_last_updated_datetime": "2099-01-01T00:00:00Z"}),
        "LAST_UPDATED_DATETIME_OUT_OF_RANGE",
        "most recently updated balance 20",
    ),
    fails(BALANCE, "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"),
    succeeds(NUMBERS, "user_good", item(), has_the_documented_numbers),
    succeeds(NUMBERS, "begun when first asked for", item("consented"), has_the_documented_numbers),
    succeeds(NUMBERS, "in Canada", foreign("ins_43"), lambda _, a: _is(a.numbers.eft[0].institution, "021")),
    succeeds(
        NUMBERS, "in Britain", foreign("ins_116834"), lambda _, a: _is(len(a.numbers.bacs[0].sort_code), 6)
    ),
    succeeds(
        NUMBERS,
        "in Germany",
        foreign("ins_900005", "user_linden_household"),
        lambda _, a: _is(_iban_rest(a.numbers.international[0].iban), 1),
    ),
    fails(NUMBERS, "not consented", item("transactions only"), "ADDITIONAL_CONSENT_REQUIRED", "PRODUCT_AUTH"),
    fails(NUMBERS, "no account has numbers", item("card only"), "NO_AUTH_ACCOUNTS"),
    fails(NUMBERS, "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"),
    succeeds(OWNERS, "user_good", item(), has_the_documented_owner),
    succeeds(
        OWNERS,
        "a dynamic user",
        item("dynamic with owners"),
        lambda _, a: _holds(bool(a.accounts[0].owners[0].names)),
    ),
    fails(
        OWNERS, "not consented", item("transactions only"), "ADDITIONAL_CONSENT_REQUIRED", "PRODUCT_IDENTITY"
    ),
    fails(OWNERS, "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"),
    succeeds(DEBTS, "user_good", item(), has_the_documented_debts),
    succeeds(DEBTS, "a card alone", item("card only"), describes_only_the_card),
    succeeds(DEBTS, "begun when first asked for", item("consented"), has_the_documented_debts),
    fails(DEBTS, "not consented", item("transactions only"), "ADDITIONAL_CONSENT_REQUIRED", "LIABILITIES"),
    fails(DEBTS, "nothing is owed", item("checking only"), "NO_LIABILITY_ACCOUNTS"),
    fails(DEBTS, "a bank without", item("limited"), "PRODUCTS_NOT_SUPPORTED"),
    fails(DEBTS, "an account of nobody", item(options={"account_ids": ["x"]}), "INVALID_ACCOUNT_ID"),
]


def _holds(condition: object) -> None:
    assert condition


def _is(value: object, wanted: object) -> None:
    assert value == wanted


def _iban_rest(iban: str) -> int:
    """Check an IBAN as banks do: a right one leaves 1."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97
