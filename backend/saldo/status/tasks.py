"""The worker's sign of life, by the same road every job takes."""

from typing import Final

from saldo.core.tasks import Every, task
from saldo.resources import Resources
from saldo.status.checks import HEARTBEAT_KEY, HEARTBEAT_SECONDS

HEARTBEAT: Final = "status.heartbeat"
SCHEDULE: Final = (Every(HEARTBEAT, seconds=HEARTBEAT_SECONDS),)
_KEPT_SECONDS = 60


@task(HEARTBEAT)
async def beat(resources: Resources) -> None:
    await resources.redis.set(HEARTBEAT_KEY, resources.clock.now().isoformat(), ex=_KEPT_SECONDS)
