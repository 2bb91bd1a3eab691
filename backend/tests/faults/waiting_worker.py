"""A worker on the product's queue whose only job takes its time: `celery -A tests.faults.waiting_worker`."""

import os
import time
from pathlib import Path

from saldo.core.broker import open_queue

app = open_queue(os.environ["REDIS_URL"], socket_timeout_seconds=10)


@app.task(name="faults.wait")
def wait(seconds: float, mark: str) -> None:
    """Take some seconds, then leave a mark."""
    time.sleep(seconds)
    Path(mark).touch()
