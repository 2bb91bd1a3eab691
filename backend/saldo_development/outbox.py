"""`GET /api/development/outbox`: the letters that stay on this machine, for whoever sits at it."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from saldo.core.database import SYSTEM
from saldo.core.schemas import Output
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from saldo.resources import CurrentResources

router = APIRouter(prefix="/api/development", include_in_schema=False)
_NEWEST = 50


class LetterShown(Output):
    """A letter as its recipient would read it."""

    id: UUID
    recipient: str
    subject: str
    text: str
    created_at: datetime


class Outbox(Output):
    """The newest letters."""

    data: list[LetterShown]


@router.get("/outbox")
async def show_outbox(resources: CurrentResources) -> Outbox:
    """List the newest letters; the development entry point runs on one's own machine only."""
    if not resources.mailer.keeps_letters:
        return Outbox(data=[])
    async with resources.database.transaction(SYSTEM) as session:
        newest = select(Mail).order_by(Mail.created_at.desc(), Mail.id.desc()).limit(_NEWEST)
        letters = (await session.execute(newest)).scalars().all()
    return Outbox(
        data=[
            LetterShown(
                id=one.id,
                recipient=one.recipient,
                subject=one.subject,
                text=unseal(resources.vault, one),
                created_at=one.created_at,
            )
            for one in letters
        ]
    )
