"""What the command can be told, and the one sentence it answers to what it cannot be told."""

import argparse
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Never

from plaid_emulator import __version__
from plaid_emulator.config import Config
from plaid_emulator.rate_limits import RateTable

DATA_DIR = Path("plaid-emulator-data")
LAST_PORT = 65_535
KEYS = ("PLAID_EMULATOR_CLIENT_ID", "PLAID_EMULATOR_SECRET")
# What programs end with that were asked for something they cannot do.
USAGE = 2


def refuse(sentence: str) -> Never:
    """End the program: say what is wrong and what to do about it, and nothing else."""
    print(f"plaid-emulator: {sentence}", file=sys.stderr)  # noqa: T201 - a command speaks here
    sys.exit(USAGE)


class OneSentence(argparse.ArgumentParser):
    """A parser whose refusals are not buried under its whole usage."""

    def error(self, message: str) -> Never:
        """Say what is wrong with the arguments and end the program."""
        refuse(f"{message.removeprefix('argument ')}; see plaid-emulator --help")


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = OneSentence(
        prog="plaid-emulator",
        description="A Plaid that runs offline.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--version", action="version", version=f"plaid-emulator {__version__}")
    add("--host", default="127.0.0.1", help="address to bind to; another one opens it to your network")
    add("--port", type=_port, default=8800, help="port to listen on")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--data", type=Path, default=DATA_DIR, metavar="DIR", help="folder of the state")
    state.add_argument("--memory", action="store_true", help="keep nothing when the process ends")
    add("--seed", type=_number, default=1, help="another seed tells other stories")
    ready = "have an Item of this person ready and print its access token; may be given more than once"
    add("--persona", action="append", default=[], metavar="NAME", help=ready)
    add("--rate-limits", choices=[str(each) for each in RateTable], default="off", help="whose limits hold")
    initial, historical = "until the first thirty days", "until the whole history"
    add("--initial-delay", type=_span("seconds"), default=1.0, metavar="SECONDS", help=initial)
    add("--historical-delay", type=_span("seconds"), default=4.0, metavar="SECONDS", help=historical)
    expiry = "0 switches the expiry off"
    add("--login-expiry-days", type=_span("days"), default=30.0, metavar="DAYS", help=expiry)
    keys = "accept this pair of keys only, or one of several; apps see nothing of each other's Items"
    add("--keys", action="append", default=[], type=_pair, metavar="CLIENT_ID:SECRET", help=keys)
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
        api_keys=_keys() | dict(chosen.keys),
        rate_limits=chosen.rate_limits,
        allowed_hosts=tuple(chosen.allow_host),
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port, which is a number from 1 to {LAST_PORT}")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    client_id, _, secret = text.partition(":")
    if not client_id or not secret:
        raise argparse.ArgumentTypeError("a pair of keys is a client_id, a colon and its secret")
    return client_id, secret


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number") from None


def _span(unit: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = -1
        if not math.isfinite(value) or value < 0:
            raise argparse.ArgumentTypeError(f"{text} is not a number of {unit}, 0 or more")
        return value

    return read


def _keys() -> dict[str, str]:
    """Accept only this pair when both variables are set; any pair otherwise."""
    client_id, secret = (os.environ.get(name) for name in KEYS)
    if bool(client_id) != bool(secret):
        # Whoever sets one believes that the emulator is closed to others.
        given, missing = KEYS if client_id else reversed(KEYS)
        refuse(f"{given} is set but {missing} is not: set both, or neither to accept any pair of keys")
    return {client_id: secret} if client_id and secret else {}
