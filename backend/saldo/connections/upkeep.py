"""The slow sweep: access to end at the provider, rows of purged banks, logins that wait for a person."""

from saldo.connections import purging, removals, repairing
from saldo.connections.bank_access import BankAccess


async def keep_up(access: BankAccess) -> None:
    """Send off again what got lost; running it twice is harmless."""
    await removals.sweep(access)
    await purging.sweep(access)
    await repairing.sweep(access)
