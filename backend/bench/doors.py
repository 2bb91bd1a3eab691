"""The application asked without a network: whole, without its guards, and without row-level security."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from logging import StreamHandler, getLogger
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session

from bench.rig import Rig
from saldo.core.courier import Courier
from saldo.core.database import NOBODY, Database
from saldo.core.logs import configure_logging
from saldo.core.settings import Settings
from saldo.main import create_app
from saldo.resources import Resources
from saldo.transactions.endpoints import router as transactions_router
from saldo.users.tokens import Identity
from saldo.workspaces import access
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.factories.workspaces import Home

_LOCAL: Final = ("127.0.0.1", 50000)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Door:
    """An application, and the headers with which it is asked."""

    app: FastAPI
    headers: Sequence[tuple[bytes, bytes]] = ()

    async def ask(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Ask as uvicorn would, without its parsing. Raises RuntimeError for anything but success."""
        path, _, query = target.partition("?")
        headers = [(b"host", b"127.0.0.1:8080"), (b"content-type", b"application/json"), *self.headers]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
            "raw_path": path.encode(), "query_string": query.encode(), "headers": headers, "client": _LOCAL,
            "server": ("127.0.0.1", 8080), "scheme": "http", "root_path": "",
        }  # fmt: skip
        status, parts = 0, []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        await self.app(scope, receive, send)  # type: ignore[arg-type] # Starlette's own names for the same
        if status >= 300:  # noqa: PLR2004 - neither a success nor anything else we ask for
            raise RuntimeError(f"{method} {target} was answered with {status}: {b''.join(parts)[:300]!r}")
        return Answer(status, b"".join(parts))


class _Unbound(Database):
    """Connections that see every row and are told of no tenant: the same work without row-level security."""

    def __init__(self, url: str, courier: Courier, vault: Any) -> None:
        super().__init__(url, courier, vault=vault)
        self._sessions = async_sessionmaker(
            self.engine, sync_session_class=Session, expire_on_commit=False, autoflush=True
        )


@dataclass(frozen=True)
class Doors:
    """The rungs of one measurement, on one database."""

    whole: Door
    unbound: Door
    bare: Door
    one: Door


@asynccontextmanager
async def open_doors(rig: Rig, home: Home) -> AsyncIterator[Doors]:
    """Open all rungs for one person; close them at the end."""
    resources = rig.resources
    unbound = _Unbound(rig.superuser_url, resources.courier, resources.vault)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(unbound.close)
        whole = await stack.enter_async_context(_serving(rig, resources))
        free = await stack.enter_async_context(_serving(rig, replace(resources, database=unbound)))
        _send_logs_nowhere(stack)
        yield Doors(_signed_in(whole, home), _signed_in(free, home), _bare(unbound, home), _one(resources))


class _Lent(Resources):
    """Resources of the rig: closing an application leaves them open."""

    async def close(self) -> None:
        return


@asynccontextmanager
async def _serving(rig: Rig, resources: Resources) -> AsyncIterator[FastAPI]:
    async def lend(_: Settings) -> Resources:
        return _Lent(**vars(resources))

    # As talkative as production.
    settings = rig.settings.model_copy(update={"log_level": "INFO"})
    app = create_app(settings, open_resources=lend)
    async with app.router.lifespan_context(app):
        yield app


def _send_logs_nowhere(stack: AsyncExitStack) -> None:
    nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - the stack closes it
    for handler in getLogger().handlers:
        if isinstance(handler, StreamHandler):
            handler.setStream(nowhere)
    # What is measured afterwards speaks as the bench does, not into a file that is closed.
    stack.callback(configure_logging, "ERROR", as_json=False)


def _signed_in(app: FastAPI, home: Home) -> Door:
    identity = Identity(home.user_id, home.workspace_id, home.session_id)
    token = app.state.entrance.door.keeper.signer.sign(identity, app.state.resources.clock.now())
    return Door(app, [(b"authorization", f"Bearer {token}".encode())])


def _bare(database: Database, home: Home) -> Door:
    """Make the handler alone: nobody asks who is asking, and nothing is logged."""
    app = FastAPI()
    app.include_router(transactions_router)
    member = Member(home.user_id, home.workspace_id, Role.OWNER)

    async def open_session() -> AsyncIterator[AsyncSession]:
        async with database.transaction(home.scope) as session:
            yield session

    app.dependency_overrides[access.open_session] = open_session
    app.dependency_overrides[access.check_member] = lambda: member
    return Door(app)


def _one(resources: Resources) -> Door:
    """Make the smallest endpoint that asks the database anything."""
    app = FastAPI()

    @app.get("/one")
    async def one() -> dict[str, int]:
        async with resources.database.transaction(NOBODY) as session:
            return {"one": (await session.execute(text("select 1"))).scalar_one()}

    return Door(app)


async def forget_attempts(resources: Resources) -> None:
    """Forgive all sign-ins so far: the throttle is not what is measured."""
    async for key in resources.redis.scan_iter("saldo:sign-*"):
        await resources.redis.delete(key)
