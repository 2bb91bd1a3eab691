import pytest

from saldo_dev.testing import _CLOSING, _read


@pytest.mark.parametrize(
    ("kind", "closing", "passed", "failed", "skipped"),
    [
        ("pytest", ["=== 1 failed, 508 passed, 2 skipped, 1 error in 170.35s (0:02:50) ==="], 508, 2, 2),
        ("pytest", ["17 passed in 1.15s"], 17, 0, 0),
        ("vitest", ["      Tests  1 failed | 11 passed | 3 skipped (15)"], 11, 1, 3),
        ("playwright", ["  1 flaky", "  2 skipped", "  12 passed (30.1s)"], 13, 0, 2),
    ],
)
def test_closing_lines_are_counted(
    kind: str, closing: list[str], passed: int, failed: int, skipped: int
) -> None:
    found = [line for line in ["something 3 passed by", *closing] if _CLOSING[kind].search(line)]

    counts = _read("suite", int(failed > 0), 1.0, found).counts

    assert found == closing
    assert (counts["passed"], counts["failed"], counts["skipped"]) == (passed, failed, skipped)


def test_suite_that_never_got_to_a_test_counts_as_a_failure() -> None:
    assert _read("suite", 4, 1.0, []).counts["failed"] == 1
