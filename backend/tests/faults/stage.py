"""The stage of a fault: our processes, a bank with an oracle, a person who listens, and the judge."""

import asyncio
import dataclasses
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from categorizer_contract import QUEUE
from redis import Redis
from saldo_dev.ports import find_free

from saldo.connections import linking
from saldo.connections.models import SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.schemas import ExchangeRequest
from saldo.connections.tasks import bank_access
from saldo.core.database import workspace_scope
from saldo.resources import Resources
from saldo.users.tokens import TokenSigner
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.factories.workspaces import Home, make_home
from tests.fakes.emulator import PERSONA, PERSONAS_BANK, Emulator
from tests.faults import mutants
from tests.faults.clients import Person
from tests.faults.judging.evidence import Evidence
from tests.faults.processes import Started, eventually
from tests.faults.servers import Database, Queue

_BACKEND = Path(__file__).parents[2]
_BUSY = """
SELECT (SELECT count(*) FROM syncs WHERE status = 'running')
  + (SELECT count(*) FROM webhook_deliveries WHERE handled_at IS NULL)
  + (SELECT count(*) FROM bank_connections WHERE lease_token IS NOT NULL OR status = 'importing'
      OR (wanted_version > done_version AND status IN ('healthy', 'degraded', 'rate_limited')))
"""


class Violated(AssertionError):
    """An invariant does not hold."""

    def __init__(self, findings: dict[str, list[str] | None]) -> None:
        self.violated = {name: found for name, found in findings.items() if found}
        super().__init__(json.dumps(self.violated, indent=1))


@dataclass(frozen=True)
class Sabotage:
    """What is wrong inside a worker or an API from its start; see saboteur.py."""

    step: str = ""
    deed: str = "kill"
    clock_seconds: float = 0

    @property
    def environment(self) -> dict[str, str]:
        found = {"FAULTS_STEP": self.step, "FAULTS_DEED": self.deed}
        return found | ({"FAULTS_CLOCK": str(self.clock_seconds)} if self.clock_seconds else {})


HONEST = Sabotage()


