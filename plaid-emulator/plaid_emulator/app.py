"""The FastAPI application: Plaid's API, Link's pages and the admin door of one emulator."""

import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from plaid_emulator import __version__
from plaid_emulator.config import Config
from plaid_emulator.emulator import open_emulator


def create_app(config: Config | None = None) -> FastAPI:
    """Build one emulator; two apps share nothing unless they share a data folder."""
    emulator = open_emulator(config or Config())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        emulator.database.close()

    app = FastAPI(
        title="plaid-emulator", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.emulator = emulator
    if importlib.util.find_spec("plaid_emulator.link") and importlib.util.find_spec(
        "plaid_emulator.link.endpoints"
    ):
        link = importlib.import_module("plaid_emulator.link.endpoints")
        app.include_router(link.router)
    return app
