"""Node, Chromium and the journeys' few packages, found or asked for once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("link") / "browser"
# The project's own Node lives beside its Python.
SEARCH_PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def find_browser_tools() -> dict[str, str]:
    """Answer the environment of a journey; skips the test where there is no Node or Chromium."""
    npm, node = shutil.which("npm", path=SEARCH_PATH), shutil.which("node", path=SEARCH_PATH)
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if npm is None or node is None:
        pytest.skip("no node and npm on PATH")
    if chromium is None:
        pytest.skip(f"none of {', '.join(CHROMIUMS)} on PATH")
    environment = {**os.environ, "PATH": SEARCH_PATH, "CHROMIUM": chromium, "NPM": npm, "NODE": node}
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts"]
        subprocess.run(command, cwd=FOLDER, env=environment, check=True, timeout=100)  # noqa: S603
    return environment
