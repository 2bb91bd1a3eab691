"""Fixtures for every test: a migrated database emptied between tests, fakes, and a signed-in client."""

import base64
import io
import logging
import os
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import httpx
import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from redis.asyncio import Redis

from saldo.core.database import Database, Limits
from saldo.core.encryption import Vault
from saldo.core.environment import Environment
from saldo.core.logs import configure_logging
from saldo.core.settings import Settings
from saldo.main import create_app
from saldo.providers.bank import BankProvider
from saldo.providers.disabled import DisabledBank
from saldo.providers.mail import OutboxMailer
from saldo.resources import Installation, Resources, open_redis
from saldo.users.tokens import Identity, TokenSigner
from tests.factories.workspaces import Home, make_home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

if TYPE_CHECKING:  # pytest itself must be the first to import a plugin
    from saldo_dev.pytest_services import PostgresServer, ValkeyServer

pytest_plugins = ["saldo_dev.pytest_services"]
PUBLIC_URL = "http://127.0.0.1:8080"
_BACKEND = Path(__file__).parents[1]
_TEST_KEY = base64.b64encode(bytes(range(32))).decode()


@dataclass(frozen=True)
class DatabaseAddresses:
    """One migrated database, by role."""

    app: str
    owner: str
    superuser: str

    @property
    def superuser_plain(self) -> str:
        return self.superuser.replace("+asyncpg", "")


def migrate(owner_url: str, revision: str = "head") -> None:
    """Run the migrations up (or, with "-1" or "base", down) in a thread: Alembic brings its own loop."""
    config = Config(str(_BACKEND / "alembic.ini"))
    config.attributes["url"] = owner_url
    is_down = revision == "base" or revision.startswith("-")
    run = command.downgrade if is_down else command.upgrade
    with ThreadPoolExecutor(1) as thread:
        thread.submit(run, config, revision).result()


@pytest.fixture(scope="session")
def database_addresses(postgres_server: "PostgresServer") -> DatabaseAddresses:
    """Return the addresses of one migrated database for this test process."""
    name = f"saldo_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    postgres_server.create_database(name)
    migrate(postgres_server.owner_dsn(name))
    return DatabaseAddresses(
        app=postgres_server.app_dsn(name),
        owner=postgres_server.owner_dsn(name),
        superuser=postgres_server.superuser_dsn(name),
    )


@pytest.fixture(scope="session")
async def superuser(database_addresses: DatabaseAddresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_addresses.superuser_plain)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def _sweep_statement(superuser: asyncpg.Connection) -> str:
    tables = await superuser.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    # Replica mode: foreign keys and the audit trigger look away. DELETE is far cheaper than TRUNCATE here.
    deletes = "; ".join(f'DELETE FROM "{row["tablename"]}"' for row in tables)
    return f"SET session_replication_role = replica; {deletes}; SET session_replication_role = origin"


@pytest.fixture(scope="session")
async def _engine_of_session(database_addresses: DatabaseAddresses) -> AsyncIterator[Database]:
    vault = Vault({"test": bytes(range(32))})
    database = Database(
        database_addresses.app,
        RecordingCourier(),
        Limits(statement_seconds=60, lock_seconds=20, pool_size=20, pool_wait_seconds=20),
        vault=vault,
    )
    yield database
    await database.close()


@pytest.fixture
def courier() -> RecordingCourier:
    return RecordingCourier()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def database(
    _engine_of_session: Database,
    superuser: asyncpg.Connection,
    _sweep_statement: str,
    courier: RecordingCourier,
) -> Database:
    """Return the database, empty, delivering to the `courier` fixture."""
    await superuser.execute(_sweep_statement)
    _engine_of_session._courier = courier
    return _engine_of_session


@pytest.fixture
async def redis(valkey_server: "ValkeyServer") -> AsyncIterator[Redis]:
    """Return an empty Valkey (a database of its own per test process)."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    # The fifth of a second that a request may wait is too short for a machine at work.
    client = open_redis(f"{valkey_server.url.rpartition('/')[0]}/{worker}", timeout_seconds=30)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.fixture
def vault() -> Vault:
    return Vault({"test": bytes(range(32))})


@pytest.fixture
def bank() -> BankProvider:
    """Return a bank that refuses every call; override it where banks matter."""
    return DisabledBank()


@pytest.fixture
def settings(database_addresses: DatabaseAddresses, valkey_server: "ValkeyServer") -> Settings:
    return Settings(
        environment=Environment.TEST,
        database_url=database_addresses.app,
        redis_url=valkey_server.url,
        secret_key="a secret that is long enough for a test",
        encryption_keys=f"test:{_TEST_KEY}",
        public_url=PUBLIC_URL,
        log_level="WARNING",
        # Tests ask as fast as they can.
        throttle_requests_of_person=1_000_000,
    )


@pytest.fixture
def resources(  # noqa: PLR0913, PLR0917 - the composition root of the tests
    settings: Settings,
    database: Database,
    courier: RecordingCourier,
    clock: FixedClock,
    vault: Vault,
    bank: BankProvider,
    redis: Redis,
) -> Resources:
    return Resources(
        Installation.described_by(settings),
        database,
        courier,
        clock,
        vault,
        bank,
        redis,
        redis,
        OutboxMailer(),
    )


class _Lent(Resources):
    """Resources whose parts belong to the fixtures: closing the application leaves them open."""

    async def close(self) -> None:
        return


@pytest.fixture
async def app(settings: Settings, resources: Resources) -> AsyncIterator[FastAPI]:
    """Return the running application on the fixtures' resources."""

    async def open_lent(_: Settings) -> Resources:
        return _Lent(**vars(resources))

    application = create_app(settings, open_resources=open_lent)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
def log(app: FastAPI) -> Iterator[io.StringIO]:
    """Return what the process logs, as production would, below the level production uses."""
    assert app
    root = logging.getLogger()
    before = root.handlers, root.level
    configure_logging("DEBUG", as_json=True)
    written = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers, level = before
    root.setLevel(level)


@pytest.fixture
async def workspace(database: Database, clock: FixedClock) -> Home:
    """Return a person with their personal workspace: `.scope`, `.workspace_id`, `.user_id`."""
    return await make_home(database, clock.now())


@pytest.fixture
async def stranger(database: Database, clock: FixedClock) -> Home:
    """Return another person, in another workspace."""
    return await make_home(database, clock.now())


@pytest.fixture
async def anonymous(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that has not signed in."""
    async with _client(app) as client:
        yield client


@pytest.fixture
async def client(app: FastAPI, workspace: Home) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client signed in as the person of `workspace`."""
    async with _client(app, token=access_token(app, workspace)) as client:
        yield client


@pytest.fixture
async def stranger_client(app: FastAPI, stranger: Home) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client signed in as the person of `stranger`."""
    async with _client(app, token=access_token(app, stranger)) as client:
        yield client


def access_token(app: FastAPI, home: Home) -> str:
    """Sign an access token as signing in would."""
    signer: TokenSigner = app.state.entrance.door.keeper.signer
    identity = Identity(home.user_id, home.workspace_id, home.session_id)
    return signer.sign(identity, app.state.resources.clock.now())


def _client(app: FastAPI, token: str | None = None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers=headers)
