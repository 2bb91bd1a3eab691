"""`test`: every suite of the project, two at a time, and one line with the sum."""

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from saldo_dev import browser, console, node
from saldo_dev.place import Place
from saldo_dev.problems import Problem

# The longest first, so that the two lanes end together.
PYTEST_SUITES = ("backend", "ml-worker", "plaid-emulator", "scripts")
SUITES = (*PYTEST_SUITES, "frontend", "e2e")
_SHORT = {"emulator": "plaid-emulator", "ml": "ml-worker"}
_AT_ONCE = 2
_KINDS = {"error": "failed", "errors": "failed", "flaky": "passed", "xfailed": "skipped"}
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|flaky|xfailed)\b")
_CLOSING = {
    "pytest": re.compile(r"^=*\s*(\d+ \w+.*|no tests ran) in [\d.]+s"),
    "vitest": re.compile(r"^\s*Tests\s+\d+"),
    "playwright": re.compile(r"^\s+\d+ (passed|failed|skipped|flaky|did not run)\b"),
}
_LINES_OF_A_FAILURE = 150


@dataclass(frozen=True)
class Execution:
    """One run of one suite: what, where, told what, and where its words are kept."""

    command: Sequence[str]
    cwd: Path
    settings: Mapping[str, str]
    log: Path


@dataclass
class Outcome:
    """How one suite ended."""

    suite: str
    code: int
    seconds: float
    closing: str
    counts: Counter[str] = field(default_factory=Counter)


def needs_training(arguments: Sequence[str]) -> bool:
    """Say whether these suites compare the worker with the model that torch runs."""
    return not arguments or arguments[0] in {"ml", "ml-worker"}


def run_tests(place: Place, arguments: Sequence[str]) -> int:
    """Run all suites, or the one named first with the rest of the arguments passed on."""
    if arguments:
        suite = _SHORT.get(arguments[0], arguments[0])
        if suite not in SUITES:
            raise Problem(f"There is no suite {suite!r}; there are: {', '.join(SUITES)}.")
        return _conclude([_run(place, suite, arguments[1:], aloud=True)])
    browser.find_obstacle()  # the emulator's suite has a browser too
    with ThreadPoolExecutor(_AT_ONCE) as lanes:
        several = SUITES[: SUITES.index("e2e")]
        outcomes = list(lanes.map(lambda suite: _run(place, suite, [], aloud=False), several))
    # Alone: its time limits are about the product, not about a busy machine.
    outcomes.append(_run(place, "e2e", [], aloud=False))
    return _conclude(outcomes)


def _run(place: Place, suite: str, arguments: Sequence[str], *, aloud: bool) -> Outcome:
    if suite == "e2e" and (obstacle := browser.find_obstacle()):
        console.say(f"- e2e skipped: {obstacle}")
        return Outcome(suite, 0, 0, "skipped", Counter(skipped=1))
    console.say(f"  {suite} ...")
    began = time.monotonic()
    log = place.logs / f"test-{suite}.log"
    kind, command, folder = _describe(place, suite)
    world: AbstractContextManager[dict[str, str]] = nullcontext({})
    if suite == "e2e":
        world = browser.running_stack(place)
    try:
        with world as more:
            settings = node.environment(place) | more
            execution = Execution([*command, *arguments], place.root / folder, settings, log)
            code, lines = _execute(execution, aloud=aloud)
    except Problem as problem:
        code, lines, aloud = 1, str(problem).splitlines(), False
    outcome = _read(
        suite, code, time.monotonic() - began, [line for line in lines if _CLOSING[kind].search(line)]
    )
    _report(outcome, lines, log, aloud=aloud)
    return outcome


def _describe(place: Place, suite: str) -> tuple[str, list[str], str]:
    """Return what runs a suite, its command, and the folder it stands in."""
    match suite:
        case "e2e":
            return "playwright", ["npm", "run", "e2e", "--"], "frontend"
        case "frontend":
            return "vitest", ["npm", "test", "--"], "frontend"
        case _:
            return "pytest", [place.python, "-m", "pytest"], suite


def _execute(execution: Execution, *, aloud: bool) -> tuple[int, list[str]]:
    lines: list[str] = []
    plain = dict(execution.settings) | {"NO_COLOR": "1", "PY_COLORS": "0", "FORCE_COLOR": "0"}
    with (
        execution.log.open("w", encoding="utf-8") as copy,
        subprocess.Popen(
            execution.command, cwd=execution.cwd, env=plain, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        ) as process,
    ):  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - asked for above
        for line in process.stdout:
            copy.write(line)
            lines.append(line.rstrip())
            if aloud:
                sys.stdout.write(line)
                sys.stdout.flush()
    return process.returncode, lines


def _read(suite: str, code: int, seconds: float, closing: Sequence[str]) -> Outcome:
    counts: Counter[str] = Counter()
    for number, kind in _COUNT.findall(" ".join(closing)):
        counts[_KINDS.get(kind, kind)] += int(number)
    if code != 0 and not counts["failed"]:
        counts["failed"] = 1  # it did not get as far as a test
    sentence = (
        ", ".join(" ".join(line.split()).strip("= ") for line in closing) or f"ended with exit code {code}"
    )
    return Outcome(suite, code, seconds, sentence, counts)


def _report(outcome: Outcome, lines: Sequence[str], log: Path, *, aloud: bool) -> None:
    if outcome.code == 0:
        console.finished(f"{outcome.suite}: {outcome.closing}", outcome.seconds)
        return
    text = "" if aloud else "\n".join(f"    {line}" for line in lines[-_LINES_OF_A_FAILURE:]) + "\n"
    console.complain(
        f"{text}✗ {outcome.suite}: {outcome.closing} ({outcome.seconds:.1f} s; all of it: {log})"
    )


def _conclude(outcomes: Sequence[Outcome]) -> int:
    total = sum((outcome.counts for outcome in outcomes), Counter[str]())
    console.say(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if any(outcome.code for outcome in outcomes) else 0
