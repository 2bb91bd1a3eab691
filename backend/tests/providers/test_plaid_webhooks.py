"""Only what Plaid signed, lately, byte for byte, is a webhook."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from saldo.providers.bank import ForgedNotice, NoticeKind, Rejected, TryAgainLater
from saldo.providers.plaid.webhooks import WebhookVerifier, read_notice

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODY = json.dumps({"webhook_type": "TRANSACTIONS"}, indent=2).encode()


class Signer:
    """Plaid's side: keys by id, and how often each was asked for."""

    def __init__(self) -> None:
        self.keys: dict[str, ec.EllipticCurvePrivateKey] = {"k1": ec.generate_private_key(ec.SECP256R1())}
        self.expired: set[str] = set()
        self.fetched: list[str] = []

    async def fetch(self, key_id: str) -> Mapping[str, object]:
        self.fetched.append(key_id)
        if key_id not in self.keys:
            raise Rejected("invalid key_id provided", code="INVALID_WEBHOOK_VERIFICATION_KEY_ID")
        jwk = ECAlgorithm(ECAlgorithm.SHA256).to_jwk(self.keys[key_id].public_key(), as_dict=True)
        expired_at = 1 if key_id in self.expired else None
        return {**jwk, "kid": key_id, "use": "sig", "alg": "ES256", "created_at": 1, "expired_at": expired_at}

    def sign(
        self, body: bytes = BODY, *, at: datetime = NOW, key_id: str = "k1", kid: str | None = None
    ) -> str:
        claims = {"iat": int(at.timestamp()), "request_body_sha256": hashlib.sha256(body).hexdigest()}
        return jwt.encode(claims, self.keys[key_id], algorithm="ES256", headers={"kid": kid or key_id})


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.fixture
def verifier(signer: Signer) -> WebhookVerifier:
    return WebhookVerifier(signer.fetch)


async def _refusal(verifier: WebhookVerifier, token: str, body: bytes = BODY, now: datetime = NOW) -> str:
    with pytest.raises(ForgedNotice) as caught:
        await verifier.verify(body, {"plaid-verification": token}, now)
    return caught.value.code


async def test_a_signed_webhook_passes_and_its_key_is_asked_for_once(
    signer: Signer, verifier: WebhookVerifier
) -> None:
    for _ in range(20):
        await verifier.verify(BODY, {"plaid-verification": signer.sign()}, NOW)

    assert signer.fetched == ["k1"]


async def test_a_body_changed_by_one_space_is_refused(signer: Signer, verifier: WebhookVerifier) -> None:
    rewritten = json.dumps(json.loads(BODY)).encode()

    assert await _refusal(verifier, signer.sign(), rewritten) == "BODY_ALTERED"


@pytest.mark.parametrize(
    ("age_seconds", "is_good"),
    [(0, True), (299, True), (301, False), (3600, False), (-30, True), (-90, False)],
)
async def test_age_is_bounded_on_both_sides(
    signer: Signer, verifier: WebhookVerifier, age_seconds: int, *, is_good: bool
) -> None:
    token = signer.sign(at=NOW - timedelta(seconds=age_seconds))

    if is_good:
        await verifier.verify(BODY, {"plaid-verification": token}, NOW)
    else:
        assert await _refusal(verifier, token) == "SIGNATURE_STALE"


async def test_another_key_under_a_known_id_is_refused(signer: Signer, verifier: WebhookVerifier) -> None:
    signer.keys["mallory"] = ec.generate_private_key(ec.SECP256R1())

    assert await _refusal(verifier, signer.sign(key_id="mallory", kid="k1")) == "SIGNATURE_INVALID"


def _unsigned(_: Signer) -> str:
    return jwt.encode({"iat": 1}, "", algorithm="none", headers={"kid": "k1"})


def _hmac(_: Signer) -> str:
    return jwt.encode({"iat": 1}, "s" * 64, algorithm="HS256", headers={"kid": "k1"})


def _nameless(signer: Signer) -> str:
    return jwt.encode({"iat": 1}, signer.keys["k1"], algorithm="ES256")


def _without_claims(signer: Signer) -> str:
    return jwt.encode({}, signer.keys["k1"], algorithm="ES256", headers={"kid": "k1"})


@pytest.mark.parametrize(
    "forge", [_unsigned, _hmac, _nameless, _without_claims, lambda _: "garbage", lambda _: "a.b.c"]
)
async def test_other_signatures_are_refused(
    signer: Signer, verifier: WebhookVerifier, forge: Callable[[Signer], str]
) -> None:
    assert await _refusal(verifier, forge(signer)) == "SIGNATURE_INVALID"


