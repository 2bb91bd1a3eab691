"""docs/security.md names code and tests for each promise: all of them exist."""

import re
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_CODE, _TESTS = _ROOT / "backend/saldo", _ROOT / "backend/tests"
_NAMES = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class _Promise:
    text: str
    code: list[str]
    tests: list[str]


def _promises() -> list[_Promise]:
    document = (_ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = document.partition("## Promises")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    return [_Promise(row[0], _NAMES.findall(row[1]), _NAMES.findall(row[2])) for row in rows]


def _is_there(name: str, folder: Path) -> bool:
    """Say whether a path is there, below a folder or below the root; `*` stands for what it may be."""
    return any(next(start.glob(name.rstrip("/")), None) for start in (folder, _ROOT))


def _tests_of(path: str) -> str:
    found = next(start / path for start in (_TESTS, _ROOT) if (start / path).is_file())
    return found.read_text(encoding="utf-8")


def test_every_promise_names_code_that_exists() -> None:
    promises = _promises()

    assert len(promises) > 25
    for promise in promises:
        paths = [name for name in promise.code if "/" in name or "." in name]
        assert paths, promise.text
        for path in paths:
            assert _is_there(path, _CODE), f"{path}: {promise.text}"


def test_every_promise_names_a_test_that_exists() -> None:
    for promise in _promises():
        assert promise.tests, promise.text
        for name in promise.tests:
            path, _, test = name.partition("::")
            assert _is_there(path, _TESTS), f"{path}: {promise.text}"
            assert test, f"{path} names no test: {promise.text}"
            assert f"def {test}(" in _tests_of(path), f"{name}: {promise.text}"
