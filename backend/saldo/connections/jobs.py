"""The work that connections hand to the worker; payloads hold ids only, the rows hold the rest."""

from uuid import UUID

from saldo.connections.models import SyncTrigger
from saldo.core.jobs import Job

SYNC = "connections.sync"
HANDLE_WEBHOOK = "connections.handle_webhook"
SWEEP = "connections.sweep"
REMOVE_ITEM = "connections.remove_item"
PURGE = "connections.purge"
CHECK_LOGIN = "connections.check_login"
KEEP_UP = "connections.keep_up"


def sync_job(workspace_id: UUID, connection_id: UUID, trigger: SyncTrigger, delay_seconds: float = 0) -> Job:
    """Look whether this connection is due, and bring it up to date if so."""
    payload = {
        "workspace_id": str(workspace_id),
        "connection_id": str(connection_id),
        "trigger": trigger.value,
    }
    return Job(SYNC, payload, queue="sync", delay_seconds=delay_seconds)


def webhook_job(delivery_id: UUID, delay_seconds: float = 0) -> Job:
    """Act on one stored webhook."""
    return Job(HANDLE_WEBHOOK, {"delivery_id": str(delivery_id)}, delay_seconds=delay_seconds)


def removal_job(removal_id: UUID) -> Job:
    """Tell the provider once that our access to an Item ends."""
    return Job(REMOVE_ITEM, {"removal_id": str(removal_id)})


def purge_job(workspace_id: UUID, connection_id: UUID) -> Job:
    """Erase everything a disconnected bank ever sent."""
    return Job(PURGE, {"workspace_id": str(workspace_id), "connection_id": str(connection_id)})


def check_login_job(workspace_id: UUID, connection_id: UUID) -> Job:
    """Ask whether a login that waits for its person works by now."""
    return Job(CHECK_LOGIN, {"workspace_id": str(workspace_id), "connection_id": str(connection_id)})
