import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.database import (
    NOBODY,
    SYSTEM,
    Database,
    DatabaseUnavailable,
    Limits,
    PowerfulRole,
    Unscoped,
    workspace_scope,
)
from saldo.core.jobs import Job
from tests.conftest import DatabaseAddresses
from tests.factories.workspaces import Home
from tests.fakes.courier import RecordingCourier

FIRST, SECOND = Job("first"), Job("second")


async def _count_workspaces(session: AsyncSession) -> int:
    return int((await session.execute(text("SELECT count(*) FROM workspaces"))).scalar_one())


async def test_promises_go_out_after_the_commit(database: Database, courier: RecordingCourier) -> None:
    async with database.transaction(NOBODY) as session:
        promise(session, FIRST)
        assert courier.messages == []

    assert courier.messages == [FIRST]


async def test_a_rollback_forgets_promises(database: Database, courier: RecordingCourier) -> None:
    async def fail() -> None:
        async with database.transaction(NOBODY) as session:
            promise(session, FIRST)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert courier.messages == []


async def test_a_failing_commit_forgets_promises(database: Database, courier: RecordingCourier) -> None:
    async def lose_the_connection() -> None:
        async with database.transaction(NOBODY) as session:
            promise(session, FIRST)
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DatabaseUnavailable):
        await lose_the_connection()

    assert courier.messages == []


async def test_a_savepoint_takes_its_promises_along(database: Database, courier: RecordingCourier) -> None:
    async def fail(session: AsyncSession) -> None:
        async with session.begin_nested():
            async with session.begin_nested():
                promise(session, SECOND)
            raise ZeroDivisionError

    async with database.transaction(NOBODY) as session:
        promise(session, FIRST)
        with pytest.raises(ZeroDivisionError):
            await fail(session)
        async with session.begin_nested():
            promise(session, FIRST)

    assert courier.messages == [FIRST, FIRST]


async def test_a_session_without_a_scope_cannot_begin(database: Database) -> None:
    session = database._sessions()

    with pytest.raises(Unscoped):
        await session.execute(text("SELECT 1"))
    await session.close()


@pytest.mark.usefixtures("stranger")
async def test_a_member_sees_their_own_workspace_only(database: Database, workspace: Home) -> None:
    async with database.transaction(workspace.scope) as session:
        seen = (await session.execute(text("SELECT id FROM workspaces"))).scalars().all()

    assert seen == [workspace.workspace_id]


@pytest.mark.usefixtures("workspace")
async def test_nobody_sees_nothing(database: Database) -> None:
    async with database.transaction(NOBODY) as session:
        assert await _count_workspaces(session) == 0


async def test_the_scope_does_not_leak_into_the_next_transaction(database: Database, workspace: Home) -> None:
    for scope, expected in ((workspace.scope, 1), (NOBODY, 0), (SYSTEM, 1), (NOBODY, 0)):
        async with database.transaction(scope) as session:
            assert await _count_workspaces(session) == expected


@pytest.mark.usefixtures("workspace", "stranger")
async def test_a_sweep_sees_every_workspace(database: Database) -> None:
    async with database.transaction(SYSTEM) as session:
        assert await _count_workspaces(session) == 2


async def test_a_row_for_another_workspace_is_refused(database: Database, workspace: Home) -> None:
    insert = text(
        "INSERT INTO workspace_events (workspace_id, sequence, type, data) VALUES (:id, 1, 'x', '{}')"
    )

    with pytest.raises(Exception, match="row-level security"):
        async with database.transaction(workspace_scope(uuid4())) as session:
            await session.execute(insert, {"id": workspace.workspace_id})


async def test_a_role_that_sees_everything_is_refused(database_addresses: DatabaseAddresses) -> None:
    database = Database(database_addresses.superuser, RecordingCourier())

    with pytest.raises(PowerfulRole, match="saldo_app"):
        await database.refuse_powerful_role()
    await database.close()


async def test_the_applications_role_is_accepted(database: Database) -> None:
    await database.refuse_powerful_role()


async def test_an_unreachable_database_is_unavailable() -> None:
    database = Database("postgresql+asyncpg://nobody:x@127.0.0.1:1/none", RecordingCourier())

    with pytest.raises(DatabaseUnavailable) as caught:
        async with database.transaction(NOBODY) as session:
            await session.execute(text("SELECT 1"))

    assert caught.value.retry_after_seconds
    await database.close()


async def test_a_statement_that_takes_too_long_is_given_up(database_addresses: DatabaseAddresses) -> None:
    database = Database(database_addresses.app, RecordingCourier(), Limits(statement_seconds=0.1))

    with pytest.raises(DatabaseUnavailable):
        async with database.transaction(NOBODY) as session:
            await session.execute(text("SELECT pg_sleep(3)"))
    await database.close()


async def test_after_a_restart_of_the_server_the_pool_is_back_at_once(
    database_addresses: DatabaseAddresses, superuser: asyncpg.Connection
) -> None:
    database = Database(database_addresses.app, RecordingCourier(), Limits(pool_size=5))
    outcomes = []

    async def ask() -> int:
        async with database.transaction(NOBODY) as session:
            return int((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())

    pids = await asyncio.gather(*(ask() for _ in range(5)))
    await superuser.execute("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid", pids)
    for _ in range(6):
        try:
            outcomes.append(bool(await ask()))
        except DatabaseUnavailable:
            outcomes.append(False)

    assert outcomes[1:] == [True] * 5
    await database.close()


async def test_a_lock_held_too_long_is_given_up(
    database_addresses: DatabaseAddresses, workspace: Home, superuser: asyncpg.Connection
) -> None:
    impatient = Database(database_addresses.app, RecordingCourier(), Limits(lock_seconds=0.1))
    rename = text("UPDATE workspaces SET name = 'x' WHERE id = :id")

    async with superuser.transaction():
        await superuser.execute("SELECT 1 FROM workspaces WHERE id = $1 FOR UPDATE", workspace.workspace_id)
        with pytest.raises(DatabaseUnavailable):
            async with impatient.transaction(workspace.scope) as session:
                await session.execute(rename, {"id": workspace.workspace_id})
    await impatient.close()


@pytest.mark.usefixtures("workspace")
async def test_a_random_tenant_sees_no_row_of_any_tenant_table(
    database: Database, superuser: asyncpg.Connection
) -> None:
    tables = await superuser.fetch(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id' "
        "AND table_schema = 'public'"
    )
    assert len(tables) >= 5

    async with database.transaction(workspace_scope(UUID(int=7), UUID(int=8))) as session:
        for row in tables:
            count = await session.execute(text(f"SELECT count(*) FROM {row['table_name']}"))
            assert count.scalar_one() == 0, row["table_name"]
