"""Write a letter: a row in the caller's transaction, and the promise to send it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.encryption import Vault
from saldo.core.ids import new_id
from saldo.mail.jobs import deliver_job
from saldo.mail.models import Mail
from saldo.providers.mail import Letter


@dataclass(frozen=True)
class Post:
    """Takes letters; `is_open` says whether this installation can send any."""

    vault: Vault
    is_open: bool
    # Where the links of letters lead: the address people open Saldo at, without a slash at its end.
    public_url: str

    async def write(self, session: AsyncSession, user_id: UUID, letter: Letter, now: datetime) -> None:
        """Keep a letter to a person and promise its delivery; without post nothing happens."""
        if not self.is_open:
            return
        mail_id = new_id()
        session.add(
            Mail(
                id=mail_id,
                user_id=user_id,
                recipient=letter.recipient,
                subject=letter.subject,
                text=seal(self.vault, mail_id, user_id, letter.text),
                created_at=now,
                attempts=0,
                next_at=now,
            )
        )
        await session.flush()
        promise(session, deliver_job(mail_id))


def seal(vault: Vault, mail_id: UUID, user_id: UUID, text: str) -> str:
    # A letter belongs to a person and no workspace: the person stands in for it.
    return vault.seal(text, table="mails", column="text", row_id=mail_id, workspace_id=user_id)


def unseal(vault: Vault, mail: Mail) -> str:
    """Open a letter's text. Raises SealBroken."""
    return vault.open(mail.text, table="mails", column="text", row_id=mail.id, workspace_id=mail.user_id)
