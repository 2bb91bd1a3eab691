"""The emulator through the second official client: npm plaid, unmodified, with Node's own test runner."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from browser_tools import find_node
from emulator_harness import Live

FOLDER = Path(__file__).with_name("node")


def test_npm_plaid_cannot_tell_the_difference(start: Callable[..., Live]) -> None:
    live = start(api_keys={"test-client": "test-secret"})
    tools = find_node(FOLDER)
    command = [tools["NODE"], "--test", "--test-timeout=60000", "plaid.test.js"]
    environment = {**tools, "EMULATOR_URL": live.url}
    run = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
