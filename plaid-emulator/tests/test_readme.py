"""The README's examples, run as they stand but for the port, and with a shorter history."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_tools import find_node
from emulator_harness import Live

from plaid_emulator.admin.actions import ACTION
from plaid_emulator.admin.scripts import Script
from plaid_emulator.command_line import read_options
from plaid_emulator.faults import Kind, WebhookFault
from plaid_emulator.worlds.registry import is_known_user

ROOT = Path(__file__).parents[1]
TEXT = ROOT.joinpath("README.md").read_text(encoding="utf-8")
NODE = Path(__file__).with_name("node")
ADDRESS = "http://127.0.0.1:8800"


def block(language: str) -> str:
    """Answer the first block of code in this language."""
    found = re.search(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_python_block_reads_a_history(start: Callable[..., Live]) -> None:
    live = start(initial_delay_seconds=0.05, historical_delay_seconds=0.2)
    program = block("python").replace(ADDRESS, live.url).replace("730", "60")

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 0, run.stderr
    count = re.match(r"(\d+) transactions, the latest: \S", run.stdout)
    assert count is not None
    assert int(count[1]) > 200


def test_the_node_block_lists_accounts(live: Live) -> None:
    environment = find_node(NODE)
    program = block("js").replace(ADDRESS, live.url)

    run = subprocess.run(
        [environment["NODE"], "--input-type=module", "-e", program],
        cwd=NODE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 0, run.stderr
    assert "Plaid Checking 0000 110" in run.stdout
    assert len(run.stdout.splitlines()) == 14


def test_the_lines_for_a_page_lead_to_the_script(live: Live) -> None:
    first, second = re.findall(r'src="([^"]+)"', block("html"))

    assert live.http.get(first.replace(ADDRESS, "")).status_code == 200
    assert second == "https://cdn.plaid.com/link/v2/stable/link-initialize.js"


def test_the_script_is_one(live: Live) -> None:
    script = Script.model_validate_json(block("json"))

    assert live.admin("/scripts", json.loads(block("json")))["name"] == script.name


@pytest.mark.parametrize(
    "command", re.findall(r"^plaid-emulator (.*?)(?: +#.*)?$", block("sh"), re.MULTILINE)
)
def test_the_commands_are_understood(command: str) -> None:
    assert read_options(command.split())


def test_everything_that_can_be_done_is_in_the_tables() -> None:
    actions = {name for name in ACTION.json_schema()["discriminator"]["mapping"] if f"`{name}`" not in TEXT}
    kinds = {kind for kind in [*Kind, *WebhookFault] if f"`{kind}`" not in TEXT}

    assert (actions, kinds) == (set(), set())


@pytest.mark.parametrize("username", sorted(set(re.findall(r"`(user_\w+)`", TEXT))))
def test_everybody_it_names_banks_here(username: str) -> None:
    assert is_known_user(username)
