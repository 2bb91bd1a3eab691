"""What the provider's webhooks told of a connection, and what came of each, as a person sees it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import inbox, repository
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.models import WebhookRefusal
from saldo.connections.schemas import WebhookShown
from saldo.core.database import SYSTEM, Database
from saldo.core.ids import new_id
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.providers.bank import BankNotice
from saldo.workspaces.access import Member

# Anybody can knock: what is kept of it is bounded, however often it happens.
_MOST_REFUSALS: Final = 20
_MEANINGS: Final[Mapping[str | None, str]] = {
    None: "Waits for its turn.",
    "sync_requested": "A sync was asked for.",
    "left_alone": "Noted; the bank is asked at its own pace.",
    "login_works": "The bank was asked: the sign-in works.",
    "needs_login": "The bank was asked: it wants you to sign in again.",
    "warned": "The warning was passed on to you.",
    "accounts_offered": "New accounts are offered to you.",
    "account_closed": "One account is no longer shared; its history stays.",
    "account_unknown": "It spoke of an account that was never here.",
    "no_account_named": "It named no account.",
    "revoked": "The access ended.",
    "connection_ended": "Nothing: this connection has ended.",
    "ignored": "Nothing: Saldo needs no news of this kind.",
    "other_environment": "Nothing: it came from another environment of the provider.",
    "orphan": "Nothing: the connection was not known yet.",
    "failed": "It could not be acted on, and was given up after many tries.",
}


async def list_webhooks(
    database: Database, member: Member, connection_id: UUID, cursor: str | None, limit: int
) -> Page[WebhookShown]:
    """List what was heard of a connection, newest first. Raises ConnectionNotFound or CursorInvalid."""
    before = decode_cursor(cursor, UUID)[0] if cursor else None
    async with database.transaction(member.scope) as session:
        connection = await repository.find_connection(session, member.workspace_id, connection_id)
        if connection is None:
            raise ConnectionNotFound
        item_id = connection.provider_item_id
    # The inbox belongs to no tenant; what is read here is narrowed to this connection's own login.
    async with database.transaction(SYSTEM) as session:
        rows = await inbox.list_heard(session, connection_id, item_id, before, limit + 1)
    shown = [_shown(row) for row in rows]
    return page_of(shown, limit, lambda each: encode_cursor(each.id))


async def note_refusal(session: AsyncSession, notice: BankNotice, reason: str, now: datetime) -> None:
    """Remember what pretended to speak of one of our connections; at most twenty a day for each."""
    addressee = await inbox.find_addressee(session, notice.item_id)
    if addressee is None:
        return
    refusal = WebhookRefusal(
        id=new_id(),
        workspace_id=addressee.workspace_id,
        connection_id=addressee.connection_id,
        type=notice.type[: inbox.TEXT_LIMIT],
        code=notice.code[: inbox.TEXT_LIMIT],
        reason=reason,
        received_at=now,
    )
    await inbox.add_refusal(session, refusal, _MOST_REFUSALS)


def _shown(row: RowMapping) -> WebhookShown:
    reason = row["reason"]
    text = f"Refused. {reason}" if reason is not None else _MEANINGS[row["outcome"]]
    return WebhookShown.model_validate({**row, "is_verified": reason is None, "text": text})
