"""The launcher with real processes: it starts them, keeps them, and leaves none behind."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saldo_dev.place import PORT_ORDER
from saldo_dev.ports import HOST, accepts, find_free
from saldo_dev.processes import wait_until

STACK = Path(__file__).with_name("small_stack.py")


class Home:
    """A home of its own for a small stack, and the commands on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = find_free(len(PORT_ORDER))
        self.environment = os.environ | {"SALDO_HOME": str(path), "SALDO_PORT_BASE": str(self.base)}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(STACK), *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )

    def launcher(self) -> int:
        return int(self.state()["pid"])

    def pid_of(self, name: str) -> int:
        return int(self.state()["services"][name]["pid"])

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.path / "run" / "launcher.json").read_text())
        return state

    def processes(self) -> list[str]:
        """Return every process that has anything to do with this home."""
        marks = (str(self.path).encode(), f"SALDO_HOME={self.path}".encode())
        return [
            entry.name
            for entry in Path("/proc").glob("[0-9]*")
            if any(mark in _words(entry) for mark in marks)
        ]


def _words(process: Path) -> bytes:
    words = b""
    for name in ("cmdline", "environ"):
        try:
            words += (process / name).read_bytes()
        except OSError:
            continue
    return words


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.run("stop")


def test_start_is_ready_and_stop_leaves_no_process(home: Home) -> None:
    started = home.run("start")
    status = home.run("status")
    stopped = home.run("stop")

    assert started.returncode == 0, started.stdout
    assert f"Saldo is ready at http://{HOST}:{home.base}" in started.stdout
    assert status.returncode == 0
    assert "worker          ready" in status.stdout
    assert stopped.returncode == 0
    assert wait_until(lambda: not home.processes(), 5), home.processes()
    assert not accepts(home.base + PORT_ORDER.index("postgres"))


def test_second_start_says_that_it_runs_and_where(home: Home) -> None:
    home.run("start")

    again = home.run("start")

    assert again.returncode == 0
    assert again.stdout.strip() == f"Saldo runs already: http://{HOST}:{home.base}"


def test_killed_launcher_leaves_nothing_and_the_next_start_works(home: Home) -> None:
    home.run("start")

    os.kill(home.launcher(), signal.SIGKILL)

    assert wait_until(lambda: not home.processes(), 10), home.processes()
    again = home.run("start")
    assert again.returncode == 0, again.stdout
    assert "is ready" in again.stdout


def test_interrupt_in_the_foreground_stops_everything(home: Home) -> None:
    command = [sys.executable, str(STACK), "foreground"]
    with subprocess.Popen(command, env=home.environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any("Ctrl-C stops it." in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert process.returncode == 0
    assert "Stopped in" in rest
    assert wait_until(lambda: not home.processes(), 5), home.processes()


def test_killed_service_is_started_again_without_its_old_children(home: Home) -> None:
    home.run("start")
    killed = home.pid_of("worker")

    os.kill(killed, signal.SIGKILL)

    assert wait_until(lambda: home.pid_of("worker") != killed and home.run("status").returncode == 0, 20)
    stubborn = [
        pid for pid in home.processes() if b"SIG_IGN" in (Path("/proc") / pid / "cmdline").read_bytes()
    ]
    assert len(stubborn) == 2  # the new worker, whose text contains its child's, and that child


def test_service_that_cannot_start_is_named_with_its_last_words(home: Home) -> None:
    failed = home.run("start", "broken")

    assert failed.returncode == 1
    assert "worker ended while starting." in failed.stdout
    assert "the worker has no bread" in failed.stdout
    assert wait_until(lambda: not home.processes(), 5), home.processes()


def test_taken_port_is_named_with_its_holder_and_a_way_out(home: Home) -> None:
    with socket.socket() as holder:
        holder.bind((HOST, home.base + PORT_ORDER.index("valkey")))
        holder.listen()
        failed = home.run("start")

    assert failed.returncode == 1
    sentence = f"Port {home.base + 4}, wanted for valkey, is taken by"
    assert sentence in failed.stdout
    assert f"(process {os.getpid()})" in failed.stdout
    assert "SALDO_PORT_BASE=" in failed.stdout


def test_lock_file_of_a_vanished_postgres_does_not_matter(home: Home) -> None:
    home.run("start")
    home.run("stop")
    # The number of a living process that is no PostgreSQL, as after a restart of the machine.
    (home.path / "data" / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")

    again = home.run("start")

    assert again.returncode == 0, again.stdout
