"""The whole of local mode: every process, what it needs, and how it shows that it is ready."""

import re
import signal
from collections.abc import Sequence

from saldo_dev import environment
from saldo_dev.place import Place
from saldo_dev.ports import HOST
from saldo_dev.services.nginx import Nginx
from saldo_dev.services.postgres import LOCAL_OPTIONS, Postgres
from saldo_dev.services.schema import bring_up_to_date
from saldo_dev.services.service import Service, Step, answers
from saldo_dev.services.valkey import Valkey

_CELERY_READY = re.compile(r"\w@\S+ ready\.")
_BEAT_READY = re.compile(r"beat: Starting")


def postgres_of(place: Place) -> Postgres:
    password = environment.read_secrets(place)["POSTGRES_PASSWORD"]
    return Postgres(place.data / "postgres", place.port("postgres"), password)


def describe_stack(place: Place) -> Sequence[Service | Step]:
    """Return all parts in an order in which each stands after what it needs."""
    parts: list[Service | Step] = [*_stores(place), *_backend(place), _categoriser(place), _door(place)]
    if environment.uses_emulator(environment.given_settings(place)):
        parts.insert(0, _emulator(place))
    return parts


def describe_database(place: Place) -> Sequence[Service | Step]:
    """Return PostgreSQL alone, for commands that work on the schema while nothing else runs."""
    return _stores(place)[:2]


def _stores(place: Place) -> list[Service | Step]:
    postgres = postgres_of(place)
    valkey = Valkey(place.data / "valkey", place.port("valkey"))
    plain = environment.plain_environment()
    return [
        Step("cluster", postgres.prepare),
        Service(
            "postgres", postgres.command(LOCAL_OPTIONS), place.home, plain, postgres.is_ready,
            needs=("cluster",), stop_signal=signal.SIGINT, death_signal=signal.SIGINT, grace_seconds=20,
        ),
        Step("schema", lambda: bring_up_to_date(place, postgres), needs=("postgres",)),
        Service("valkey", valkey.command(durable=True), place.home, plain, valkey.is_ready),
    ]  # fmt: skip


def _emulator(place: Place) -> Service:
    port = place.port("plaid-emulator")
    data = place.data / "emulator"
    command = [place.python, "-m", "plaid_emulator", "--port", str(port), "--data", str(data)]
    return Service(
        "plaid-emulator", command, place.home, environment.plain_environment(), answers(port, "/__admin")
    )


def _backend(place: Place) -> list[Service | Step]:
    settings = environment.backend_environment(place)
    cwd = place.root / "backend"
    port = place.port("backend-api")
    # Real bank data and the development token never meet: its entry point would refuse to start.
    entry = "saldo_development" if settings["DEV_BYPASS"] == "true" else "saldo"
    api = [
        "uvicorn", f"{entry}.main:app", "--host", HOST, "--port", str(port), "--workers", "1",
        "--ws", "websockets-sansio", "--timeout-graceful-shutdown", "3",
        "--proxy-headers", "--forwarded-allow-ips", HOST, "--no-server-header", "--no-access-log",
    ]  # fmt: skip
    worker = ["celery", "-A", "saldo.worker", "worker", "-n", "backend@%h", "-l", "info"]
    worker += ["-Q", "sync,default", "-c", "2", "--without-gossip", "--without-mingle"]
    beat = ["celery", "-A", "saldo.worker", "beat", "-l", "info", "--pidfile=", "-s", str(place.run / "beat")]
    stores = ("schema", "valkey")
    return [
        Service("backend-api", _module(place, api), cwd, settings, answers(port, "/ready"), needs=stores),
        Service("backend-worker", _module(place, worker), cwd, settings, _CELERY_READY, needs=stores),
        Service("backend-beat", _module(place, beat), cwd, settings, _BEAT_READY, needs=stores),
    ]


def _categoriser(place: Place) -> Service:
    worker = ["celery", "-A", "categorizer.worker", "worker", "-n", "categorizer@%h", "-l", "info"]
    worker += ["-Q", "categorizer", "-c", "1", "--without-gossip", "--without-mingle"]
    settings = environment.worker_environment(place)
    cwd = place.root / "ml-worker"
    return Service("ml-worker", _module(place, worker), cwd, settings, _CELERY_READY, needs=("valkey",))


def _door(place: Place) -> Service:
    nginx = Nginx(
        source=place.root / "nginx",
        directory=place.run / "nginx",
        listen=f"{HOST}:{place.port('nginx')}",
        backend=f"{HOST}:{place.port('backend-api')}",
        web_root=place.root / "frontend" / "dist",
        link_origin=environment.link_origin(place),
        public_url=place.address,
    )
    return Service(
        "nginx", nginx.command(), place.home, environment.plain_environment(),
        answers(place.port("nginx"), "/"),
        needs=("backend-api",), stop_signal=signal.SIGQUIT, death_signal=signal.SIGTERM, quiet=True,
    )  # fmt: skip


def _module(place: Place, arguments: list[str]) -> list[str]:
    # Not the scripts in bin/: their first line names the folder the environment was made in.
    return [place.python, "-m", *arguments]
