"""Identifiers in Plaid's shapes."""

import hashlib
import secrets
import string
import uuid

ALPHABET = string.ascii_letters + string.digits
LENGTH = 37
REQUEST_LENGTH = 15
ENVIRONMENT = "sandbox"


def random_id(length: int = LENGTH) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def derived_id(*parts: str) -> str:
    """Make the same identifier again from the same parts; differs in every Item."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest())
    letters = []
    for _ in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters)


def request_id() -> str:
    return random_id(REQUEST_LENGTH)


def token(kind: str) -> str:
    """Make an access, public or link token, such as access-sandbox-<uuid>."""
    return f"{kind}-{ENVIRONMENT}-{uuid.uuid4()}"


def is_token(value: str, kind: str) -> bool:
    """Whether the text has the shape of our sandbox's tokens; production-looking ones never have."""
    prefix = f"{kind}-{ENVIRONMENT}-"
    return value.startswith(prefix) and len(value) > len(prefix)
