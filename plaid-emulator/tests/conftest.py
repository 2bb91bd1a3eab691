"""A live emulator on loopback, the official client and a receiver of webhooks, as fixtures."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from emulator_harness import Bank, Live, Receiver, listen, start_live


@pytest.fixture
def start() -> Iterator[Callable[..., Live]]:
    """Start emulators with settings of one's own."""
    running: list[Live] = []

    def run(**settings: Any) -> Live:
        running.append(start_live(**settings))
        return running[-1]

    yield run
    for live in running:
        live.stop()


@pytest.fixture
def live(start: Callable[..., Live]) -> Live:
    """Start an emulator in memory without delays."""
    return start()


@pytest.fixture
def bank(live: Live) -> Iterator[Bank]:
    client = Bank(live.url)
    yield client
    client.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    here = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            status = here.answers.pop(0) if here.answers else 200
            here.received.append((dict(self.headers), raw, json.loads(raw)))
            self.send_response(status)
            for name, value in here.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listen()
    server.server_port = server.socket.getsockname()[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    here.url = f"http://127.0.0.1:{server.server_port}/webhooks"
    yield here
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "emulator"
