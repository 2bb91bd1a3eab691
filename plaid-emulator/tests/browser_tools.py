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


def find_node(folder: Path) -> dict[str, str]:
    """Answer an environment with Node, and the folder's packages installed; skips where there is no Node."""
    npm, node = shutil.which("npm", path=SEARCH_PATH), shutil.which("node", path=SEARCH_PATH)
    if npm is None or node is None:
        pytest.skip("no node and npm on PATH")
    environment = {**os.environ, "PATH": SEARCH_PATH, "NPM": npm, "NODE": node}
    installed, wanted = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, env=environment, check=True, timeout=100)
    return environment


def find_browser_tools() -> dict[str, str]:
    """Answer the environment of a journey; skips the test where there is no Node or Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        pytest.skip(f"none of {', '.join(CHROMIUMS)} on PATH")
    return find_node(FOLDER) | {"CHROMIUM": chromium}
