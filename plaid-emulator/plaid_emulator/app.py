"""The FastAPI application: Plaid's API, Link's pages and the admin door of one emulator."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from plaid_emulator import __version__, background
from plaid_emulator.admin.endpoints import router as admin_router
from plaid_emulator.admin.lab import router as lab_router
from plaid_emulator.admin.naming import refuse_unknown
from plaid_emulator.admin.runner import Runner
from plaid_emulator.api import (
    accounts,
    auth,
    enriching,
    identity,
    institutions,
    investments,
    items,
    liabilities,
    link_tokens,
    other,
    recurring,
    sandbox,
    transactions,
)
from plaid_emulator.api.dispatch import make_routes, refuse
from plaid_emulator.api.pictures import router as pictures_router
from plaid_emulator.api.registry import ENDPOINTS
from plaid_emulator.config import Config
from plaid_emulator.emulator import open_emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.front_page import router as front_page_router
from plaid_emulator.link.admin import router as link_admin_router
from plaid_emulator.link.endpoints import router as link_router
from plaid_emulator.misbehaving import TRANSPORT

# Importing an API module registers its endpoints.
API_MODULES = (
    *(accounts, auth, enriching, identity, institutions, investments, items, liabilities, link_tokens),
    *(other, recurring, sandbox, transactions),
)
OUR_OWN_PATHS = ("/__admin", "/link/")


class EmulatorApp(FastAPI):
    """The application, which can also break the connection it answers on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn's `send` is a method of the object that holds the connection; ASGI itself knows no reset.
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            scope[TRANSPORT] = transport
        await super().__call__(scope, receive, send)


def create_app(config: Config | None = None) -> FastAPI:
    """Build one emulator; two apps share nothing unless they share a data folder."""
    emulator = open_emulator(config or Config())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.create_task(background.run(emulator))
        yield
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop
        emulator.database.close()

    app = EmulatorApp(
        title="plaid-emulator",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # To Plaid a path with a slash at its end is another path.
        redirect_slashes=False,
    )
    app.state.emulator, app.state.runner = emulator, Runner(emulator)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(RequestValidationError, refuse_unknown)
    app.router.routes.extend(make_routes())
    app.include_router(front_page_router)
    app.include_router(pictures_router)
    app.include_router(lab_router)
    app.include_router(admin_router)
    app.include_router(link_admin_router)
    app.include_router(link_router)
    return app


async def _not_found(request: Request, error: Exception) -> Response:
    """Answer unknown paths and methods as Plaid does; the dialog and the admin door keep HTTP's way."""
    path = request.url.path
    if isinstance(error, HTTPException) and path.startswith(OUR_OWN_PATHS) and path not in ENDPOINTS:
        return await http_exception_handler(request, error)
    return refuse(PlaidError("NOT_FOUND"))