@dataclass
class Stage:
    """Everything that runs, and what the judge reads: the database, the bank's oracle, the logs."""

    environment: dict[str, str]
    resources: Resources
    emulator: Emulator
    database: Database
    server: Queue
    queue: Redis
    superuser: asyncpg.Connection
    name: str
    directory: Path
    chance: Random
    mutant: str = ""
    address: str = ""
    processes: list[Started] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    verdicts: list[dict[str, list[str] | None]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    async def plant(self, mutant: str) -> None:
        """Have every worker from now on carry a bug, and the database with it."""
        self.mutant = mutant
        if statements := mutants.MUTANTS[mutant].statements:
            await self.superuser.execute(statements)

    def start_worker(self, sabotage: Sabotage = HONEST, **settings: str) -> Started:
        """Start a Celery worker with two processes, and the beat inside."""
        number = len(self.processes)
        module = "saldo.worker" if sabotage == HONEST and not self.mutant else "tests.faults.saboteur"
        command = ["celery", "-A", module, "worker", "-n", f"faults-{number}"]
        command += ["-Q", "sync,default", "-c", "2", "--without-gossip", "--without-mingle", "-l", "info"]
        command += ["-B", "-s", str(self.directory / f"beat-{number}")]
        return self._start(command, sabotage, settings)

    def start_categoriser(self, **trouble: str) -> Started:
        """Start the categoriser's worker; with trouble inside, see troubled_categoriser.py."""
        module = "tests.faults.troubled_categoriser" if trouble else "categorizer.worker"
        command = ["celery", "-A", module, "worker", "-n", f"categoriser-{len(self.processes)}"]
        command += ["-Q", QUEUE, "-c", "1", "--without-gossip", "--without-mingle", "-l", "info"]
        return self._start(command, HONEST, trouble)

    async def start_api(self, sabotage: Sabotage = HONEST, **settings: str) -> Started:
        """Start the API, where the emulator's webhooks go and persons call, and wait for its answer."""
        port = find_free()
        self.address = f"http://127.0.0.1:{port}"
        module = (
            ["saldo.main:app"] if sabotage == HONEST else ["tests.faults.saboteur:create_api", "--factory"]
        )
        started = self._start(
            ["uvicorn", *module, "--host", "127.0.0.1", "--port", str(port)], sabotage, settings
        )
        person = self._person(Home(UUID(int=0), UUID(int=0), UUID(int=0), ""))

        async def answers() -> bool:
            assert started.is_running, started.log.read_text(errors="replace")
            try:
                return (await person.call("GET", "/health")).is_success
            except OSError:
                return False
            except Exception as error:  # noqa: BLE001 - httpx's own tree of refusals
                return not error

        await eventually(answers, 60, "the API answers")
        return started

    def _start(self, module: list[str], sabotage: Sabotage, settings: dict[str, str]) -> Started:
        log = self.directory / f"{module[0]}-{len(self.processes)}.log"
        environment = {**self.environment, **sabotage.environment, **settings, "FAULTS_MUTANT": self.mutant}
        self.processes.append(started := Started.launch(module, environment, log))
        return started

    async def link(self, *, username: str = PERSONA, bank: str = PERSONAS_BANK) -> tuple[UUID, str]:
        """Link a bank for a new person, who listens when there is an API; return connection and Item."""
        webhook = f"{self.address}/api/webhooks/plaid" if self.address else None
        token = await asyncio.to_thread(
            self.emulator.make_public_token, username=username, institution=bank, webhook=webhook
        )
        home = await self.make_home()
        request = ExchangeRequest.model_validate(
            {
                "public_token": token,
                "institution": {"institution_id": bank, "name": "The bank"},
                "accounts": [],
            }
        )
        member = Member(home.user_id, home.workspace_id, Role.OWNER)
        linked = await linking.link(bank_access(self.resources), member, request)
        item_id = await self.ask(
            "SELECT provider_item_id FROM bank_connections WHERE id = $1", linked.connection_id
        )
        self.acknowledge(
            "a link", "SELECT count(*) FROM bank_connections WHERE id = $1", linked.connection_id
        )
        return linked.connection_id, item_id

    async def make_home(self) -> Home:
        """Store a person, who listens when there is an API."""
        home = await make_home(self.resources.database, self.resources.clock.now())
        if self.address:
            self.persons.append(person := self._person(home))
            await person.listen()
        return home

    def know(self, user_id: UUID, workspace_id: UUID, session_id: UUID) -> Person:
        """Return somebody who was there before the API, and does not listen."""
        return self._person(Home(user_id, workspace_id, session_id, ""))

    def _person(self, home: Home) -> Person:
        signer = TokenSigner(
            self.environment["SECRET_KEY"], issuer=self.environment["PUBLIC_URL"], lifetime_seconds=300
        )
        return Person(home, self.address, signer, self.directory / f"client-{len(self.persons)}.jsonl")

    async def ask(self, query: str, *arguments: object) -> Any:
        """Return the one value a query finds, seen past row-level security."""
        return await self.superuser.fetchval(query, *arguments)

    def acknowledge(self, what: str, query: str, *arguments: UUID | str) -> None:
        """Write down for the judge what was promised: this query must count one."""
        texts = [str(argument) for argument in arguments]
        with (self.directory / "writes.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({"what": what, "query": query, "arguments": texts}) + "\n")

    async def bank(self, do: str, **fields: object) -> dict[str, Any]:
        """Let something happen at the bank, in a thread: its webhooks come back to us meanwhile."""
        return await asyncio.to_thread(self.emulator.act, do, **fields)

    async def want_sync(self, connection_id: UUID, trigger: SyncTrigger = SyncTrigger.USER) -> None:
        """Ask for a sync as a person does."""
        workspace_id = await self.ask(
            "SELECT workspace_id FROM bank_connections WHERE id = $1", connection_id
        )
        async with self.resources.database.transaction(workspace_scope(workspace_id)) as session:
            now = self.resources.clock.now()
            assert await request_sync(session, workspace_id, connection_id, trigger, now)

    async def expire_leases(self) -> None:
        """Let leases run out now rather than in half a minute."""
        await self.superuser.execute(
            """
            UPDATE bank_connections SET lease_until = now() - interval '1 second'
             WHERE lease_until IS NOT NULL
            """
        )

    async def hurry(self) -> None:
        """End every back-off now; the next sweep finds the connections due."""
        await self.superuser.execute("UPDATE bank_connections SET next_at = now() WHERE next_at > now()")

    async def reaches(self, status: str, connection_id: UUID, timeout_seconds: float = 90) -> None:
        async def has_reached() -> bool:
            query = "SELECT status FROM bank_connections WHERE id = $1"
            return bool(await self.ask(query, connection_id) == status)

        await eventually(has_reached, timeout_seconds, f"the connection is {status}")

    async def rests(self, timeout_seconds: float = 90) -> None:
        """Wait until nothing runs or is due, and every person has heard of everything."""

        async def is_idle() -> bool:
            return await self.ask(_BUSY) == 0 and all([await self._has_heard(one) for one in self.persons])

        await eventually(is_idle, timeout_seconds, "everything rests")

    async def _has_heard(self, person: Person) -> bool:
        query = "SELECT last_sequence FROM workspaces WHERE id = $1"
        return bool(await self.ask(query, person.home.workspace_id) == person.sequence)

    def note(self, remark: str) -> None:
        """Have a figure printed under the table."""
        self.remarks.append(remark)

    async def is_categorised(self, timeout_seconds: float = 90) -> None:
        """Wait until every transaction has the categoriser's answer."""

        async def has_answers() -> bool:
            query = "SELECT count(*) FROM transactions WHERE labelled_at IS NULL AND removed_at IS NULL"
            return bool(await self.ask(query) == 0)

        await eventually(has_answers, timeout_seconds, "every transaction is categorised")

    async def finish(self, connection_id: UUID | None = None, *, timeout_seconds: float = 90) -> None:
        """Come to rest, look at every account once more, and hear the judge."""
        await self.rests(timeout_seconds)
        if connection_id is not None:
            # A balance that moved without a transaction comes with the syncs that ask for every account.
            await self.want_sync(connection_id)
            await self.rests(timeout_seconds)
        await self.judge()

    async def judge(self, *, at_rest: bool = True) -> None:
        """Have a program of its own look at everything. Raises Violated."""
        postgres = self.database.server
        paper = self.directory / "evidence.json"
        evidence = Evidence(
            superuser_dsn=postgres.superuser_dsn(self.name).replace("+asyncpg", ""),
            app_dsn=postgres.app_dsn(self.name).replace("+asyncpg", ""),
            verify_dsn=postgres.app_dsn(self.name),
            emulator_url=self.emulator.url,
            directory=str(self.directory),
            at_rest=at_rest,
            secrets=[self.environment[name] for name in ("SECRET_KEY", "PLAID_SECRET")],
        )
        paper.write_text(json.dumps(dataclasses.asdict(evidence)), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.judge", str(paper)),
            cwd=_BACKEND,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complaint = await process.communicate()
        assert told, complaint.decode()
        findings = json.loads(told)
        self.verdicts.append(findings)
        if process.returncode:
            raise Violated(findings)

    async def reopen(self) -> None:
        """Connect anew ourselves, after the database was away."""
        await self.superuser.close()
        dsn = self.database.server.superuser_dsn(self.name).replace("+asyncpg", "")
        self.superuser = await asyncpg.connect(dsn)
        await self.resources.database.engine.dispose()

    async def close(self) -> None:
        for person in self.persons:
            await person.leave()
        for started in self.processes:
            started.kill()
