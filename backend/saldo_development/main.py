"""`uvicorn saldo_development.main:app`: the API with the development token, on one's own machine only."""

import sys

from fastapi import FastAPI

from saldo.core import memory
from saldo.core.settings import Settings
from saldo.main import create_app, settings_or_exit
from saldo_development import outbox
from saldo_development.bypass import make_authenticator
from saldo_development.locks import Locked, refuse_unless_local


def create_development_app(settings: Settings) -> FastAPI:
    """Assemble the application with the development token. Raises Locked."""
    refuse_unless_local(settings)
    app = create_app(settings, authenticators=[make_authenticator])
    app.include_router(outbox.router)
    return app


def __getattr__(name: str) -> FastAPI:
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        app = create_development_app(settings_or_exit())
    except Locked as error:
        sys.exit(f"Saldo cannot start:\n{error}")
    memory.spare_what_stays()
    return app
