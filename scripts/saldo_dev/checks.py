"""`check`: every static check, two at a time, a line each with its seconds."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from saldo_dev import console, node, tree
from saldo_dev.place import Place
from saldo_dev.problems import Problem

_AT_ONCE = 2
_PYTHON_FOLDERS = ("backend", "ml-worker", "plaid-emulator", "scripts")
# The folder to stand in, and what is typed strictly there.
_TYPED = {
    "backend": ("saldo", "saldo_development", "tests", "bench"),
    "ml-worker": ("categorizer", "training", "tests"),
    "ml-worker/contract": ("categorizer_contract",),
    "plaid-emulator": ("plaid_emulator", "tests"),
    "scripts": ("saldo_dev", "tests"),
}


# What the others import: an editable installation is invisible to mypy.
_IMPORTED = ("ml-worker/contract", "ml-worker", "scripts", "backend")


@dataclass(frozen=True)
class Check:
    """One check: a name and something that returns complaints; none is good."""

    name: str
    find_complaints: Callable[[], str]


def run_checks(place: Place, names: Sequence[str]) -> int:
    """Run all checks, or those whose name contains one of the words given."""
    checks = [check for check in _describe(place) if not names or any(name in check.name for name in names)]
    if not checks:
        known = ", ".join(check.name for check in _describe(place))
        raise Problem(f"There is no such check; there are: {known}.")
    began = time.monotonic()
    with ThreadPoolExecutor(_AT_ONCE) as lanes:
        good = list(lanes.map(_run, checks))
    failed = good.count(False)
    console.say(f"{len(checks) - failed} checks passed, {failed} failed, in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def _describe(place: Place) -> list[Check]:
    cache = place.tools / "cache"
    python = place.python
    folders = [str(place.root / folder) for folder in _PYTHON_FOLDERS]
    ruff, brief = [python, "-m", "ruff"], ["--output-format", "concise"]
    backend = place.root / "backend"
    npm = ["npm", "run", "--silent", "check"]
    described = [python, "-m", "saldo_development.openapi", "--check"]
    return [
        Check("tracked files", lambda: tree.find_foreign_words(place.root)),
        Check("sizes", lambda: tree.find_oversized(place.root)),
        Check("ruff", lambda: _execute([*ruff, "check", "--quiet", *brief, *folders], place.root)),
        Check(
            "ruff format",
            lambda: _execute([*ruff, "format", "--check", "--quiet", *brief, *folders], place.root),
        ),
        Check("frontend", lambda: _execute(npm, place.root / "frontend", node.environment(place))),
        Check(
            "import-linter",
            lambda: _execute([str(place.venv / "bin" / "python"), "-c", _LINT_IMPORTS], backend),
        ),
        Check("API document", lambda: _execute(described, backend)),
        *(_typed(place, folder, cache) for folder in _TYPED),
    ]


# The console script of import-linter, without its path-bound first line.
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"


def _typed(place: Place, folder: str, cache: Path) -> Check:
    present = [name for name in _TYPED[folder] if any((place.root / folder / name).rglob("*.py"))]
    name = folder.replace("/", "-")
    command = [place.python, "-m", "mypy", "--cache-dir", str(cache / f"mypy-{name}"), *present]
    search = os.pathsep.join(str(place.root / path) for path in (folder, *_IMPORTED))
    settings = os.environ | {"MYPYPATH": search}
    return Check(f"mypy {name}", lambda: _execute(command, place.root / folder, settings))


def _run(check: Check) -> bool:
    began = time.monotonic()
    complaints = check.find_complaints()
    seconds = time.monotonic() - began
    if complaints:
        console.complain(f"✗ {check.name} ({seconds:.1f} s)\n{complaints}")
    else:
        console.finished(check.name, seconds)
    return not complaints


def _execute(command: Sequence[str], cwd: Path, settings: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=dict(settings or os.environ), capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip() or f"{Path(sys.executable).name} ended with {done.returncode}"
