"""Saldo's backend: read `docs/architecture.md` for the order of the features."""

from importlib.metadata import version

__version__ = version("saldo")
