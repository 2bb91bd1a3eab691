"""The work that connections hand to the worker; payloads hold ids only, the rows hold the rest."""

from uuid import UUID

from saldo.connections.models import SyncTrigger
from saldo.core.jobs import Job

SYNC = "connections.sync"
HANDLE_WEBHOOK = "connections.handle_webhook"
SWEEP = "connections.sweep"


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
