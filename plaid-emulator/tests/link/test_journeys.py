"""Runs the browser journeys of browser/ when Node and Chromium are on this machine."""

import subprocess

import pytest
from browser_tools import FOLDER, find_browser_tools
from emulator_harness import Live


@pytest.fixture(scope="module")
def tools() -> dict[str, str]:
    return find_browser_tools()


@pytest.mark.timeout(400)
def test_the_journeys_through_the_unmodified_react_plaid_link(tools: dict[str, str], live: Live) -> None:
    environment = {**tools, "EMULATOR_URL": live.url}
    command = [tools["NPM"], "test"]
    run = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
