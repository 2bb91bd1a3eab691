"""What a command opens: the database and the keys, and nobody to tell."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from saldo.core.database import Database, Limits
from saldo.core.encryption import Vault
from saldo.core.jobs import Message
from saldo.core.settings import load_settings

_STATEMENT_SECONDS = 600


class _NoCourier:
    """A command promises nothing: sweeps find what is due."""

    async def deliver(self, messages: Sequence[Message]) -> None:
        """Drop the messages."""


@asynccontextmanager
async def open_database() -> AsyncIterator[tuple[Database, Vault]]:
    """Open what the settings name. Raises SettingsWrong."""
    settings = load_settings()
    vault = Vault(settings.encryption_ring, settings.audit_ring)
    url = settings.database_url.get_secret_value()
    database = Database(url, _NoCourier(), Limits(statement_seconds=_STATEMENT_SECONDS), vault=vault)
    try:
        yield database, vault
    finally:
        await database.close()
