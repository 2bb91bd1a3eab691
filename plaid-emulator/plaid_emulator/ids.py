"""Identifiers in Plaid's shapes."""

import hashlib
import secrets
import string
import uuid

ALPHABET = string.ascii_letters + string.digits
PAIRS = [first + second for second in ALPHABET for first in ALPHABET]
LENGTH = 37
TEN_LETTERS = len(ALPHABET) ** 10
REQUEST_LENGTH = 15
ENVIRONMENT = "sandbox"
OTHER_ENVIRONMENTS = ("production", "development")


def random_id(length: int = LENGTH) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def derived_id(*parts: str) -> str:
    """Make the same identifier again from the same parts; differs in every Item."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest())
    letters = []
    # Big numbers divide slowly: ten letters at a time come off as a small one.
    for _ in range(4):
        number, ten = divmod(number, TEN_LETTERS)
        for _ in range(5):
            ten, pair = divmod(ten, len(PAIRS))
            letters.append(PAIRS[pair])
    return "".join(letters)[:LENGTH]


def request_id() -> str:
    return random_id(REQUEST_LENGTH)


def token(kind: str) -> str:
    """Make an access, public or link token, such as access-sandbox-<uuid>."""
    return f"{kind}-{ENVIRONMENT}-{uuid.uuid4()}"


def is_token(value: str, kind: str) -> bool:
    """Whether the text has the shape of our sandbox's tokens; production-looking ones never have."""
    prefix = f"{kind}-{ENVIRONMENT}-"
    return value.startswith(prefix) and len(value) > len(prefix)


def find_foreign_environment(value: str, kind: str) -> str | None:
    """Name the environment of real money that a token comes from; None for any other text."""
    return next((each for each in OTHER_ENVIRONMENTS if value.startswith(f"{kind}-{each}-")), None)


def refused_shape(value: str, kind: str) -> str | None:
    """Say what is wrong with a token's shape, in Plaid's words; None when it looks like one of ours."""
    if is_token(value, kind):
        return None
    foreign = find_foreign_environment(value, kind)
    if foreign is not None:
        return (
            f"provided {kind} token is for the wrong Plaid environment. "
            f'expected "{ENVIRONMENT}", got "{foreign}"'
        )
    return (
        f"provided {kind} token is in an invalid format. expected format: {kind}-<environment>-<identifier>"
    )
