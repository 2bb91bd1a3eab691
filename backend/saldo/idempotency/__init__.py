"""Writes that may be sent twice and happen once: the `Idempotency-Key` header."""
