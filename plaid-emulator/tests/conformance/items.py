"""The cases of Items, their tokens, Link's tokens and webhook keys."""

from typing import Any

from emulator_harness import Json

from conformance.case import Case, fails, mistake, succeeds
from conformance.right import LINK, RIGHT, item, own_item
from conformance.world import World

GET, EXCHANGE, HOOK = "/item/get", "/item/public_token/exchange", "/item/webhook/update"
CREATE, TOKEN = "/link/token/create", "/link/token/get"


def is_whole(_: World, answer: Any) -> None:
    one, status = answer.item, answer.status
    billed, open_ = ({str(each) for each in names} for names in (one.billed_products, one.available_products))
    assert billed == {"transactions", "auth", "identity", "liabilities", "investments"}
    assert not billed & open_
    assert one.error is None
    assert one.created_at is not None
    assert {str(each) for each in one.consented_data_scopes} >= {"transactions", "credit_loan_info"}
    assert status.transactions.last_successful_update is not None
    assert status.investments.last_failed_update is None


def has_consented(_: World, answer: Any) -> None:
    assert {str(each) for each in answer.item.consented_products} > {
        str(each) for each in answer.item.billed_products
    }


def is_broken(reason: str | None = None) -> Any:
    def check(_: World, answer: Any) -> None:
        error = answer.item.error
        assert (error.error_code, error.error_code_reason) == ("ITEM_LOGIN_REQUIRED", reason)
        assert answer.status.transactions.last_failed_update is not None

    return check


def used(world: World) -> Json:
    token = world.public_token()
    world.call(EXCHANGE, {"public_token": token})
    return {"public_token": token}


def reset(institution_id: str) -> Any:
    def body(world: World) -> Json:
        token = world.fresh(institution_id=institution_id)
        world.call("/sandbox/item/reset_login", {"access_token": token})
        return {"access_token": token}

    return body


def link(**more: Any) -> Any:
    return lambda _: {**LINK, "products": ["transactions"], **more}


def update_mode(kind: str = "everything") -> Any:
    return lambda world: {**LINK, "access_token": world.token(kind)}


CASES: list[Case] = [
    succeeds(GET, "user_good", item(), is_whole),
    succeeds(GET, "with more consent than products", item("consented for looking"), has_consented),
    succeeds(GET, "a broken Item", item("broken"), is_broken()),
    succeeds(GET, "a broken Item of an OAuth bank", reset("ins_127287"), is_broken("OAUTH_INVALID_TOKEN")),
    succeeds(
        EXCHANGE, "a fresh token", RIGHT[EXCHANGE], lambda _, a: _starts(a.access_token, "access-sandbox-")
    ),
    fails(
        EXCHANGE, "a token used before", used, "INVALID_PUBLIC_TOKEN", "could not find matching public token"
    ),
    succeeds(
        "/item/public_token/create",
        "for an Item",
        item(),
        lambda _, a: _starts(a.public_token, "public-sandbox-"),
    ),
    succeeds("/item/public_token/create", "for a broken Item", item("broken")),
    succeeds(
        "/item/access_token/invalidate",
        "a new token",
        own_item(),
        lambda _, a: _starts(a.new_access_token, "access-"),
    ),
    succeeds("/item/remove", "an Item", own_item()),
    succeeds(
        "/item/remove",
        "with a reason",
        lambda w: {"access_token": w.fresh(), "reason_code": "OTHER", "reason_note": "x"},
    ),
    mistake("/item/remove", "too long a reason", item(reason_note="x" * 513), "INVALID_FIELD", "reason_note"),
    succeeds(
        HOOK, "a new address", lambda w: {"access_token": w.fresh(), "webhook": f"{w.live.url}/nowhere"}
    ),
    fails(HOOK, "no address at all", item(webhook="nowhere"), "INVALID_FIELD", "webhook must be a valid URL"),
    succeeds(CREATE, "to link", link(), lambda _, a: _starts(a.link_token, "link-sandbox-")),
    succeeds(CREATE, "to repair", update_mode("broken")),
    succeeds(CREATE, "hosted", link(hosted_link={}), lambda w, a: _starts(a.hosted_link_url, w.live.url)),
    succeeds(
        CREATE,
        "with all kinds of products",
        link(optional_products=["identity"], additional_consented_products=["auth"]),
    ),
    fails(
        CREATE,
        "accounts, which is no product",
        link(products=["accounts"]),
        "INVALID_PRODUCT",
        '["accounts"]',
    ),
    fails(
        CREATE, "balance, which starts nothing", link(products=["balance"]), "INVALID_PRODUCT", '["balance"]'
    ),
    fails(CREATE, "no product", link(products=[]), "INVALID_FIELD", "must provide at least one product"),
    fails(
        CREATE, "a product twice", link(optional_products=["transactions"]), "INVALID_FIELD", "transactions"
    ),
    fails(CREATE, "a language of nobody", link(language="xx"), "INVALID_FIELD", "language"),
    fails(CREATE, "a country of nobody", link(country_codes=["ZZ"]), "INVALID_FIELD", "country_codes"),
    fails(CREATE, "a webhook that is no address", link(webhook="nowhere"), "INVALID_FIELD", "webhook"),
    fails(CREATE, "an insecure way back", link(redirect_uri="http://example.com/"), "INVALID_FIELD", "HTTPS"),
    fails(CREATE, "a bank of nobody", link(institution_id="ins_0"), "INVALID_INSTITUTION"),
    succeeds(TOKEN, "a token", RIGHT[TOKEN], lambda _, a: _starts(a.metadata.client_name, "Saldo")),
    fails(TOKEN, "a token of nobody", lambda _: {"link_token": "link-sandbox-x"}, "INVALID_LINK_TOKEN"),
    fails(
        TOKEN,
        "a token of production",
        lambda _: {"link_token": "link-production-x"},
        "INVALID_LINK_TOKEN",
        'got "production"',
    ),
    succeeds(
        "/webhook_verification_key/get",
        "the current key",
        RIGHT["/webhook_verification_key/get"],
        lambda _, a: _starts(a.key.alg, "ES256"),
    ),
    fails(
        "/webhook_verification_key/get",
        "a key of nobody",
        lambda _: {"key_id": "x"},
        "INVALID_WEBHOOK_VERIFICATION_KEY_ID",
    ),
]


def _starts(text: str, beginning: str) -> None:
    assert text.startswith(beginning)
