"""Killed in the middle of its work, the emulator has lost nothing it has answered for."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from emulator_harness import Bank, Receiver, free_port, wait_until

HURRY = ("--initial-delay", "0", "--historical-delay", "0")


@contextmanager
def running(data_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run the command itself: only a process of its own can be killed."""
    port = free_port()
    command = [sys.executable, "-m", "plaid_emulator", "--port", str(port), "--data", str(data_dir), *HURRY]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(url), seconds=60)
        yield process, url
    finally:
        process.kill()
        process.wait(timeout=60)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/__admin", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def spend(url: str, number: int) -> None:
    """Make one row at the bank, visible at once and announced."""
    rows = [{"description": f"ROW {number}", "amount": 1.0}]
    body = {"do": "add_transactions", "rows": rows}
    httpx.post(f"{url}/__admin/actions", json=body, trust_env=False).raise_for_status()


def spend_until_it_dies(url: str, answered: list[int]) -> None:
    for number in range(10_000):
        try:
            spend(url, number)
        except httpx.TransportError:
            return
        answered.append(number)


@pytest.mark.parametrize("enough", [3, 17])
def test_a_kill_while_it_writes_loses_neither_rows_nor_webhooks(
    data_dir: Path, receiver: Receiver, enough: int
) -> None:
    answered: list[int] = []
    with running(data_dir) as (process, url):
        bank = Bank(url)
        token = bank.link(days=30, webhook=receiver.url)
        before = bank.sync(token)
        bank.close()
        writer = threading.Thread(target=spend_until_it_dies, args=(url, answered))
        writer.start()
        wait_until(lambda: len(answered) >= enough, seconds=60)
        os.kill(process.pid, signal.SIGKILL)
        writer.join(timeout=30)

    with running(data_dir) as (_, url):
        bank = Bank(url)
        names = [row["name"] for row in bank.sync(token, before.cursor).added]
        bank.close()

        # The last one may have been written without an answer; none comes twice, none is missing.
        assert names[: len(answered)] == [f"ROW {number}" for number in answered]
        assert len(names) - len(answered) in {0, 1}
        wait_until(lambda: announced(receiver) >= len(names), seconds=60)


def announced(receiver: Receiver) -> int:
    """Count the new rows that webhooks have told of; one that was under way may be sent twice."""
    bodies = [body for _, _, body in receiver.received if body["webhook_code"] == "DEFAULT_UPDATE"]
    return sum(body["new_transactions"] for body in bodies)
