"""The worker and the API with a fault inside: `celery -A tests.faults.saboteur`, never part of the product.

FAULTS_STEP     where it strikes: claim, fetch:2, statement:7, upsert, before_commit, after_commit
FAULTS_DEED     kill (the worker and its children), kill_child, or freeze (the worker and its children)
FAULTS_STRUCK   a file that is made at the stroke, so that it happens once
FAULTS_MUTANT   a planted bug, see mutants.py
FAULTS_CLOCK    seconds by which the process's clock is wrong
"""

import os
import signal
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from celery import Celery
from fastapi import FastAPI
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from saldo import resources, worker
from saldo.connections import applying, leases
from saldo.core.clock import SystemClock
from saldo.core.redis_courier import RedisCourier
from saldo.core.settings import load_settings
from saldo.providers.plaid.client import PlaidBank
from saldo.transactions import storing
from tests.faults import mutants

_DEEDS: dict[str, Callable[[], None]] = {
    "kill": lambda: os.killpg(0, signal.SIGKILL),
    "kill_child": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "freeze": lambda: os.killpg(0, signal.SIGSTOP),
}
_applying: ContextVar[bool] = ContextVar("applying", default=False)


class Tripwire:
    """Strikes once, where it was told to, whichever process comes there first."""

    def __init__(self, step: str, deed: str, struck: Path) -> None:
        self._name, _, number = step.partition(":")
        self._left = int(number or 1)
        self._deed = _DEEDS[deed]
        self._struck = struck

    def reach(self, name: str) -> None:
        if name != self._name or self._struck.exists():
            return
        self._left -= 1
        if self._left == 0:
            self._struck.touch()
            self._deed()

    def reach_in_apply(self, name: str) -> None:
        if _applying.get():
            self.reach(name)


def lay(tripwire: Tripwire) -> None:
    """Put the wire across every step of a sync."""
    _after(leases, "claim", lambda: tripwire.reach("claim"))
    _after(PlaidBank, "fetch_changes", lambda: tripwire.reach("fetch"))
    _after(storing, "write", lambda: tripwire.reach_in_apply("upsert"))
    _mark_apply()
    deliver = RedisCourier.deliver

    async def deliver_late(self: RedisCourier, messages: Any) -> None:
        tripwire.reach_in_apply("after_commit")
        await deliver(self, messages)

    RedisCourier.deliver = deliver_late  # type: ignore[method-assign]
    event.listen(Session, "before_commit", lambda _: tripwire.reach_in_apply("before_commit"))
    event.listen(
        Engine, "before_cursor_execute", lambda *_, **__: tripwire.reach_in_apply("statement"), named=True
    )


def _after(place: Any, name: str, reach: Callable[[], None]) -> None:
    original = getattr(place, name)

    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = await original(*args, **kwargs)
        reach()
        return result

    setattr(place, name, wrapped)


def _mark_apply() -> None:
    original = applying.apply

    async def marked(*args: Any) -> Any:
        token = _applying.set(True)
        try:
            return await original(*args)
        finally:
            _applying.reset(token)

    vars(applying).update(apply=marked)


class _WrongClock(SystemClock):
    """A clock that is wrong by a constant."""

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(os.environ["FAULTS_CLOCK"]))


def prepare() -> None:
    """Read the environment and do what it says."""
    if step := os.environ.get("FAULTS_STEP"):
        lay(Tripwire(step, os.environ["FAULTS_DEED"], Path(os.environ["FAULTS_STRUCK"])))
    if name := os.environ.get("FAULTS_MUTANT"):
        mutants.MUTANTS[name].plant()
    if os.environ.get("FAULTS_CLOCK"):
        vars(resources).update(SystemClock=_WrongClock)


def create_api() -> FastAPI:
    """Make the application that `uvicorn --factory` serves."""
    prepare()
    from saldo.main import create_app  # noqa: PLC0415 - after the sabotage

    return create_app(load_settings())


def __getattr__(name: str) -> Celery:
    if name == "app":
        prepare()
        return worker.app
    raise AttributeError(name)
