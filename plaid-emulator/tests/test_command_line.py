"""The command: how it starts, what it says when it cannot."""

import os
import resource
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from emulator_harness import free_port, wait_until

from plaid_emulator.__main__ import read_options, to_config

COMMAND = [sys.executable, "-m", "plaid_emulator"]


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/__admin", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def run_command(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={**os.environ, **(environment or {})},
    )


def test_it_starts_answers_and_stops(data_dir: Path) -> None:
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "--port", str(port), "--data", str(data_dir)], stdout=subprocess.PIPE, text=True
    )

    wait_until(lambda: answers(port), seconds=60)
    second = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "--port", str(free_port()), "--data", str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )
    others = processor_seconds()
    process.terminate()
    said = process.communicate(timeout=10)[0]

    assert said.startswith(f"plaid-emulator on http://127.0.0.1:{port}")
    assert second.returncode == 1
    assert "Is another one running there?" in second.stderr
    # It is there in less than two seconds on a quiet machine; a busy one slows even the processor's clock.
    assert processor_seconds() - others < 4


def processor_seconds() -> float:
    """Tell how long the processes that have ended were at work, however long they had to wait for it."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        run = run_command("--memory", "--port", str(port))

    assert run.returncode == 1
    assert f"cannot listen on 127.0.0.1, port {port}" in run.stderr
    assert "choose another with --port" in run.stderr


def test_a_persona_is_ready_and_stays_the_same(data_dir: Path) -> None:
    def greeting() -> str:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*COMMAND, "--port", str(free_port()), "--data", str(data_dir), "--persona", "maple_household"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.terminate()
        process.communicate(timeout=10)
        assert "/__admin/lab" in lines[1]
        return lines[2]

    first, second = greeting(), greeting()

    assert first.startswith("  user_maple_household: access-sandbox-")
    assert first == second


def test_an_unknown_persona_is_refused_with_the_known_ones() -> None:
    run = run_command("--memory", "--port", str(free_port()), "--persona", "nobody")

    assert run.returncode == 1
    assert "nobody is called nobody; known are: user_good" in run.stderr


def test_a_shell_set_up_for_real_plaid_is_refused() -> None:
    run = run_command("--memory", environment={"PLAID_ENV": "production"})

    assert run.returncode == 1
    assert "set up for real Plaid" in run.stderr


def test_the_arguments_make_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAID_EMULATOR_CLIENT_ID", "me")
    monkeypatch.setenv("PLAID_EMULATOR_SECRET", "mine")

    config = to_config(
        read_options(["--memory", "--seed", "7", "--login-expiry-days", "0", "--host", "0.0.0.0"])  # noqa: S104
    )

    assert (config.data_dir, config.seed, config.login_expiry_days) == (None, 7, None)
    assert config.api_keys == {"me": "mine"}
    assert config.public_url == "http://127.0.0.1:8800"


def test_the_default_is_this_machine_only() -> None:
    assert to_config(read_options([])).host == "127.0.0.1"
