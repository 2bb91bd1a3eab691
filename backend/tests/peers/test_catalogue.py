"""Every fault that was read has a test, and every test that is named is there."""

import ast
from pathlib import Path

import pytest

from tests.peers.catalogue import PEERS

_ROOT = Path(__file__).parents[3]


def _is_there(path: Path, test: str) -> bool:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return test in text
    present = _tests_in(text)
    return test in present or (test == "*" and bool(present))


def _tests_in(text: str) -> set[str]:
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {node.name for node in functions if node.name.startswith("test_")}


@pytest.mark.parametrize("name", PEERS)
def test_a_fault_read_elsewhere_has_tests_here(name: str) -> None:
    assert PEERS[name].tests
    for test in PEERS[name].tests:
        file, _, function = test.partition("::")
        assert _is_there(_ROOT / file, function), f"{test} is gone"


def test_the_documentation_lists_every_fault() -> None:
    text = (_ROOT / "docs" / "faults.md").read_text(encoding="utf-8")

    assert [name for name in PEERS if f"`{name}`" not in text] == []
