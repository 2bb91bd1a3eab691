"""Installs everything Saldo needs, once: a warm start only compares stamps."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from saldo_dev import node
from saldo_dev.commands import require_space, run_logged
from saldo_dev.console import say, step
from saldo_dev.place import Place
from saldo_dev.problems import NoNetwork, Problem
from saldo_dev.stamps import digest_of, read_stamp

PACKAGES = ("scripts", "backend", "ml-worker/contract", "ml-worker", "plaid-emulator")
REQUIREMENTS = Path("scripts/requirements")
TORCH = (
    "torch==2.13.0"  # chosen per platform by the installer: no one hash fits, so it stays out of the locks
)
_COLD_MEGABYTES = 1_500


def install_for_start(place: Place) -> None:
    """Bring Python packages, Node and the built page up to date with the files in this clone."""
    with _one_at_a_time(place):
        _install_python(place)
        _install_locked(place, "start")
        _install_own_packages(place)
        node.install(place, partial(_install_locked, place, "node"))
        node.build_page(place)


def install_for_tests(place: Place, *, training: bool) -> None:
    """Add the tools of `check` and `test`; with `training` torch too, which is large."""
    install_for_start(place)
    with _one_at_a_time(place):
        _install_locked(place, "test")
        if training:
            _install_training(place)


@contextmanager
def _one_at_a_time(place: Place) -> Iterator[None]:
    place.tools.mkdir(exist_ok=True)
    with (place.tools / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Waiting for another installation in this folder ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install_python(place: Place) -> None:
    works = Path(place.python).exists() and _runs(
        [place.python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    )
    if works and (place.venv / ".created").exists():
        return
    require_space(place.tools, _COLD_MEGABYTES)
    with step("Making a Python environment"):
        base = os.path.realpath(sys.executable)
        command = [base, "-m", "venv", str(place.venv), *([] if works else ["--clear"])]
        run_logged(command, log=_log(place), cwd=place.root, what="Python's venv")
        pinned = place.root / REQUIREMENTS / "installer.lock"
        try:
            _pip(place, "--require-hashes", "-r", str(pinned))
        except NoNetwork:
            raise
        except Problem as problem:
            say(f"    Going on with pip, which is slower: uv could not be installed. {problem}")
        (place.venv / ".created").touch()


def _install_locked(place: Place, name: str) -> None:
    lock = place.root / REQUIREMENTS / f"{name}.lock"
    stamp = place.venv / f".{name}.stamp"
    wanted = digest_of([lock])
    if read_stamp(stamp) == wanted:
        return
    require_space(place.tools, _COLD_MEGABYTES // 2)
    with step(f"Installing Python packages ({name})"):
        _install(place, "--require-hashes", "--no-deps", "-r", str(lock))
    stamp.write_text(wanted, encoding="ascii")


def _install_own_packages(place: Place) -> None:
    stamp = place.venv / ".packages.stamp"
    folders = [place.root / package for package in PACKAGES]
    # A new top-level folder changes what an editable installation maps, a new module in it does not.
    contents = sorted(str(path) for folder in folders for path in folder.glob("*/__init__.py"))
    wanted = digest_of([folder / "pyproject.toml" for folder in folders], str(place.root), *contents)
    if read_stamp(stamp) == wanted:
        return
    with step("Installing Saldo's own packages"):
        editable = [part for folder in folders for part in ("-e", str(folder))]
        _install(place, "--no-deps", "--no-build-isolation", *editable)
    stamp.write_text(wanted, encoding="ascii")


def _install_training(place: Place) -> None:
    if not _runs([place.python, "-c", "import importlib.metadata as m; m.version('torch')"]):
        require_space(place.tools, 2 * _COLD_MEGABYTES)
        with step(f"Installing {TORCH} (large, once)"):
            _pip(place, TORCH)
    _install_locked(place, "training")


def _install(place: Place, *arguments: str) -> None:
    """Install with uv, which is fast; whatever keeps it from working, pip is the second try."""
    uv = place.venv / "bin" / "uv"
    if uv.exists():
        links = [
            part for link in os.environ.get("PIP_FIND_LINKS", "").split() for part in ("--find-links", link)
        ]
        command = [str(uv), "pip", "install", "--python", place.python, *links, *arguments]
        cache = {"UV_CACHE_DIR": str(place.tools / "cache" / "uv")}
        try:
            run_logged(command, log=_log(place), cwd=place.root, what="uv", env=cache | os.environ)
        except Problem as problem:
            say(f"    Trying again with pip. {problem}")
        else:
            return
    _pip(place, *arguments)


def _pip(place: Place, *arguments: str) -> None:
    # A registry that does not answer should be reported within a minute, not in ten.
    patience = ["--retries", "2", "--timeout", "20"]
    command = [
        place.python,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--progress-bar=off",
        *patience,
        *arguments,
    ]
    cache = {"PIP_CACHE_DIR": str(place.tools / "cache" / "pip")}
    run_logged(command, log=_log(place), cwd=place.root, what="pip", env=cache | os.environ)


def _runs(command: list[str]) -> bool:
    return (
        shutil.which(command[0]) is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


def _log(place: Place) -> Path:
    return place.logs / "install.log"
