"""`./scripts/dev.sh bench`: measure, print a table, write JSON; exit code 1 when a goal is missed."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from bench import figures
from bench.asking import measure_doors, measure_requests, measure_sign_in
from bench.categorising import measure_categoriser
from bench.figures import Figure
from bench.ingest import measure_first_sync, measure_pages
from bench.recovery import measure_recovery
from bench.rig import Rig, open_rig
from saldo.core.logs import configure_logging

_QUICK, _FULL = 3, 9
_MEASURES: Final[dict[str, Callable[[Rig, int], Awaitable[list[Figure]]]]] = {
    "ingest": measure_pages,
    "sync": measure_first_sync,
    "recovery": measure_recovery,
    "requests": measure_requests,
    "sign-in": measure_sign_in,
    "doors": measure_doors,
    "categoriser": measure_categoriser,
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./scripts/dev.sh bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *_MEASURES], help="only these; all when left out")
    parser.add_argument("--full", action="store_true", help=f"{_FULL} rounds instead of {_QUICK}")
    parser.add_argument(
        "--json",
        type=Path,
        default=Path(__file__).parents[2] / ".saldo/bench.json",
        help="where the JSON goes",
    )
    options = parser.parse_args(arguments)
    configure_logging("ERROR", as_json=False)
    found = asyncio.run(_measure(options.names or list(_MEASURES), _FULL if options.full else _QUICK))
    _say(figures.table(found))
    figures.write(found, options.json)
    _say(f"JSON: {options.json.resolve()}")
    return 1 if any(each.verdict == "missed" for each in found) else 0


async def _measure(names: Sequence[str], rounds: int) -> list[Figure]:
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="saldo-bench-", ignore_cleanup_errors=True) as directory:
        async with open_rig(Path(directory)) as rig:
            for name in names:
                _say(f"Measuring {name} in {rounds} rounds ...")
                found += await _MEASURES[name](rig, rounds)
    return found


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


sys.exit(main(sys.argv[1:]))
