"""The command line: python -m plaid_emulator --port 8800 --data DIR."""

import argparse
import logging
import os
import sqlite3
import sys
from pathlib import Path

import uvicorn

from plaid_emulator.app import create_app
from plaid_emulator.config import Config


def main(arguments: list[str] | None = None) -> None:
    """Run one emulator until it is told to stop."""
    config = read_arguments(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    where = "in memory" if config.data_dir is None else f"in {config.data_dir}"
    try:
        app = create_app(config)
    except (OSError, sqlite3.Error) as error:
        sys.exit(f"plaid-emulator cannot keep its state {where}: {error}. Is another one running there?")
    print(f"plaid-emulator on {config.public_url}, keeping its state {where}", flush=True)  # noqa: T201
    uvicorn.run(
        app,
        host=config.host,
        port=config.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


def read_arguments(arguments: list[str] | None) -> Config:
    parser = argparse.ArgumentParser(prog="plaid-emulator", description="A Plaid that runs offline.")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind to (default: only this machine)")
    parser.add_argument("--port", type=int, default=8800)
    parser.add_argument("--data", type=Path, default=Path("plaid-emulator-data"), help="folder of the state")
    parser.add_argument("--memory", action="store_true", help="keep nothing when the process ends")
    parser.add_argument("--seed", type=int, default=1, help="another seed tells other stories")
    parser.add_argument("--initial-delay", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--historical-delay", type=float, default=4.0, metavar="SECONDS")
    parser.add_argument("--login-expiry-days", type=float, default=30.0, help="0 switches the expiry off")
    chosen = parser.parse_args(arguments)
    return Config(
        host=chosen.host,
        port=chosen.port,
        data_dir=None if chosen.memory else chosen.data,
        seed=chosen.seed,
        initial_delay_seconds=chosen.initial_delay,
        historical_delay_seconds=chosen.historical_delay,
        login_expiry_days=chosen.login_expiry_days or None,
        api_keys=_keys(),
    )


def _keys() -> dict[str, str]:
    """Accept only this pair when both variables are set; any pair otherwise."""
    client_id, secret = (os.environ.get(f"PLAID_EMULATOR_{name}") for name in ("CLIENT_ID", "SECRET"))
    return {client_id: secret} if client_id and secret else {}


if __name__ == "__main__":
    main()
