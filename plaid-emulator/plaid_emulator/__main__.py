"""The command line: plaid-emulator --port 8800 --data DIR, or python -m plaid_emulator."""

import argparse
import logging
import os
import socket
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from plaid_emulator import __version__, personas
from plaid_emulator.app import create_app
from plaid_emulator.config import Config
from plaid_emulator.errors import PlaidError
from plaid_emulator.rate_limits import RateTable

BACKLOG = 2048
REAL_PLAID = (
    "PLAID_ENV is production here: this shell is set up for real Plaid and real people's data.\n"
    "plaid-emulator is for tests and demos; unset PLAID_ENV, or set it to sandbox, to start it."
)


def main(arguments: list[str] | None = None) -> None:
    """Run one emulator until it is told to stop."""
    chosen = read_options(arguments)
    config = to_config(chosen)
    if os.environ.get("PLAID_ENV", "").strip().lower() == "production":
        sys.exit(REAL_PLAID)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    listener = _listen(config)
    where = "in memory" if config.data_dir is None else f"in {config.data_dir}"
    try:
        app = create_app(config)
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"plaid-emulator cannot keep its state {where}: {error}. Is another one running there?")
    _greet(config, where, _prepare(app, chosen.persona))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, ws="none")
    )
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="plaid-emulator",
        description="A Plaid that runs offline.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--version", action="version", version=f"plaid-emulator {__version__}")
    add("--host", default="127.0.0.1", help="address to bind to; another one opens it to your network")
    add("--port", type=int, default=8800, help="port to listen on")
    add("--data", type=Path, default=Path("plaid-emulator-data"), metavar="DIR", help="folder of the state")
    add("--memory", action="store_true", help="keep nothing when the process ends")
    add("--seed", type=int, default=1, help="another seed tells other stories")
    ready = "have an Item of this person ready and print its access token; may be given more than once"
    add("--persona", action="append", default=[], metavar="NAME", help=ready)
    add("--rate-limits", choices=list(RateTable), default=RateTable.OFF, help="whose limits hold")
    add("--initial-delay", type=float, default=1.0, metavar="SECONDS", help="until the first thirty days")
    add("--historical-delay", type=float, default=4.0, metavar="SECONDS", help="until the whole history")
    add("--login-expiry-days", type=float, default=30.0, metavar="DAYS", help="0 switches the expiry off")
    names = "answer the admin door under this name too"
    add("--allow-host", action="append", default=[], metavar="NAME", help=names)
    return parser.parse_args(arguments)


def to_config(chosen: argparse.Namespace) -> Config:
    return Config(
        host=chosen.host,
        port=chosen.port,
        data_dir=None if chosen.memory else chosen.data,
        seed=chosen.seed,
        initial_delay_seconds=chosen.initial_delay,
        historical_delay_seconds=chosen.historical_delay,
        login_expiry_days=chosen.login_expiry_days or None,
        api_keys=_keys(),
        rate_limits=str(chosen.rate_limits),
        allowed_hosts=tuple(chosen.allow_host),
    )


def _listen(config: Config) -> socket.socket:
    """Take the port first: whoever has it must not learn of us by a half-started emulator."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        sys.exit(
            f"plaid-emulator cannot listen on {config.host}, port {config.port}: {reason}."
            " Stop what runs there, or choose another with --port."
        )
    return listener


def _prepare(app: FastAPI, names: Sequence[str]) -> list[str]:
    """Have the personas' Items ready; answer a line about each."""
    try:
        ready = [personas.prepare(app.state.emulator, name) for name in names]
    except (personas.UnknownPersona, PlaidError) as error:
        sys.exit(f"plaid-emulator: {error}")
    return [f"  {item.username}: {item.access_token}" for item in ready]


def _greet(config: Config, where: str, ready: Sequence[str]) -> None:
    lines = [
        f"plaid-emulator on {config.public_url}, keeping its state {where}",
        f"  Bank lab: {config.public_url}/__admin/lab",
        *ready,
    ]
    print("\n".join(lines), flush=True)  # noqa: T201


def _keys() -> dict[str, str]:
    """Accept only this pair when both variables are set; any pair otherwise."""
    client_id, secret = (os.environ.get(f"PLAID_EMULATOR_{name}") for name in ("CLIENT_ID", "SECRET"))
    return {client_id: secret} if client_id and secret else {}


if __name__ == "__main__":
    main()
