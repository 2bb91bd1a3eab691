"""What can go wrong with idempotency keys."""

from saldo.core.errors import Conflict, Invalid


class KeyInvalid(Invalid):
    """The header is not a key."""

    code = "idempotency_key_invalid"
    title = "Idempotency-Key must be 8 to 128 letters, digits, hyphens or underscores"


class KeyReused(Conflict):
    """The same key came with another request."""

    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request; use a new one"


class StillAtWork(Conflict):
    """The first request with this key is not answered yet."""

    code = "idempotency_in_progress"
    title = "The first request with this Idempotency-Key is still at work; try again in a moment"
