"""Names of the post's background work."""

from uuid import UUID

from saldo.core.jobs import Job

DELIVER = "mail.deliver"
SWEEP = "mail.sweep"


def deliver_job(mail_id: UUID) -> Job:
    return Job(DELIVER, {"mail_id": str(mail_id)})
