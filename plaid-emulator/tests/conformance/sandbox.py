"""The cases of the sandbox's own endpoints, of institutions and of the old categories."""

from typing import Any

from emulator_harness import Json

from conformance.case import Case, fails, mistake, succeeds
from conformance.right import RIGHT, US, by_hand, item
from conformance.world import CAPITAL, World

CREATE, FIRE = "/sandbox/public_token/create", "/sandbox/item/fire_webhook"
VERIFY, BY_HAND = "/sandbox/item/set_verification_status", "/sandbox/transactions/create"
LIST, ONE, SEARCH = "/institutions/get", "/institutions/get_by_id", "/institutions/search"
# The passwords that Plaid documents as error_<CODE>.
PASSWORDS = (
    *("COUNTRY_NOT_SUPPORTED", "INSTITUTION_DOWN", "INSTITUTION_NOT_RESPONDING", "INSUFFICIENT_CREDENTIALS"),
    *("INSTITUTION_NO_LONGER_SUPPORTED", "INTERNAL_SERVER_ERROR", "INVALID_CREDENTIALS", "INVALID_MFA"),
    *("INVALID_SEND_METHOD", "ITEM_LOCKED", "ITEM_NOT_SUPPORTED", "MFA_NOT_SUPPORTED", "NO_ACCOUNTS"),
    *("PAYMENT_INVALID_RECIPIENT", "USER_INPUT_TIMEOUT", "USER_SETUP_REQUIRED"),
)
CODES = (
    *("DEFAULT_UPDATE", "NEW_ACCOUNTS_AVAILABLE", "SMS_MICRODEPOSITS_VERIFICATION", "LOGIN_REPAIRED"),
    *("USER_PERMISSION_REVOKED", "USER_ACCOUNT_REVOKED", "PENDING_DISCONNECT", "SYNC_UPDATES_AVAILABLE"),
    *("RECURRING_TRANSACTIONS_UPDATE", "AUTHORIZATION_GRANTED"),
)


def bank(institution_id: str, *products: str, **options: Any) -> Any:
    return lambda _: {
        "institution_id": institution_id,
        "initial_products": list(products or ["transactions"]),
        "options": options,
    }


def good(**options: Any) -> Any:
    return bank("ins_109508", **options)


def rows(count: int = 1, **changes: Any) -> Any:
    return lambda world: {
        "access_token": world.token("dynamic"),
        "transactions": [by_hand(world, **changes)] * count,
    }


def verifying(mask: str, kind: str = "everything", **changes: Any) -> Any:
    return lambda world: {
        **RIGHT[VERIFY](world),
        "access_token": world.token(kind),
        "account_id": world.accounts(kind)[mask],
        **changes,
    }


def shows_in_accounts(world: World, _: Any) -> None:
    answer = world.call("/accounts/get", {"access_token": world.token()}).body
    told = {each["mask"]: each.get("verification_status") for each in answer["accounts"]}
    assert told["1111"] == "verification_expired"


def has_logo_and_health(_: World, answer: Any) -> None:
    one = answer.institution
    assert one.logo.startswith("iVBOR")
    assert str(one.status.item_logins.status) == "DEGRADED"
    assert str(one.connection_availability) == "SUPPORTED"
    assert one.auth_metadata.supported_methods.instant_auth is True


def old_item(world: World) -> Json:
    return {"access_token": world.fresh(), "webhook_code": "DEFAULT_UPDATE"}


