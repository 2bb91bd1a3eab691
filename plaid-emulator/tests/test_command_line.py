"""The command: how it starts, what it says when it cannot."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from emulator_harness import free_port, wait_until

from plaid_emulator.__main__ import read_arguments

COMMAND = [sys.executable, "-m", "plaid_emulator"]


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/__admin", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_it_starts_answers_and_stops(data_dir: Path) -> None:
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "--port", str(port), "--data", str(data_dir)], stdout=subprocess.PIPE, text=True
    )

    wait_until(lambda: answers(port))
    seconds = time.monotonic() - began
    second = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "--port", str(free_port()), "--data", str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )
    process.terminate()
    said = process.communicate(timeout=10)[0]

    assert said.startswith(f"plaid-emulator on http://127.0.0.1:{port}")
    assert second.returncode == 1
    assert "Is another one running there?" in second.stderr
    # Two seconds on a quiet machine; the tests of others may be running.
    assert seconds < 6


def test_the_arguments_make_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAID_EMULATOR_CLIENT_ID", "me")
    monkeypatch.setenv("PLAID_EMULATOR_SECRET", "mine")

    config = read_arguments(["--memory", "--seed", "7", "--login-expiry-days", "0", "--host", "0.0.0.0"])  # noqa: S104

    assert (config.data_dir, config.seed, config.login_expiry_days) == (None, 7, None)
    assert config.api_keys == {"me": "mine"}
    assert config.public_url == "http://127.0.0.1:8800"


def test_the_default_is_this_machine_only() -> None:
    assert read_arguments([]).host == "127.0.0.1"
