"""The command: plaid-emulator --port 8800 --data DIR, or python -m plaid_emulator."""

import logging
import os
import socket
import sqlite3
from collections.abc import Sequence
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from plaid_emulator import personas
from plaid_emulator.app import create_app
from plaid_emulator.command_line import read_options, refuse, to_config
from plaid_emulator.config import Config
from plaid_emulator.errors import PlaidError

BACKLOG = 2048
REAL_PLAID = (
    "PLAID_ENV is production here, so this shell is set up for real Plaid and real people's data:"
    " unset PLAID_ENV, or set it to sandbox, to start it"
)
LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")


def main(arguments: list[str] | None = None) -> None:
    """Run one emulator until it is told to stop."""
    chosen = read_options(arguments)
    config = to_config(chosen)
    if os.environ.get("PLAID_ENV", "").strip().lower() == "production":
        refuse(REAL_PLAID)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    listener = _listen(config)
    app = _open(config)
    _greet(config, _prepare(app, chosen.persona))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, ws="none")
    )
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _listen(config: Config) -> socket.socket:
    """Take the port first: whoever has it must not learn of us by a half-started emulator."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        refuse(
            f"it cannot listen on {config.host}, port {config.port} ({_reason(error)}):"
            " stop what runs there, or choose another with --port"
        )
    return listener


def _open(config: Config) -> FastAPI:
    """Open the state; whose it is, and whether it can be written, shows only here."""
    try:
        return create_app(config)
    except (OSError, sqlite3.Error) as error:
        mend = "choose another folder with --data, or --memory to keep nothing"
        if getattr(error, "sqlite_errorname", "") in LOCKED:
            mend = "another emulator is running there; stop it, or choose another folder with --data"
        refuse(f"it cannot keep its state {_where(config)} ({_reason(error)}): {mend}")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _where(config: Config) -> str:
    return "in memory" if config.data_dir is None else f"in {config.data_dir}"


def _prepare(app: FastAPI, names: Sequence[str]) -> list[str]:
    """Have the personas' Items ready; answer a line about each."""
    try:
        ready = [personas.prepare(app.state.emulator, name) for name in names]
    except (personas.UnknownPersona, PlaidError) as error:
        refuse(str(error))
    return [f"  {item.username}: {item.access_token}" for item in ready]


def _greet(config: Config, ready: Sequence[str]) -> None:
    lines = [
        f"plaid-emulator on {config.public_url}, keeping its state {_where(config)}",
        f"  Bank lab: {config.public_url}/__admin/lab",
        *ready,
    ]
    print("\n".join(lines), flush=True)  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
