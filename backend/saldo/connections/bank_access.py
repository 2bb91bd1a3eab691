"""What a use case needs to speak with a bank between transactions, and the sealed token it speaks with."""

from dataclasses import dataclass
from uuid import UUID

from saldo.connections.errors import ConnectionEnded
from saldo.connections.models import BankConnection
from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.providers.bank import BankProvider


@dataclass(frozen=True)
class BankAccess:
    """The outside world of this feature: use cases that call a bank open their own short transactions."""

    database: Database
    bank: BankProvider
    vault: Vault
    clock: Clock


def seal_token(vault: Vault, token: str, *, workspace_id: UUID, connection_id: UUID) -> str:
    """Seal an access token so that it opens in this connection's row only."""
    return vault.seal(
        token,
        table="bank_connections",
        column="access_token",
        row_id=connection_id,
        workspace_id=workspace_id,
    )


def open_token(vault: Vault, connection: BankConnection) -> str:
    """Open the connection's access token. Raises ConnectionEnded when it has none any more."""
    if connection.access_token is None:
        raise ConnectionEnded
    return vault.open(
        connection.access_token,
        table="bank_connections",
        column="access_token",
        row_id=connection.id,
        workspace_id=connection.workspace_id,
    )
