"""The table a run ends with: a line for each case, a column for each invariant."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.faults.judge import INVARIANTS

IS_FULL = os.environ.get("SALDO_FAULTS") == "full"
_HOLDS, _BROKEN, _UNSEEN = "ok", "XX", "·"


def case_of(item: pytest.Item) -> str:
    """Return the case a test belongs to: F7, or a mutant's name."""
    marker = item.get_closest_marker("fault")
    assert marker is not None, f"{item.nodeid} does not say which fault it is"
    return str(marker.args[0])


@dataclass
class _Line:
    tests: int = 0
    skipped: int = 0
    seconds: float = 0
    states: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


@dataclass
class Ledger:
    """What every case came to."""

    lines: dict[str, _Line] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def note(
        self, item: pytest.Item, report: pytest.TestReport, verdicts: list[dict[str, list[str] | None]]
    ) -> None:
        """Take down one phase of one test."""
        line = self.lines.setdefault(case_of(item), _Line())
        line.seconds += report.duration
        if report.failed:
            line.failures.append(item.name)
        if report.skipped:
            line.skipped += 1
        if report.when != "call":
            return
        line.tests += 1
        for verdict in verdicts:
            for name, found in verdict.items():
                line.states[name] = _worse(line.states.get(name, _UNSEEN), found)

    def remark(self, item: pytest.Item, report: pytest.TestReport, remarks: list[str]) -> None:
        """Take down what a test measured."""
        if report.when == "call":
            self.remarks += [f"{case_of(item)}: {remark}" for remark in remarks]

    def table(self, seed: str) -> Iterator[str]:
        """Lay the table out, worst news last."""
        width = max((len(case) for case in self.lines), default=4) + 2
        yield ""
        yield f"{'case':<{width}}{''.join(f'{name:>5}' for name in INVARIANTS)}  tests  seconds"
        for case in sorted(self.lines, key=_order):
            line = self.lines[case]
            states = "".join(f"{line.states.get(name, _UNSEEN):>5}" for name in INVARIANTS)
            verdict = (
                "  FAILED"
                if line.failures
                else "  skipped"
                if line.skipped == line.tests + line.skipped
                else ""
            )
            yield f"{case:<{width}}{states}{line.tests:>7}{line.seconds:>9.1f}{verdict}"
        yield from self.remarks
        failed = [name for line in self.lines.values() for name in line.failures]
        yield f"seed {seed}: {len(self.lines)} cases, {len(failed)} failures"


LEDGER = Ledger()


def _worse(state: str, found: list[str] | None) -> str:
    if found or state == _BROKEN:
        return _BROKEN
    return state if found is None else _HOLDS


def _order(case: str) -> tuple[int, str]:
    number = case.removeprefix("F")
    return (int(number), "") if number.isdigit() else (1000, case)
