"""Background work of connections; every handler looks at the tables first and may run twice."""

from typing import Protocol
from uuid import UUID

from saldo.connections import jobs, purging, removals, repairing, sweeping, syncing, upkeep, webhooks
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncTrigger
from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.core.tasks import Every, task
from saldo.providers.bank import BankProvider

SCHEDULE = (Every(jobs.SWEEP, seconds=10), Every(jobs.KEEP_UP, seconds=30))


class BankResources(Protocol):
    """What these handlers use of the process's resources."""

    database: Database
    bank: BankProvider
    vault: Vault
    clock: Clock


def bank_access(resources: BankResources) -> BankAccess:
    return BankAccess(resources.database, resources.bank, resources.vault, resources.clock)


@task(jobs.SYNC, soft_limit_seconds=840, hard_limit_seconds=900)
async def sync(resources: BankResources, *, workspace_id: str, connection_id: str, trigger: str) -> None:
    await syncing.run_sync(
        bank_access(resources), UUID(workspace_id), UUID(connection_id), SyncTrigger(trigger)
    )


@task(jobs.HANDLE_WEBHOOK)
async def handle_webhook(resources: BankResources, *, delivery_id: str) -> None:
    await webhooks.handle(bank_access(resources), UUID(delivery_id))


@task(jobs.SWEEP)
async def sweep(resources: BankResources) -> None:
    await sweeping.sweep(bank_access(resources))


@task(jobs.REMOVE_ITEM)
async def remove_item(resources: BankResources, *, removal_id: str) -> None:
    await removals.remove(bank_access(resources), UUID(removal_id))


@task(jobs.PURGE, soft_limit_seconds=840, hard_limit_seconds=900)
async def purge(resources: BankResources, *, workspace_id: str, connection_id: str) -> None:
    await purging.purge(bank_access(resources), UUID(workspace_id), UUID(connection_id))


@task(jobs.CHECK_LOGIN)
async def check_login(resources: BankResources, *, workspace_id: str, connection_id: str) -> None:
    await repairing.look_again(bank_access(resources), UUID(workspace_id), UUID(connection_id))


@task(jobs.KEEP_UP)
async def keep_up(resources: BankResources) -> None:
    await upkeep.keep_up(bank_access(resources))
