"""The Celery processes: one event loop and one set of resources per process, and the beat's schedule."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from functools import cache

import structlog
from celery import Celery, signals
from redis import Redis

from saldo.audit import tasks as audit
from saldo.categorization import tasks as categorization
from saldo.connections import tasks as connections
from saldo.core import memory, workers
from saldo.core.broker import open_queue
from saldo.core.clock import SystemClock
from saldo.core.environment import Environment
from saldo.core.errors import Unavailable
from saldo.core.logs import configure_logging
from saldo.core.settings import Settings, SettingsWrong, load_settings
from saldo.core.tasks import Every, Task, registered_tasks
from saldo.events import tasks as events
from saldo.idempotency import tasks as idempotency
from saldo.mail import tasks as mail
from saldo.privacy import tasks as privacy
from saldo.resources import FOR_WORK, Resources, open_resources
from saldo.status import tasks as status
from saldo.synchronization import tasks as synchronization

# Foreign keys name tables as text: the mapper must have met those that no task touches.
from saldo.users import models as _users  # noqa: F401 - foreign keys lead to their tables
from saldo.workspaces import models as _workspaces  # noqa: F401 - foreign keys lead to their tables

SCHEDULES: tuple[tuple[Every, ...], ...] = (
    connections.SCHEDULE,
    categorization.SCHEDULE,
    events.SCHEDULE,
    status.SCHEDULE,
    mail.SCHEDULE,
    synchronization.SCHEDULE,
    audit.SCHEDULE,
    idempotency.SCHEDULE,
    privacy.SCHEDULE,
)
# Longer than the worker's blocking reads of a second, short enough to notice a vanished broker.
_SOCKET_TIMEOUT_SECONDS = 10
_log = structlog.get_logger()


class Process:
    """What one worker process holds: a loop that outlives its tasks, and resources opened in it.

    A loop per task would break the pooled connections, which belong to the loop that opened them.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runner = asyncio.Runner()
        self._resources: Resources | None = None

    def run(self, task: Task, payload: Mapping[str, object]) -> None:
        """Run one job to its end, within its soft limit."""
        self._runner.run(self._run(task, payload))

    async def _run(self, task: Task, payload: Mapping[str, object]) -> None:
        with structlog.contextvars.bound_contextvars(task=task.name):
            try:
                if self._resources is None:
                    self._resources = await open_resources(self._settings, patience=FOR_WORK)
                # Celery's own soft limit raises out of the running loop and would leave it broken.
                async with asyncio.timeout(task.soft_limit_seconds):
                    await task.handler(self._resources, **payload)
            except Unavailable as error:
                _log.warning("task.postponed", code=error.code)  # a sweep finds the work again
            except Exception:
                _log.exception("task.failed")
                raise

    def close(self) -> None:
        if self._resources is not None:
            self._runner.run(self._resources.close())
        self._runner.close()


def create_worker(settings: Settings, process_of: Callable[[], Process]) -> Celery:
    """Assemble the Celery application: every registered task, and the schedule."""
    app = open_queue(settings.broker_url, socket_timeout_seconds=_SOCKET_TIMEOUT_SECONDS)
    for task in registered_tasks().values():
        _register(app, task, process_of)
    app.conf.beat_schedule = {
        every.task: {
            "task": every.task,
            "schedule": every.seconds,
            # While no worker runs, beats must not pile up.
            "options": {"queue": every.queue, "expires": max(every.seconds, 1)},
        }
        for schedule in SCHEDULES
        for every in schedule
    }
    return app


def _register(app: Celery, task: Task, process_of: Callable[[], Process]) -> None:
    def run(*results: object, **payload: object) -> None:
        # Celery hands a linked task the result of the one before as its first argument.
        process_of().run(task, {**payload, "result": results[0]} if results else payload)

    app.task(name=task.name, time_limit=task.hard_limit_seconds, shared=False)(run)


@cache
def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsWrong as error:
        sys.exit(f"Saldo cannot start:\n{error}")


@cache
def _process() -> Process:
    return Process(_settings())


@cache
def _app() -> Celery:
    return create_worker(_settings(), _process)


@signals.setup_logging.connect
def _configure_logging(**_: object) -> None:
    settings = _settings()
    configure_logging(settings.log_level, as_json=settings.environment is Environment.PRODUCTION)


@signals.worker_init.connect
def _spare_what_stays(**_: object) -> None:
    # Before the pool is forked: its processes share these pages for as long as nobody writes on them.
    memory.spare_what_stays()


@signals.worker_ready.connect
def _begin_at_once(**_: object) -> None:
    # What a crash left waits no longer than it must, nor does readiness: not even for the first beat.
    for schedule in SCHEDULES:
        for every in schedule:
            _app().send_task(every.task, queue=every.queue)


@signals.heartbeat_sent.connect
def _report(sender: object, **_: object) -> None:
    # From the parent, which beats while its children work however long.
    name = getattr(getattr(sender, "eventer", None), "hostname", None) or "worker"
    workers.report(_reporting_redis(), str(name), SystemClock().now())


@cache
def _reporting_redis() -> Redis:
    return Redis.from_url(_settings().redis_url, socket_timeout=1, socket_connect_timeout=1)


@signals.worker_process_shutdown.connect
def _close(**_: object) -> None:
    if _process.cache_info().currsize:
        _process().close()


def __getattr__(name: str) -> Celery:
    # `celery -A saldo.worker` asks for `app`; importing this module reads no settings.
    if name == "app":
        return _app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
