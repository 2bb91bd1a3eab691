"""ES256 signatures over webhook bodies, the keys behind them and their rotation."""

import base64
import hashlib
import time
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.faults import WebhookFault

COORDINATE_BYTES = 32
STALE_SECONDS = 600


def sign(emulator: Emulator, body: bytes, fault: str | None = None) -> str:
    """Make the Plaid-Verification header for one attempt at delivering these very bytes.

    The receiver compares with its own clock, so `iat` is real time, whatever the emulated clock says.
    """
    kid, private_key = _current_key(emulator)
    issued_at = int(time.time())
    if fault == WebhookFault.STALE:
        issued_at -= STALE_SECONDS
    if fault == WebhookFault.FORGED:
        private_key = ec.generate_private_key(ec.SECP256R1())
    if fault == WebhookFault.WRONG_KEY:
        kid = str(uuid.uuid4())
    if fault == WebhookFault.ALTERED:
        body += b" "
    claims = {"iat": issued_at, "request_body_sha256": hashlib.sha256(body).hexdigest()}
    return jwt.encode(claims, private_key, algorithm="ES256", headers={"kid": kid})


def rotate(emulator: Emulator) -> str:
    """Retire the current key and sign with a new one from now on."""
    with emulator.database.transaction():
        now = time.time()
        emulator.database.execute("UPDATE signing_keys SET expired_at = ? WHERE expired_at IS NULL", now)
        return _create_key(emulator)


def get_jwk(emulator: Emulator, kid: str) -> dict[str, Any]:
    """Get the public half of a key as /webhook_verification_key/get shows it."""
    row = emulator.database.find("SELECT * FROM signing_keys WHERE kid = ?", kid)
    if row is None:
        raise PlaidError("INVALID_WEBHOOK_VERIFICATION_KEY_ID")
    numbers = _load(row["private_pem"]).public_key().public_numbers()
    return {
        "alg": "ES256",
        "created_at": int(row["created_at"]),
        "crv": "P-256",
        "expired_at": None if row["expired_at"] is None else int(row["expired_at"]),
        "kid": kid,
        "kty": "EC",
        "use": "sig",
        "x": _coordinate(numbers.x),
        "y": _coordinate(numbers.y),
    }


def _current_key(emulator: Emulator) -> tuple[str, ec.EllipticCurvePrivateKey]:
    newest = "SELECT * FROM signing_keys WHERE expired_at IS NULL ORDER BY created_at DESC LIMIT 1"
    row = emulator.database.find(newest)
    if row is None:
        _create_key(emulator)
        row = emulator.database.list(newest)[0]
    return str(row["kid"]), _load(row["private_pem"])


def _create_key(emulator: Emulator) -> str:
    kid = str(uuid.uuid4())
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    emulator.database.execute(
        "INSERT INTO signing_keys VALUES (?, ?, ?, NULL)", kid, pem.decode(), time.time()
    )
    return kid


def _load(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(
            "the stored signing key is not an elliptic-curve key; delete the emulator's data folder"
        )
    return key


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(COORDINATE_BYTES)).rstrip(b"=").decode()
