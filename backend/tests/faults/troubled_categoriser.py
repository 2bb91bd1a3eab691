"""The categoriser's worker with a fault inside, never part of the product.

`celery -A tests.faults.troubled_categoriser`
FAULTS_VERSION  the version it says its model has
FAULTS_SECONDS  how long every batch takes it
FAULTS_POISON   words it cannot label: it raises for any batch with a row that has them
FAULTS_LETHAL   words it dies of, with its children, at a batch with a row that has them
FAULTS_LETHAL_ALWAYS  words that a child dies of, each time
FAULTS_STRUCK   a file that is made at the stroke of FAULTS_LETHAL, so that it happens once
"""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from categorizer import worker
from categorizer_contract import Label, Row
from celery import Celery


class _Troubled:
    """A classifier that does what the environment says before it labels."""

    def __init__(self, honest: Any) -> None:
        self._honest = honest
        self.version = os.environ.get("FAULTS_VERSION") or honest.version

    def label(self, rows: Sequence[Row], *more: Any) -> list[Label]:
        time.sleep(float(os.environ.get("FAULTS_SECONDS") or 0))
        if _has(rows, "FAULTS_LETHAL") and not (struck := Path(os.environ["FAULTS_STRUCK"])).exists():
            struck.touch()
            os.killpg(0, signal.SIGKILL)
        if _has(rows, "FAULTS_LETHAL_ALWAYS"):
            os.kill(os.getpid(), signal.SIGKILL)
        if _has(rows, "FAULTS_POISON"):
            raise ValueError("a text that nobody can read")
        labels: list[Label] = self._honest.label(rows, *more)
        return labels


def _has(rows: Sequence[Row], name: str) -> bool:
    words = os.environ.get(name)
    return any(words in row.description for row in rows) if words else False


def __getattr__(name: str) -> Celery:
    if name == "app":
        honest = vars(worker)["open_classifier"]
        vars(worker).update(open_classifier=lambda: _Troubled(honest()))
        app: Celery = worker.app
        return app
    raise AttributeError(name)