async def test_no_signature_is_refused(verifier: WebhookVerifier) -> None:
    with pytest.raises(ForgedNotice):
        await verifier.verify(BODY, {}, NOW)


async def test_an_unknown_key_is_asked_for_once_and_remembered(
    signer: Signer, verifier: WebhookVerifier
) -> None:
    for _ in range(10):
        assert await _refusal(verifier, signer.sign(kid="made-up")) == "KEY_UNKNOWN"

    assert signer.fetched == ["made-up"]


async def test_a_flood_of_made_up_keys_asks_the_provider_rarely_and_harms_no_real_webhook(
    signer: Signer, verifier: WebhookVerifier
) -> None:
    await verifier.verify(BODY, {"plaid-verification": signer.sign()}, NOW)

    for number in range(200):
        with pytest.raises((ForgedNotice, TryAgainLater)):
            await verifier.verify(BODY, {"plaid-verification": signer.sign(kid=f"made-up-{number}")}, NOW)

    await verifier.verify(BODY, {"plaid-verification": signer.sign()}, NOW)
    assert len(signer.fetched) <= 5


async def test_a_rotated_key_is_found_at_once(signer: Signer, verifier: WebhookVerifier) -> None:
    await verifier.verify(BODY, {"plaid-verification": signer.sign()}, NOW)
    signer.keys["k2"] = ec.generate_private_key(ec.SECP256R1())

    await verifier.verify(BODY, {"plaid-verification": signer.sign(key_id="k2")}, NOW)


async def test_an_expired_key_is_refused_within_a_day(signer: Signer, verifier: WebhookVerifier) -> None:
    await verifier.verify(BODY, {"plaid-verification": signer.sign()}, NOW)
    signer.expired.add("k1")
    later = NOW + timedelta(days=1, seconds=1)

    assert await _refusal(verifier, signer.sign(at=later), now=later) == "KEY_UNKNOWN"


@pytest.mark.parametrize(
    ("notice_type", "code", "error", "kind"),
    [
        ("TRANSACTIONS", "SYNC_UPDATES_AVAILABLE", None, NoticeKind.CHANGES_AVAILABLE),
        ("TRANSACTIONS", "DEFAULT_UPDATE", None, NoticeKind.OTHER),
        ("ITEM", "ERROR", "ITEM_LOGIN_REQUIRED", NoticeKind.LOGIN_EXPIRED),
        ("ITEM", "ERROR", "USER_PERMISSION_REVOKED", NoticeKind.ACCESS_REVOKED),
        ("ITEM", "ERROR", "SOMETHING_NEW", NoticeKind.OTHER),
        ("ITEM", "LOGIN_REPAIRED", None, NoticeKind.LOGIN_REPAIRED),
        ("ITEM", "PENDING_EXPIRATION", None, NoticeKind.LOGIN_EXPIRING),
        ("ITEM", "PENDING_DISCONNECT", None, NoticeKind.ACCESS_ENDING),
        ("ITEM", "USER_PERMISSION_REVOKED", "USER_PERMISSION_REVOKED", NoticeKind.ACCESS_REVOKED),
        ("ITEM", "NEW_ACCOUNTS_AVAILABLE", None, NoticeKind.NEW_ACCOUNTS),
        ("ITEM", "USER_ACCOUNT_REVOKED", None, NoticeKind.ACCOUNT_REVOKED),
        ("LINK", "SESSION_FINISHED", None, NoticeKind.OTHER),
    ],
)
def test_each_webhook_has_its_kind(notice_type: str, code: str, error: str | None, kind: NoticeKind) -> None:
    body: dict[str, Any] = {"webhook_type": notice_type, "webhook_code": code, "item_id": "i1"}
    body["error"] = {"error_type": "ITEM_ERROR", "error_code": error} if error else None

    notice = read_notice(body)

    assert (notice.kind, notice.item_id, notice.error_code) == (kind, "i1", error)


def test_a_strange_webhook_is_read_without_harm() -> None:
    assert read_notice({"webhook_type": 7, "item_id": ["x"], "error": "text"}).kind is NoticeKind.OTHER


def test_a_warning_names_the_day() -> None:
    body = {"webhook_type": "ITEM", "webhook_code": "PENDING_EXPIRATION"}

    notice = read_notice(body | {"consent_expiration_time": "2026-12-01T00:00:00Z"})

    assert notice.expires_at == datetime(2026, 12, 1, tzinfo=UTC)
