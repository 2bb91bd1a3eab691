"""Real processes to break: a worker with its beat, the emulator, a database and a queue of their own."""

import asyncio
import base64
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from redis import Redis
from saldo_dev.pytest_services import PostgresServer, ValkeyServer

from saldo.connections import linking
from saldo.connections.schemas import ExchangeRequest
from saldo.connections.tasks import bank_access
from saldo.core.settings import Settings
from saldo.resources import Resources, open_resources
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.conftest import migrate
from tests.factories.workspaces import make_home
from tests.fakes.emulator import KEYS, PERSONA, PERSONAS_BANK, Emulator, run_emulator

_BACKEND = Path(__file__).parents[2]
_QUEUE_DATABASE = 9


@dataclass
class Started:
    """A process of ours, with the children it has, in a process group of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self.process.wait(timeout=15)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def said(self, text: str) -> bool:
        return text in self.log.read_text(encoding="utf-8", errors="replace")

    def _signal(self, number: signal.Signals) -> None:
        os.killpg(self.process.pid, number)


@dataclass
class Stage:
    """Everything that runs, and what the invariants read: the database and the emulator's oracle."""

    environment: dict[str, str]
    resources: Resources
    emulator: Emulator
    queue: Redis
    superuser: asyncpg.Connection
    directory: Path
    processes: list[Started] = field(default_factory=list)

    def start_worker(self) -> Started:
        """Start a Celery worker with two processes, and the beat inside."""
        number = len(self.processes)
        command = ["celery", "-A", "saldo.worker", "worker", "-n", f"faults-{number}"]
        command += ["-Q", "sync,default", "-c", "2", "--without-gossip", "--without-mingle", "-l", "info"]
        command += ["-B", "-s", str(self.directory / f"beat-{number}")]
        return self._start(command)

    def start_api(self, port: int) -> Started:
        """Start the API, where the emulator's webhooks go."""
        return self._start(["uvicorn", "saldo.main:app", "--host", "127.0.0.1", "--port", str(port)])

    def _start(self, module: list[str]) -> Started:
        log = self.directory / f"{module[0]}-{len(self.processes)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 our own processes
                [sys.executable, "-m", *module],
                cwd=_BACKEND,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.processes.append(started := Started(process, log))
        return started

    async def link(self, webhook: str | None = None) -> tuple[UUID, str]:
        """Link the persona's bank for a new person; return the connection and the provider's item."""
        token = await asyncio.to_thread(
            self.emulator.make_public_token, username=PERSONA, institution=PERSONAS_BANK, webhook=webhook
        )
        home = await make_home(self.resources.database, self.resources.clock.now())
        request = ExchangeRequest.model_validate(
            {
                "public_token": token,
                "institution": {"institution_id": PERSONAS_BANK, "name": "Maple Street Bank"},
                "accounts": [],
            }
        )
        member = Member(home.user_id, home.workspace_id, Role.OWNER)
        linked = await linking.link(bank_access(self.resources), member, request)
        item_id = await self.superuser.fetchval(
            "SELECT provider_item_id FROM bank_connections WHERE id = $1", linked.connection_id
        )
        return linked.connection_id, item_id

    async def ask(self, query: str, *arguments: object) -> Any:
        """Return the one value a query finds, seen past row-level security."""
        return await self.superuser.fetchval(query, *arguments)

    async def expire_lease(self, connection_id: UUID) -> None:
        """Let the lease run out now rather than in half a minute."""
        await self.superuser.execute(
            "UPDATE bank_connections SET lease_until = now() - interval '1 second' WHERE id = $1",
            connection_id,
        )


async def eventually(condition: Callable[[], Awaitable[object]], timeout_seconds: float, what: str) -> None:
    """Poll until the condition holds; fail with what was waited for."""
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    while not await condition():
        assert asyncio.get_running_loop().time() < deadline, f"waited in vain until {what}"
        await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def slow_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    pytest.importorskip("plaid_emulator")
    log = tmp_path_factory.mktemp("emulator") / "log"
    with run_emulator(log, "--initial-delay", "0", "--historical-delay", "0") as emulator:
        yield emulator


@pytest.fixture
async def stage(
    postgres_server: PostgresServer,
    valkey_server: ValkeyServer,
    slow_emulator: Emulator,
    tmp_path: Path,
) -> AsyncIterator[Stage]:
    name = f"saldo_faults_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    postgres_server.create_database(name)
    migrate(postgres_server.owner_dsn(name))
    environment = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": postgres_server.app_dsn(name),
        "REDIS_URL": f"{valkey_server.url.rpartition('/')[0]}/{_QUEUE_DATABASE}",
        "SECRET_KEY": "a secret that is long enough for a test",
        "ENCRYPTION_KEYS": f"test:{base64.b64encode(bytes(range(32))).decode()}",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "ENABLE_PLAID": "true",
        "PLAID_CLIENT_ID": KEYS["client_id"],
        "PLAID_SECRET": KEYS["secret"],
        "PLAID_BASE_URL": slow_emulator.url,
    }
    resources = await open_resources(
        Settings.model_validate({key.lower(): value for key, value in environment.items()})
    )
    queue = Redis.from_url(environment["REDIS_URL"])
    queue.flushdb()
    superuser = await asyncpg.connect(postgres_server.superuser_dsn(name).replace("+asyncpg", ""))
    process_environment = {**os.environ, **environment}
    stage = Stage(process_environment, resources, slow_emulator, queue, superuser, tmp_path)
    yield stage
    for started in stage.processes:
        if started.process.poll() is None:
            started.kill()
    slow_emulator.set_faults(clear=True)
    await superuser.close()
    queue.close()
    await resources.close()
    postgres_server.drop_database(name)
