"""The registry of background tasks: a name, an async handler, and how long it may take."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Handler = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Task:
    """One kind of background work. The handler gets the process's resources and the job's payload."""

    name: str
    handler: Handler
    soft_limit_seconds: int
    hard_limit_seconds: int


@dataclass(frozen=True)
class Every:
    """A beat: run the named task again and again; a feature lists its own in `SCHEDULE`."""

    task: str
    seconds: float
    queue: str = "default"


_REGISTRY: dict[str, Task] = {}


def task(
    name: str, *, soft_limit_seconds: int = 240, hard_limit_seconds: int = 300
) -> Callable[[Handler], Handler]:
    """Register `async def handler(resources, **payload)` under the name its jobs carry.

    Every handler may run twice for one job. The hard limit must stay below the broker's visibility timeout.
    """

    def register(handler: Handler) -> Handler:
        if name in _REGISTRY:
            raise ValueError(f"two handlers want to be the task {name}")
        _REGISTRY[name] = Task(name, handler, soft_limit_seconds, hard_limit_seconds)
        return handler

    return register


def registered_tasks() -> Mapping[str, Task]:
    """Return the tasks of every module imported so far."""
    return dict(_REGISTRY)
