"""The dependency rule holds, and nothing goes around the tree of errors."""

import re
import subprocess
import sys
from pathlib import Path

BACKEND = Path(__file__).parents[2]


def test_imports_point_down_the_page() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [str(program), "--no-cache"], cwd=BACKEND, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout[-3000:]


def test_features_raise_our_own_errors_only() -> None:
    raising = re.compile(r"raise HTTPException|import HTTPException")
    guilty = [
        str(path.relative_to(BACKEND))
        for path in (BACKEND / "saldo").rglob("*.py")
        if path.name != "problems.py" and raising.search(path.read_text())
    ]

    assert guilty == []


def test_nobody_commits_below_the_edge() -> None:
    committing = re.compile(r"\.(commit|rollback)\(\)")
    guilty = [
        str(path.relative_to(BACKEND))
        for path in (BACKEND / "saldo").rglob("*.py")
        if committing.search(path.read_text())
    ]

    assert guilty == []
