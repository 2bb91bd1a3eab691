"""One emulator for all the cases; after the run it is told how many of them each endpoint has passed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from emulator_harness import Bank, start_live

from conformance.world import KEYS, World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Share one emulator in memory: Items are cheap, emulators are not."""
    live = start_live(api_keys={KEYS["client_id"]: KEYS["secret"]})
    bank = Bank(live.url, KEYS["client_id"], KEYS["secret"])
    yield World(live, bank)
    bank.close()
    live.stop()


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Count the cases by endpoint; their reports carry what they were about, from other processes too."""
    passed, codes = Counter[str](), dict[str, set[str]]()
    failed = Counter[str]()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for endpoint, code in _about(report):
                (passed if outcome == "passed" else failed)[endpoint] += 1
                codes.setdefault(endpoint, set()).add(code)
    if not codes:
        return
    terminalreporter.section("table: conformance, endpoints x cases")
    terminalreporter.line(f"{'endpoint':<42}{'cases':>7}{'codes':>7}{'failed':>8}")
    for endpoint in sorted(codes):
        told = len(codes[endpoint] - {""})
        cases = passed[endpoint] + failed[endpoint]
        terminalreporter.line(f"{endpoint:<42}{cases:>7}{told:>7}{failed[endpoint]:>8}")
    every = set().union(*codes.values()) - {""}
    total = f"{len(codes)} endpoints"
    cases = sum((passed + failed).values())
    terminalreporter.line(f"{total:<42}{cases:>7}{len(every):>7}{sum(failed.values()):>8}")


def _about(report: Any) -> list[list[str]]:
    if getattr(report, "when", None) != "call":
        return []
    return [value for name, value in report.user_properties if name == "conformance"]
