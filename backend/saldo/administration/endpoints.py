"""`/api/admin`: for administrators of the installation; what changes something asks for a fresh proof."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from saldo.administration import erasures, lists, people, queues
from saldo.administration.people import Search
from saldo.administration.schemas import (
    EntryOfAnyone,
    ErasuresUnderWay,
    Jobs,
    Person,
    RequestOfAnyone,
    SessionsOfPerson,
)
from saldo.audit import tasks as audit_tasks
from saldo.connections import tasks as connection_tasks
from saldo.core.database import SYSTEM
from saldo.core.http import CurrentBroker, CurrentClock, CurrentDatabase, Cursor, Limit, Word
from saldo.core.pagination import Page
from saldo.mail import tasks as mail_tasks
from saldo.privacy import tasks as privacy_tasks
from saldo.records import reading
from saldo.records.reading import Wanted
from saldo.security.proving import require_proof
from saldo.security.schemas import Ended
from saldo.workspaces.access import CurrentMember, Member, TenantSession
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/admin", tags=["administration"], dependencies=[require("platform")])
_SCHEDULE = (
    *connection_tasks.SCHEDULE, *mail_tasks.SCHEDULE, *audit_tasks.SCHEDULE, *privacy_tasks.SCHEDULE,
)  # fmt: skip


async def get_proven(session: TenantSession, member: CurrentMember, entrance: CurrentEntrance) -> Member:
    """Let an administrator through who has just shown who they are. Raises ProofNeeded."""
    await require_proof(entrance.door, session, member)
    return member


Proven = Annotated[Member, Depends(get_proven)]


@router.get("/users")
async def list_people(
    database: CurrentDatabase,
    _: CurrentMember,
    search: Word = None,
    *,
    deleted: bool = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Person]:
    """List people by name or address, or those who are deleted."""
    return await people.list_people(database, Search(search, deleted, cursor, limit))


@router.get("/users/{user_id:uuid}")
async def get_person(user_id: UUID, database: CurrentDatabase, _: CurrentMember) -> Person:
    """Show one person, deleted or not."""
    return await people.get(database, user_id)


@router.delete("/users/{user_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_person(
    user_id: UUID, database: CurrentDatabase, member: Proven, clock: CurrentClock
) -> None:
    """Shut someone out now; for thirty days they can be restored, then they are erased."""
    await people.delete(database, clock, member, user_id)


@router.post("/users/{user_id:uuid}/restore", status_code=status.HTTP_204_NO_CONTENT)
async def restore_person(user_id: UUID, database: CurrentDatabase, member: Proven) -> None:
    """Let someone in again who was deleted."""
    await people.restore(database, member, user_id)


@router.get("/users/{user_id:uuid}/sessions")
async def list_sessions(user_id: UUID, database: CurrentDatabase, _: CurrentMember) -> SessionsOfPerson:
    """List someone's sessions, without their addresses."""
    return SessionsOfPerson(data=await people.list_sessions(database, user_id))


@router.delete("/users/{user_id:uuid}/sessions")
async def end_sessions(
    user_id: UUID, database: CurrentDatabase, member: Proven, clock: CurrentClock
) -> Ended:
    """Sign someone out everywhere."""
    return Ended(ended=await people.end_sessions(database, clock, member, user_id))


@router.get("/audit")
async def list_entries(  # noqa: PLR0913, PLR0917 - one parameter a filter
    database: CurrentDatabase,
    _: CurrentMember,
    actor: Word = None,
    action: Word = None,
    subject_id: Word = None,
    workspace_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[EntryOfAnyone]:
    """List what was done in any workspace: who and when, not the values."""
    async with database.transaction(SYSTEM) as session:
        wanted = Wanted(
            actor, action, subject_id, workspace_id, cursor=cursor, limit=limit, with_values=False
        )
        return await lists.name_actors(session, await reading.list_entries(session, wanted))


@router.get("/requests")
async def list_requests(
    database: CurrentDatabase,
    _: CurrentMember,
    user_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RequestOfAnyone]:
    """List requests of the last thirty days."""
    async with database.transaction(SYSTEM) as session:
        wanted = Wanted(user_id=user_id, cursor=cursor, limit=limit)
        return await lists.name_askers(session, await reading.list_requests(session, wanted))


@router.get("/erasures")
async def list_erasures(database: CurrentDatabase, clock: CurrentClock, _: CurrentMember) -> ErasuresUnderWay:
    """List who is being erased now, and how far that has come."""
    return ErasuresUnderWay(data=await erasures.list_under_way(database, clock.now()))


@router.get("/jobs")
async def look_at_jobs(database: CurrentDatabase, broker: CurrentBroker, _: CurrentMember) -> Jobs:
    """Say what waits for the workers, and what is repeated."""
    return await queues.look(database, broker, _SCHEDULE)
