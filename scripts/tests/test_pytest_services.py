import asyncpg
import pytest
import redis

from saldo_dev.pytest_services import PostgresServer, ValkeyServer


def _plain(dsn: str) -> str:
    return dsn.replace("+asyncpg", "")


@pytest.fixture(scope="session")
def database(postgres_server: PostgresServer) -> str:
    postgres_server.create_database("roles_test")
    return "roles_test"


async def test_owner_makes_a_table_and_app_may_write_to_it(
    postgres_server: PostgresServer, database: str
) -> None:
    owner = await asyncpg.connect(_plain(postgres_server.owner_dsn(database)))
    await owner.execute("create table notes (id int primary key, body text)")
    app = await asyncpg.connect(_plain(postgres_server.app_dsn(database)))

    await app.execute("insert into notes values (1, 'Hello')")

    assert await app.fetchval("select count(*) from notes where body = 'Hello'") == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("create table mine (id int)")
    await app.close()
    await owner.close()


async def test_app_enters_the_system_role_on_purpose_only(
    postgres_server: PostgresServer, database: str
) -> None:
    app = await asyncpg.connect(_plain(postgres_server.app_dsn(database)))

    async with app.transaction():
        await app.execute("set local role saldo_system")
        entered = await app.fetchval("select current_user")

    assert entered == "saldo_system"
    assert await app.fetchval("select current_user") == "saldo_app"
    assert not await app.fetchval(
        "select rolsuper or rolbypassrls or rolinherit from pg_roles where rolname='saldo_app'"
    )
    await app.close()


async def test_a_template_is_copied(postgres_server: PostgresServer, database: str) -> None:
    owner = await asyncpg.connect(_plain(postgres_server.owner_dsn(database)))
    await owner.execute("create table copied (id int)")
    await owner.close()

    postgres_server.create_database("roles_copy", template=database)

    copy = await asyncpg.connect(_plain(postgres_server.app_dsn("roles_copy")))
    assert await copy.fetchval("select count(*) from copied") == 0
    await copy.close()


def test_valkey_answers(valkey_server: ValkeyServer) -> None:
    client = redis.Redis.from_url(valkey_server.url)
    assert client.ping()
    client.close()
