"""The commands of scripts/dev.sh: arguments in, one function called, an exit code out."""

import argparse
import errno
import os
import sys
from collections.abc import Callable
from functools import partial

from saldo_dev import bank, checks, console, database, faults, launcher, locks, reporting, testing
from saldo_dev.install import install_for_start, install_for_tests
from saldo_dev.place import Place, find_place
from saldo_dev.problems import Problem
from saldo_dev.services.stack import describe_stack
from saldo_dev.state import stop_launcher

_STOP_SECONDS = 60
_PASSING = ("test", "check", "bench", "watch", "ml-train", "ml-eval", "audit", "keys", "people")
_INSTALLED = "SALDO_DEV_INSTALLED"

Command = Callable[[Place, argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]


def main(arguments: list[str]) -> int:
    parser = _parser()
    # Options behind these commands are another program's; argparse would take them for its own.
    passed_on = arguments[1:] if arguments and arguments[0] in _PASSING else []
    options = parser.parse_args(arguments[: len(arguments) - len(passed_on)] or ["help"])
    options.arguments = passed_on
    try:
        return int(options.command(find_place(), options))
    except Problem as problem:
        console.complain(str(problem))
    except KeyboardInterrupt:
        console.complain("Stopped by Ctrl-C.")
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        console.complain(
            f"The disk is full: {error.filename or 'a file'} could not be written; free some space."
        )
    return 1


def start(place: Place, options: argparse.Namespace) -> int:
    if launcher.says_it_runs(place):
        return 0
    _prepare(install_for_start, place)
    run = launcher.run_detached if options.detach else launcher.run_foreground
    return run(place, describe_stack(place))


def stop(place: Place, _options: argparse.Namespace) -> int:
    console.say("Stopped." if stop_launcher(place, _STOP_SECONDS) else "Saldo does not run.")
    return 0


def restart(place: Place, options: argparse.Namespace) -> int:
    stop_launcher(place, _STOP_SECONDS)
    return start(place, options)


def test(place: Place, options: argparse.Namespace) -> int:
    _prepare(
        lambda where: install_for_tests(where, training=testing.needs_training(options.arguments)), place
    )
    return testing.run_tests(place, options.arguments)


def check(place: Place, options: argparse.Namespace) -> int:
    _prepare(lambda where: install_for_tests(where, training=False), place)
    return checks.run_checks(place, options.arguments)


def break_things(place: Place, options: argparse.Namespace) -> int:
    _prepare(lambda where: install_for_tests(where, training=False), place)
    return faults.run_matrix(place, seed=options.seed, only=options.only)


def lock(place: Place, _options: argparse.Namespace) -> int:
    _prepare(install_for_start, place)
    return locks.write_locks(place)


def alembic(*arguments: str) -> Command:
    def command(place: Place, options: argparse.Namespace) -> int:
        _prepare(install_for_start, place)
        given = [options.message] if "message" in options else []
        return database.run_migration_command(place, [*arguments, *given])

    return command


def verify(place: Place, _options: argparse.Namespace) -> int:
    _prepare(install_for_start, place)
    return database.run_on_data(place, "saldo.verify")


def look_after(subject: str) -> Command:
    """Make a command that hands its arguments to `saldo SUBJECT`."""

    def command(place: Place, options: argparse.Namespace) -> int:
        _prepare(install_for_start, place)
        return database.run_on_data(place, "saldo.commands", [subject, *options.arguments])

    return command


def reset_database(place: Place, options: argparse.Namespace) -> int:
    ran = database.reset(place, sure=options.yes)
    return start(place, argparse.Namespace(detach=True)) if ran else 0


def module(name: str, folder: str, install: Callable[[Place], None] = install_for_start) -> Command:
    """Make a command that becomes `python -m name` in the environment that `install` makes.

    It stays where it was called, so that files named on the command line are found.
    """

    def command(place: Place, options: argparse.Namespace) -> int:
        _prepare(install, place)
        settings = os.environ | {"PUBLIC_URL": place.address, "PYTHONPATH": str(place.root / folder)}
        os.execve(place.python, [place.python, "-P", "-m", name, *options.arguments], settings)

    return command


def _prepare(install: Callable[[Place], None], place: Place) -> None:
    """Install, then go on inside the environment that was installed into."""
    if os.environ.pop(_INSTALLED, "") != "yes":
        install(place)
    if os.path.realpath(sys.prefix) != os.path.realpath(place.venv):
        settings = os.environ | {_INSTALLED: "yes"}
        os.execve(place.python, [place.python, "-m", "saldo_dev", *sys.argv[1:]], settings)
    os.environ.pop("PYTHONPATH", None)  # the services find their packages in the environment alone


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./scripts/dev.sh",
        description="Installs, starts, checks and tests Saldo on this machine.",
        epilog="SALDO_PORT_BASE (8080) and SALDO_HOME (.saldo) let two of them run side by side.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, command: Command, help_text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(command=command)
        return added

    _add_stack_commands(add)
    _add_database_commands(add)
    _add_passing_commands(add)
    breaking = add("faults", break_things, "kill, cut and freeze everything, and see what holds")
    breaking.add_argument("--seed", type=int, default=1, help="where the dice fall")
    breaking.add_argument("--only", default="", metavar="CASES", help="F3,F10 or mutant:no_fencing")
    add("lock", lock, "resolve all Python dependencies anew")
    add("help", lambda _place, _options: _show_help(parser), "show this")
    return parser


def _add_stack_commands(add: Add) -> None:
    starting = add("start", start, "install what is missing and start everything")
    restarting = add("restart", restart, "stop, then start")
    for command in (starting, restarting):
        command.add_argument("--detach", action="store_true", help="return when all is ready")
    add("stop", stop, "stop everything")
    add("status", reporting.show_status, "what runs, and where")
    logs = add("logs", reporting.show_logs, "the last lines of all logs, or of one")
    logs.add_argument("name", nargs="?", help="nginx, backend-api, backend-worker, ml-worker, postgres, ...")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as lines come")
    paying = add("bank", bank.post_transaction, "let a transaction appear at the offline bank")
    paying.add_argument("description", help='what the bank prints: "SQ *BLUE BOTTLE COFFEE"')
    paying.add_argument("amount", type=float, help="6.50 leaves the account; -6.50 arrives")


def _add_database_commands(add: Add) -> None:
    add("migrate", alembic("upgrade", "head"), "bring the database to the newest revision")
    drafting = alembic("revision", "--autogenerate", "-m")
    create = add("migrate-create", drafting, "draft a migration from the models")
    create.add_argument("message", help="what it does: create_budgets")
    add("migrate-status", alembic("current", "--verbose"), "show the revision of the database")
    add("verify", verify, "recompute every balance, receipt and seal from the rows")
    reset = add("reset-db", reset_database, "delete all data of this home and begin anew")
    reset.add_argument("--yes", action="store_true", help="do not ask")


def _add_passing_commands(add: Add) -> None:
    """Add the commands whose further arguments belong to another program."""
    for_tests, for_training = (partial(install_for_tests, training=training) for training in (False, True))
    commands = (
        (test, "run all tests, or one suite: test backend -k linking"),
        (check, "run every static check, or those named"),
        (module("bench", "backend", for_tests), "measure the goals of docs/benchmarks.md: bench sync --full"),
        (module("saldo_development.watch", "backend"), "print the live events of this Saldo"),
        (module("training.train", "ml-worker", for_training), "train the categoriser"),
        (module("training.evaluate", "ml-worker", for_training), "measure the categoriser"),
        (look_after("audit"), "verify the record of who did what: audit verify"),
        (look_after("keys"), "show or change the keys that seal secrets: keys status"),
        (look_after("people"), "say who looks after this installation: people promote EMAIL"),
    )
    for name, (command, text) in zip(_PASSING, commands, strict=True):
        add(name, command, text)


def _show_help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0
