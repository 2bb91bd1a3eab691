"""The record and the access log as an administrator reads them: with addresses in place of bare ids."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.administration import people
from saldo.administration.schemas import EntryOfAnyone, RequestOfAnyone
from saldo.core.pagination import Page
from saldo.records.schemas import Entry, Request

_PERSON = "user:"


async def name_actors(session: AsyncSession, page: Page[Entry]) -> Page[EntryOfAnyone]:
    """Say of each deed whose it was."""
    actors = [_person_of(one.actor) for one in page.data]
    addresses = await people.list_addresses(session, {one for one in actors if one})
    named = [
        EntryOfAnyone(**dict(entry), actor_email=addresses.get(actor) if actor else None)
        for entry, actor in zip(page.data, actors, strict=True)
    ]
    return Page(data=named, pagination=page.pagination)


async def name_askers(session: AsyncSession, page: Page[Request]) -> Page[RequestOfAnyone]:
    """Say of each request whose it was."""
    ids = {one.user_id for one in page.data if one.user_id}
    addresses = await people.list_addresses(session, ids)
    named = [
        RequestOfAnyone(**dict(one), email=addresses.get(one.user_id) if one.user_id else None)
        for one in page.data
    ]
    return Page(data=named, pagination=page.pagination)


def _person_of(actor: str) -> UUID | None:
    return UUID(actor.removeprefix(_PERSON)) if actor.startswith(_PERSON) else None
