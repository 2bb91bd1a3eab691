"""The browser tests' world: Debian's chromium, and a whole Saldo of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saldo_dev import console
from saldo_dev.place import PORT_ORDER, Place
from saldo_dev.ports import HOST, find_free
from saldo_dev.problems import Problem

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_obstacle() -> str | None:
    """Make sure there is a browser; return why there cannot be one."""
    if _find() is not None:
        return None
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return "there is no chromium (on Debian: apt install chromium)"
    with console.step("Installing chromium"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(
                ["apt-get", *command], env=os.environ | quiet, capture_output=True, check=False
            )
    return None if done.returncode == 0 and _find() else "chromium could not be installed with apt-get"


@contextmanager
def running_stack(place: Place) -> Iterator[dict[str, str]]:
    """Start a Saldo with data and ports of its own, give the tests its address and a browser, stop it."""
    home = place.home / "e2e"
    for folder in ("data", "logs"):
        shutil.rmtree(home / folder, ignore_errors=True)
    # One port more than Saldo's own: there the journeys run an issuer to sign in by.
    base = find_free(len(PORT_ORDER) + 1)
    own, issuer = Place(place.root, home, base), f"http://{HOST}:{base + len(PORT_ORDER)}"
    environment = os.environ | {
        "SALDO_HOME": str(home),
        "SALDO_PORT_BASE": str(base),
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "saldo-journeys",
        "OIDC_CLIENT_SECRET": "saldo-journeys",
        "OIDC_LABEL": "Maple ID",
    }
    command = [sys.executable, "-m", "saldo_dev"]
    started = subprocess.run(
        [*command, "start", "--detach"], env=environment, capture_output=True, text=True, check=False
    )
    if started.returncode != 0:
        raise Problem(f"The stack for the browser tests did not start:\n{started.stdout}{started.stderr}")
    try:
        yield {
            # So that a journey can run commands on it.
            "SALDO_HOME": str(home),
            "SALDO_PORT_BASE": str(base),
            "SALDO_E2E_URL": own.address,
            "SALDO_E2E_ISSUER": issuer,
            "SALDO_CHROMIUM": _find() or "",
        }
    finally:
        subprocess.run([*command, "stop"], env=environment, capture_output=True, check=False)


def _find() -> str | None:
    given = os.environ.get("SALDO_CHROMIUM")
    if given and Path(given).exists():
        return given
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
