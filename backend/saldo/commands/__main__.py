"""`saldo audit verify`: exit code 0 when all is well, 1 when something was found, 2 when it could not run."""

import argparse
import asyncio
import sys

from saldo.commands import auditing, keying, peopling
from saldo.core.errors import Unavailable
from saldo.core.settings import SettingsWrong

_UNUSABLE = 2


def main() -> int:
    """Run one command."""
    options = _parser().parse_args()
    try:
        return int(asyncio.run(options.run(options)))
    except SettingsWrong as error:
        sys.stderr.write(f"{error}\n")
    except Unavailable as error:
        sys.stderr.write(f"{error.detail}\n")
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {error.filename}\n")
    return _UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="saldo", description="Look after an installation of Saldo.")
    commands = parser.add_subparsers(required=True, metavar="command")
    auditing.add_to(commands)
    keying.add_to(commands)
    peopling.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
