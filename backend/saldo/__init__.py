"""Saldo's backend: read `docs/architecture.md` for the order of the features."""
