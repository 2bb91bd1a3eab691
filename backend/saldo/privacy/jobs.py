"""Names of the background work on a person's own data."""

from uuid import UUID

from saldo.core.jobs import Job

EXPORT = "privacy.export"
ERASE_DUE = "privacy.erase_due"
TIDY = "privacy.tidy"


def export_job(user_id: UUID, export_id: UUID) -> Job:
    """Have an archive made."""
    return Job(EXPORT, {"user_id": str(user_id), "export_id": str(export_id)})


def erase_job() -> Job:
    """Have everyone erased whose time has come."""
    return Job(ERASE_DUE)
