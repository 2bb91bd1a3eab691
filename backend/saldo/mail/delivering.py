"""Send what is due: claim a letter, talk to the mail server outside any transaction, note the outcome."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from saldo.core.clock import Clock
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import SealBroken, Vault
from saldo.mail.jobs import deliver_job
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from saldo.providers.mail import Letter, Mailer, MailUndelivered

log = structlog.get_logger(__name__)
# Longer than the mail server is waited for: nobody else takes the letter meanwhile.
_CLAIM = timedelta(minutes=2)
_BACK_OFF = timedelta(minutes=1)
_MOST_ATTEMPTS = 8
_KEEP = timedelta(days=7)
_AT_ONCE = 100


@dataclass(frozen=True)
class PostOffice:
    """What delivering needs of the process."""

    database: Database
    mailer: Mailer
    vault: Vault
    clock: Clock


async def deliver(office: PostOffice, mail_id: UUID) -> None:
    """Send one letter, if it is due; may run twice."""
    mail = await _claim(office, mail_id)
    if mail is None:
        return
    try:
        await office.mailer.send(Letter(mail.recipient, mail.subject, unseal(office.vault, mail)))
    except (MailUndelivered, SealBroken) as error:
        await _note_failure(office, mail, str(error))
        return
    sent: dict[str, object] = {"sent_at": office.clock.now(), "next_at": None, "last_error": None}
    # A link that opens an account must not lie about once it has been sent.
    await _note(office, mail.id, sent if office.mailer.keeps_letters else {**sent, "text": ""})
    log.info("mail.sent", mail_id=str(mail.id))


async def sweep(office: PostOffice) -> None:
    """Take up letters whose message was lost, and forget old ones."""
    now = office.clock.now()
    async with office.database.transaction(SYSTEM) as session:
        await session.execute(delete(Mail).where(Mail.created_at < now - _KEEP))
        due = await session.execute(select(Mail.id).where(Mail.next_at <= now).limit(_AT_ONCE))
        for mail_id in due.scalars():
            promise(session, deliver_job(mail_id))


async def _claim(office: PostOffice, mail_id: UUID) -> Mail | None:
    now = office.clock.now()
    async with office.database.transaction(SYSTEM) as session:
        claimed = await session.execute(
            update(Mail)
            .where(Mail.id == mail_id, Mail.next_at <= now)
            .values(next_at=now + _CLAIM, attempts=Mail.attempts + 1)
            .returning(Mail)
        )
        return claimed.scalar_one_or_none()


async def _note_failure(office: PostOffice, mail: Mail, reason: str) -> None:
    is_over = mail.attempts >= _MOST_ATTEMPTS
    next_at: datetime | None = None
    if not is_over:
        next_at = office.clock.now() + _BACK_OFF * 2 ** (mail.attempts - 1)
    await _note(office, mail.id, {"next_at": next_at, "last_error": reason})
    (log.error if is_over else log.warning)("mail.undelivered", mail_id=str(mail.id), reason=reason)


async def _note(office: PostOffice, mail_id: UUID, values: dict[str, object]) -> None:
    async with office.database.transaction(SYSTEM) as session:
        await session.execute(update(Mail).where(Mail.id == mail_id).values(values))
