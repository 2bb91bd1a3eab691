"""Real processes to break, which of the cases run, and the table of what was found."""

import base64
import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from random import Random

import asyncpg
import pytest
from redis import Redis

from saldo.core.settings import Settings
from saldo.resources import open_resources
from tests.conftest import migrate
from tests.fakes.emulator import KEYS, Emulator, run_emulator
from tests.faults import reporting
from tests.faults.servers import Database, Queue
from tests.faults.stage import Stage

_TEMPLATE = "saldo_faults_template"
_SEED = os.environ.get("SALDO_FAULTS_SEED", "1")
_verdicts = pytest.StashKey[list[dict[str, list[str] | None]]]()
_remarks = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the full matrix to its command; `SALDO_FAULTS_ONLY` narrows it to some cases."""
    only = {name for name in os.environ.get("SALDO_FAULTS_ONLY", "").split(",") if name}
    left = [item for item in items if not _is_wanted(item, only)]
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)


def _is_wanted(item: pytest.Item, only: set[str]) -> bool:
    if Path(__file__).parent not in item.path.parents:
        return True
    if item.get_closest_marker("full") and not reporting.IS_FULL:
        return False
    return not only or reporting.case_of(item) in only


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if Path(__file__).parent in item.path.parents:
        reporting.LEDGER.note(item, report, item.stash.setdefault(_verdicts, []))
        reporting.LEDGER.remark(item, report, item.stash.setdefault(_remarks, []))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if reporting.IS_FULL:
        for line in reporting.LEDGER.table(_SEED):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return a PostgreSQL that may be killed, with a migrated template."""
    database = Database.create(tmp_path_factory.mktemp("database"))
    try:
        database.start()
        database.server.create_database(_TEMPLATE)
        migrate(database.server.owner_dsn(_TEMPLATE))
        yield database
    finally:
        database.stop()


@pytest.fixture(scope="session")
def queue_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    queue = Queue.create(tmp_path_factory.mktemp("queue"))
    queue.start()
    yield queue
    queue.stop()


@pytest.fixture(scope="session")
def fault_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    pytest.importorskip("plaid_emulator")
    log = tmp_path_factory.mktemp("emulator") / "log"
    with run_emulator(log, "--initial-delay", "0", "--historical-delay", "0") as emulator:
        yield emulator


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest,
    database_server: Database,
    queue_server: Queue,
    fault_emulator: Emulator,
    tmp_path: Path,
) -> AsyncIterator[Stage]:
    name = "saldo_faults"
    database_server.server.create_database(name, template=_TEMPLATE)
    fault_emulator.act("reset")
    environment = _environment(database_server.server.app_dsn(name), queue_server.url, fault_emulator.url)
    settings = {key.lower(): value for key, value in environment.items()}
    resources = await open_resources(Settings.model_validate(settings))
    queue = Redis.from_url(environment["REDIS_URL"])
    queue.flushall()
    superuser = await asyncpg.connect(database_server.server.superuser_dsn(name).replace("+asyncpg", ""))
    stage = Stage(
        environment={**os.environ, **environment},
        resources=resources,
        emulator=fault_emulator,
        database=database_server,
        server=queue_server,
        queue=queue,
        superuser=superuser,
        name=name,
        directory=tmp_path,
        chance=Random(f"{_SEED}:{request.node.name}"),
    )
    request.node.stash[_verdicts] = stage.verdicts
    request.node.stash[_remarks] = stage.remarks
    yield stage
    await stage.close()
    await stage.superuser.close()
    queue.close()
    await resources.close()
    database_server.server.drop_database(name)


def _environment(database_url: str, redis_url: str, plaid_url: str) -> dict[str, str]:
    return {
        "ENVIRONMENT": "test",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "a secret that is long enough for a test",
        "ENCRYPTION_KEYS": f"test:{base64.b64encode(bytes(range(32))).decode()}",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "ENABLE_PLAID": "true",
        "PLAID_CLIENT_ID": KEYS["client_id"],
        "PLAID_SECRET": KEYS["secret"],
        "PLAID_BASE_URL": plaid_url,
        # One person stands for many.
        "THROTTLE_REQUESTS_OF_PERSON": "1000000",
    }
