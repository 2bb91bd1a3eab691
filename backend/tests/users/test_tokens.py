from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest

from saldo.users.errors import TokenInvalid
from saldo.users.tokens import Identity, TokenSigner

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "a secret that is long enough for a test"
IDENTITY = Identity(uuid4(), uuid4(), uuid4())


@pytest.fixture
def signer() -> TokenSigner:
    return TokenSigner(SECRET, issuer="https://saldo.example", lifetime_seconds=300)


def test_a_token_proves_who_one_is(signer: TokenSigner) -> None:
    assert signer.read(signer.sign(IDENTITY, NOW), NOW) == IDENTITY


def test_the_claims_are_those_we_promise(signer: TokenSigner) -> None:
    token = signer.sign(IDENTITY, NOW)

    header = jwt.get_unverified_header(token)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert header["alg"] == "ES256"
    assert header["kid"]
    assert set(claims) == {"sub", "sid", "wid", "typ", "aud", "iss", "iat", "exp"}


def test_a_token_is_over_after_its_minutes(signer: TokenSigner) -> None:
    token = signer.sign(IDENTITY, NOW)

    signer.read(token, NOW + timedelta(seconds=299))
    with pytest.raises(TokenInvalid):
        signer.read(token, NOW + timedelta(seconds=300))


def test_the_same_secret_reads_on_after_a_restart(signer: TokenSigner) -> None:
    restarted = TokenSigner(SECRET, issuer="https://saldo.example", lifetime_seconds=300)

    assert restarted.read(signer.sign(IDENTITY, NOW), NOW) == IDENTITY


@pytest.mark.parametrize(
    ("secret", "issuer"), [(SECRET + "!", "https://saldo.example"), (SECRET, "https://other.example")]
)
def test_a_token_of_another_installation_is_refused(signer: TokenSigner, secret: str, issuer: str) -> None:
    other = TokenSigner(secret, issuer=issuer, lifetime_seconds=300)

    with pytest.raises(TokenInvalid):
        signer.read(other.sign(IDENTITY, NOW), NOW)


def _forged(signer: TokenSigner, algorithm: str, **changes: object) -> str:
    claims = jwt.decode(signer.sign(IDENTITY, NOW), options={"verify_signature": False}) | changes
    key: object = signer._private_key if algorithm == "ES256" else "x" * 32
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": signer._key_id})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes", [{"aud": "other"}, {"typ": "refresh"}, {"sid": "not-an-id"}, {"sub": None}, {"exp": "soon"}]
)
def test_wrong_claims_are_refused_although_signed(signer: TokenSigner, changes: dict[str, object]) -> None:
    with pytest.raises(TokenInvalid):
        signer.read(_forged(signer, "ES256", **changes), NOW)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ey.ey.ey"])
def test_garbage_is_refused(signer: TokenSigner, token: str) -> None:
    with pytest.raises(TokenInvalid):
        signer.read(token, NOW)


def test_other_algorithms_are_refused(signer: TokenSigner) -> None:
    with pytest.raises(TokenInvalid):
        signer.read(_forged(signer, "HS256"), NOW)
    unsigned = jwt.encode({"sub": "x"}, "", algorithm="none", headers={"kid": signer._key_id})
    with pytest.raises(TokenInvalid):
        signer.read(unsigned, NOW)


def test_a_refresh_tokens_successor_needs_our_key(signer: TokenSigner) -> None:
    token = signer.first_refresh_token()
    other = TokenSigner("another secret that is long enough....", issuer="x", lifetime_seconds=300)

    assert signer.next_refresh_token(token) == signer.next_refresh_token(token)
    assert signer.next_refresh_token(token) != other.next_refresh_token(token)
    assert len(token) >= 43
