"""Runs the browser journeys of browser/ when Node and Chromium are on this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from emulator_harness import Live

FOLDER = Path(__file__).with_name("browser")
# The project's own Node lives beside its Python.
SEARCH_PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def tools() -> dict[str, str]:
    """Find Node and Chromium, and install the journeys' few packages."""
    npm, node = shutil.which("npm", path=SEARCH_PATH), shutil.which("node", path=SEARCH_PATH)
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if npm is None or node is None:
        pytest.skip("no node and npm on PATH")
    if chromium is None:
        pytest.skip(f"none of {', '.join(CHROMIUMS)} on PATH")
    environment = {**os.environ, "PATH": SEARCH_PATH, "CHROMIUM": chromium}
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, env=environment, check=True, timeout=100)  # noqa: S603
    return environment | {"NPM": npm}


@pytest.mark.timeout(400)
def test_the_journeys_through_the_unmodified_react_plaid_link(tools: dict[str, str], live: Live) -> None:
    environment = {**tools, "EMULATOR_URL": live.url}
    command = [tools["NPM"], "test"]
    run = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)  # noqa: S603

    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
