"""The command: how it starts, what it says when it cannot."""

import resource
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from emulator_harness import free_port, wait_until

from plaid_emulator.__main__ import main
from plaid_emulator.command_line import read_options, to_config

COMMAND = [sys.executable, "-m", "plaid_emulator"]


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/__admin", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_it_starts_answers_and_stops(data_dir: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "--port", str(port), "--data", str(data_dir)], stdout=subprocess.PIPE, text=True
    )

    wait_until(lambda: answers(port), seconds=60)
    second = subprocess.run(
        [*COMMAND, "--port", str(free_port()), "--data", str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
    )
    others = processor_seconds()
    process.terminate()
    said = process.communicate(timeout=60)[0]

    assert said.startswith(f"plaid-emulator on http://127.0.0.1:{port}")
    assert second.returncode == 2
    assert "another emulator is running there" in second.stderr
    # It is there in less than two seconds on a quiet machine; a busy one slows even the processor's clock.
    assert processor_seconds() - others < 6


def processor_seconds() -> float:
    """Tell how long the processes that have ended were at work, however long they had to wait for it."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def refusal(*arguments: str) -> str:
    """Start the command in vain and answer the one sentence it says."""
    run = run_command(*arguments)

    assert (run.returncode, run.stdout) == (2, "")
    (sentence,) = run.stderr.splitlines()
    return sentence.removeprefix("plaid-emulator: ")


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        said = refusal("--memory", "--port", str(port))

    assert said.startswith(f"it cannot listen on 127.0.0.1, port {port} (Address already in use)")
    assert said.endswith("choose another with --port")


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "emulator.sqlite3").write_text("not a database " * 100)

    inside_a_file = refusal("--port", str(free_port()), "--data", str(tmp_path / "file" / "state"))
    no_database = refusal("--port", str(free_port()), "--data", str(strange))

    assert f"cannot keep its state in {tmp_path}/file/state (Not a directory)" in inside_a_file
    assert "(file is not a database): choose another folder with --data" in no_database


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "99999"], "--port: 99999 is no port, which is a number from 1 to 65535"),
        (["--port", "http"], "--port: http is no port"),
        (["--rate-limits", "foo"], "--rate-limits: invalid choice: 'foo' (choose from"),
        (["--data", "somewhere", "--memory"], "--memory: not allowed with argument --data"),
        (["--initial-delay", "-1"], "--initial-delay: -1 is not a number of seconds, 0 or more"),
        (["--login-expiry-days", "nan"], "--login-expiry-days: nan is not a number of days"),
        (["--seed", "a"], "--seed: a is not a whole number"),
        (["--keys", "me"], "--keys: a pair of keys is a client_id, a colon and its secret"),
        (["--colour"], "unrecognized arguments: --colour; see plaid-emulator --help"),
    ],
)
def test_an_argument_it_cannot_use_is_said_in_a_sentence(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read_options(arguments)

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert says in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        (
            {"PLAID_EMULATOR_CLIENT_ID": "me"},
            "PLAID_EMULATOR_CLIENT_ID is set but PLAID_EMULATOR_SECRET is not",
        ),
        (
            {"PLAID_EMULATOR_SECRET": "mine"},
            "PLAID_EMULATOR_SECRET is set but PLAID_EMULATOR_CLIENT_ID is not",
        ),
        ({"PLAID_ENV": "production"}, "PLAID_ENV is production here, so this shell is set up for real Plaid"),
    ],
)
def test_a_shell_it_cannot_start_in_is_said_in_a_sentence(
    environment: dict[str, str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("PLAID_EMULATOR_CLIENT_ID", "PLAID_EMULATOR_SECRET", "PLAID_ENV"):
        monkeypatch.setenv(name, environment.get(name, ""))

    with pytest.raises(SystemExit) as ended:
        main(["--memory"])

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(f"plaid-emulator: {says}")
    assert said.count("\n") == 1


def test_a_persona_is_ready_and_stays_the_same(data_dir: Path) -> None:
    def greeting() -> str:
        process = subprocess.Popen(
            [*COMMAND, "--port", str(free_port()), "--data", str(data_dir), "--persona", "maple_household"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.terminate()
        process.communicate(timeout=60)
        assert "/__admin/lab" in lines[1]
        return lines[2]

    first, second = greeting(), greeting()

    assert first.startswith("  user_maple_household: access-sandbox-")
    assert first == second


def test_an_unknown_persona_is_refused_with_the_known_ones() -> None:
    said = refusal("--memory", "--port", str(free_port()), "--persona", "nobody")

    assert "nobody is called nobody; known are: user_good" in said


def test_the_arguments_make_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAID_EMULATOR_CLIENT_ID", "me")
    monkeypatch.setenv("PLAID_EMULATOR_SECRET", "mine")

    several = ["--keys", "you:yours", "--keys", "they:a:b"]

    config = to_config(
        read_options([*several, "--memory", "--seed", "7", "--login-expiry-days", "0", "--host", "0.0.0.0"])  # noqa: S104 - what is refused
    )

    assert (config.data_dir, config.seed, config.login_expiry_days) == (None, 7, None)
    assert config.api_keys == {"me": "mine", "you": "yours", "they": "a:b"}
    assert config.public_url == "http://127.0.0.1:8800"


def test_the_default_is_this_machine_only() -> None:
    assert to_config(read_options([])).host == "127.0.0.1"
