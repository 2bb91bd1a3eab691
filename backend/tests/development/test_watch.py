"""The terminal watcher against a running server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from saldo_development.watch import Account, CannotWatch, watch
from tests.conftest import access_token
from tests.factories.workspaces import Home
from tests.fakes.waiting import until
from tests.realtime.conftest import Exchange, exchange

__all__ = ["exchange"]


@pytest.fixture
def account(app: FastAPI, exchange: Exchange, workspace: Home) -> Account:
    return Account(f"http://127.0.0.1:{exchange.port}", token=access_token(app, workspace))


@asynccontextmanager
async def _watching(account: Account, after: int | None = None) -> AsyncIterator[None]:
    task = asyncio.create_task(watch(account, after))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_events_are_printed_as_they_happen(
    account: Account, exchange: Exchange, workspace: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ""

    async with _watching(account):
        await until(lambda: bool(exchange.hub._rooms))
        await exchange.publish(workspace, reason="a new day")
        async with asyncio.timeout(30):
            while "a new day" not in printed:
                printed += capsys.readouterr().out
                await asyncio.sleep(0.01)

    assert "watching; the log stands at 0" in printed
    assert "1  dashboard_update" in printed


async def test_after_a_cut_it_resumes_behind_the_last_event(
    account: Account, exchange: Exchange, workspace: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ""
    await exchange.publish(workspace, 3)

    async with _watching(account, after=1):
        await until(lambda: bool(exchange.hub._rooms))
        for watcher in exchange.hub._watchers():
            watcher.outbox.close(1013)
        await exchange.publish(workspace)
        async with asyncio.timeout(30):
            while "4  dashboard_update" not in printed:
                printed += capsys.readouterr().out
                await asyncio.sleep(0.01)

    assert "cut off" in printed
    assert [printed.count(f"{sequence}  dashboard_update") for sequence in (2, 3, 4)] == [1, 1, 1]


async def test_an_account_that_is_not_known_cannot_watch(exchange: Exchange) -> None:
    account = Account(f"http://127.0.0.1:{exchange.port}")

    with pytest.raises(CannotWatch, match="wrong"):
        await asyncio.to_thread(account.sign_in, "nobody@example.com", "correct horse battery")
    with pytest.raises(CannotWatch, match="ended"):
        await asyncio.to_thread(account.get_ticket)