CASES: list[Case] = [
    succeeds(CREATE, "user_good", RIGHT[CREATE]),
    succeeds(CREATE, "two years", good(transactions={"days_requested": 730})),
    succeeds(
        CREATE, "from a date on", good(transactions={"start_date": "2026-01-01", "end_date": "2026-02-01"})
    ),
    succeeds(
        CREATE, "a user of one's own making", good(override_username="user_custom", override_password="{}")
    ),
    *(
        fails(CREATE, f"the password error_{code}", good(override_password=f"error_{code}"), code)
        for code in PASSWORDS
    ),
    succeeds(CREATE, "a user of the credit products", good(override_username="user_prism_8")),
    fails(CREATE, "a wrong password", good(override_password="x"), "INVALID_CREDENTIALS"),
    fails(CREATE, "a user of nobody", good(override_username="user_nobody"), "INVALID_CREDENTIALS"),
    fails(CREATE, "a bank of nobody", bank("ins_0"), "INVALID_INSTITUTION"),
    fails(CREATE, "a bank that is down", bank("ins_132361"), "INSTITUTION_DOWN"),
    fails(CREATE, "a bank that is given up", bank("ins_133402"), "INSTITUTION_NO_LONGER_SUPPORTED"),
    fails(CREATE, "accounts, which is no product", bank("ins_109508", "accounts"), "INVALID_PRODUCT"),
    fails(CREATE, "balance, which starts nothing", bank("ins_109508", "balance"), "INVALID_PRODUCT"),
    fails(CREATE, "a product this bank has not", bank("ins_138395", "liabilities"), "PRODUCTS_NOT_SUPPORTED"),
    mistake(
        CREATE,
        "no product",
        lambda _: {"institution_id": "ins_109508", "initial_products": []},
        "INVALID_FIELD",
    ),
    fails(CREATE, "a webhook that is no address", good(webhook="nowhere"), "INVALID_FIELD", "webhook"),
    *(succeeds(FIRE, code, item(webhook_code=code), lambda _, a: _holds(a.webhook_fired)) for code in CODES),
    *(
        succeeds(FIRE, f"DEFAULT_UPDATE of {kind}", item(webhook_code="DEFAULT_UPDATE", webhook_type=kind))
        for kind in (
            "TRANSACTIONS",
            "HOLDINGS",
            "INVESTMENTS_TRANSACTIONS",
            "LIABILITIES",
            "AUTH",
            "IDENTITY",
        )
    ),
    fails(FIRE, "without an address", old_item, "SANDBOX_WEBHOOK_INVALID"),
    fails(
        FIRE,
        "without the product",
        item("identity only", webhook_code="DEFAULT_UPDATE"),
        "SANDBOX_PRODUCT_NOT_ENABLED",
        "transactions",
    ),
    fails(FIRE, "a code of nobody", item(webhook_code="X"), "INVALID_FIELD", "webhook_code"),
    fails(
        FIRE,
        "a type of nobody",
        item(webhook_code="DEFAULT_UPDATE", webhook_type="X"),
        "INVALID_FIELD",
        "webhook_type",
    ),
    fails(
        FIRE,
        "a type without that code",
        item(webhook_code="DEFAULT_UPDATE", webhook_type="ITEM"),
        "INVALID_FIELD",
        "webhook_type",
    ),
    succeeds(
        "/sandbox/item/reset_login",
        "an Item",
        RIGHT["/sandbox/item/reset_login"],
        lambda _, a: _holds(a.reset_login),
    ),
    succeeds(
        VERIFY, "expired", verifying("1111", verification_status="verification_expired"), shows_in_accounts
    ),
    succeeds(VERIFY, "verified", verifying("0000")),
    fails(VERIFY, "an account without numbers", verifying("3333"), "INVALID_ACCOUNT_ID"),
    fails(VERIFY, "an account of nobody", verifying("0000", account_id="x"), "INVALID_ACCOUNT_ID"),
    fails(
        VERIFY,
        "a status of nobody",
        verifying("0000", verification_status="x"),
        "INVALID_FIELD",
        "verification_status",
    ),
    fails(
        VERIFY,
        "without the product",
        verifying("0000", "transactions only"),
        "SANDBOX_PRODUCT_NOT_ENABLED",
        "auth",
    ),
    succeeds(BY_HAND, "one row", rows()),
    succeeds(BY_HAND, "ten rows", rows(10)),
    fails(BY_HAND, "eleven rows", rows(11), "INVALID_FIELD", "too many transactions"),
    fails(BY_HAND, "none", item("dynamic", transactions=[]), "INVALID_FIELD"),
    fails(
        BY_HAND, "long ago", rows(date_transacted="2020-01-01"), "INVALID_FIELD", "within the last 14 days"
    ),
    fails(BY_HAND, "an account of nobody", rows(account_id="x"), "INVALID_ACCOUNT_ID"),
    fails(
        BY_HAND,
        "not consented",
        lambda w: {**rows()(w), "access_token": w.token("identity only")},
        "ADDITIONAL_CONSENT_REQUIRED",
    ),
    succeeds(LIST, "a page", RIGHT[LIST], lambda _, a: _is(len(a.institutions), 10)),
    succeeds(
        LIST,
        "OAuth banks",
        lambda w: {**RIGHT[LIST](w), "options": {"oauth": True}},
        lambda _, a: _is({each.oauth for each in a.institutions}, {True}),
    ),
    succeeds(LIST, "with balances", lambda w: {**RIGHT[LIST](w), "options": {"products": ["balance"]}}),
    fails(
        LIST,
        "a country of nobody",
        lambda w: {**RIGHT[LIST](w), "country_codes": ["ZZ"]},
        "INVALID_FIELD",
        "ZZ",
    ),
    fails(
        LIST,
        "a product of nobody",
        lambda w: {**RIGHT[LIST](w), "options": {"products": ["x"]}},
        "INVALID_PRODUCT",
    ),
    succeeds(
        ONE,
        "with all about it",
        lambda _: {
            "institution_id": "ins_132363",
            "country_codes": US,
            "options": {
                "include_optional_metadata": True,
                "include_status": True,
                "include_auth_metadata": True,
                "include_payment_initiation_metadata": True,
            },
        },
        has_logo_and_health,
    ),
    fails(
        ONE,
        "a bank of nobody",
        lambda _: {"institution_id": "ins_0", "country_codes": US},
        "INVALID_INSTITUTION",
    ),
    fails(
        ONE,
        "a bank of elsewhere",
        lambda _: {"institution_id": CAPITAL, "country_codes": ["CA"]},
        "INVALID_INSTITUTION",
    ),
    succeeds(
        SEARCH,
        "part of a name",
        RIGHT[SEARCH],
        lambda _, a: _holds(all("Platypus" in each.name for each in a.institutions)),
    ),
    fails(
        SEARCH, "a product of nobody", lambda w: {**RIGHT[SEARCH](w), "products": ["x"]}, "INVALID_PRODUCT"
    ),
    mistake(SEARCH, "nothing", lambda w: {**RIGHT[SEARCH](w), "query": ""}, "INVALID_FIELD", "query"),
    succeeds(
        "/categories/get",
        "the old tree",
        RIGHT["/categories/get"],
        lambda _, a: _is(
            {each.hierarchy[-1] for each in a.categories if each.category_id == "22001000"},
            {"Airlines and Aviation Services"},
        ),
    ),
]


def _holds(condition: object) -> None:
    assert condition


def _is(value: object, wanted: object) -> None:
    assert value == wanted
