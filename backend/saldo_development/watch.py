"""Print a workspace's live events in the terminal: `python -m saldo_development.watch --help`."""

import argparse
import asyncio
import getpass
import os
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import orjson
import urllib3
import websockets
from websockets.asyncio.client import connect

from saldo_development import bypass

_LONGEST_PAUSE_SECONDS = 10
_SILENCE_SECONDS = 40
_LONGEST_VALUE = 60


class CannotWatch(Exception):
    """Watching is impossible; the message says why."""


@dataclass
class Account:
    """How to prove who watches: the development token, or a session of one's own."""

    base_url: str
    token: str = ""
    refresh_token: str = ""
    _http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(timeout=10, retries=False))

    def sign_in(self, email: str, password: str) -> None:
        self._keep(self._post("/api/auth/sign-in", {"email": email, "password": password}))

    def get_ticket(self) -> str:
        """Ask for a ticket, with a fresh access token when the old one has expired."""
        answer = self._post("/api/events/ticket", None)
        if answer is None and self.refresh_token:
            self._keep(self._post("/api/auth/refresh", {"refresh_token": self.refresh_token}))
            answer = self._post("/api/events/ticket", None)
        if answer is None:
            raise CannotWatch("The session has ended; start again.")
        return str(answer["ticket"])

    def _keep(self, session: dict[str, object] | None) -> None:
        if session is None:
            raise CannotWatch("E-mail address or password is wrong, or the session has ended.")
        self.token, self.refresh_token = str(session["access_token"]), str(session["refresh_token"])

    def _post(self, path: str, body: object) -> dict[str, object] | None:
        """Return the answer, None when it says "sign in"; raise CannotWatch for other refusals."""
        headers = {"Content-Type": "application/json", "X-Token-Delivery": "body"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        encoded = orjson.dumps(body) if body is not None else None
        response = self._http.request("POST", self.base_url + path, body=encoded, headers=headers)
        if response.status == 401:  # noqa: PLR2004 - unauthorized
            return None
        if response.status >= 500:  # noqa: PLR2004 - the server's fault: worth another try
            raise ConnectionError(f"the server answered {response.status}")
        answer = orjson.loads(response.data)
        if response.status >= 400:  # noqa: PLR2004 - our fault
            raise CannotWatch(str(answer.get("detail", response.status)))
        return dict(answer)


async def watch(account: Account, after: int | None) -> None:
    """Print events until interrupted; after a cut, resume behind the last one printed."""
    pause = 0.5
    while True:
        try:
            async for sequence in _listen(account, after):
                after, pause = sequence, 0.5
        except (OSError, websockets.WebSocketException, urllib3.exceptions.HTTPError, TimeoutError) as error:
            _say(f"cut off ({type(error).__name__}); trying again")
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads reconnects, no secret
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


async def _listen(account: Account, after: int | None) -> AsyncIterator[int]:
    ticket = await asyncio.to_thread(account.get_ticket)
    address = urlsplit(account.base_url)
    scheme = "wss" if address.scheme == "https" else "ws"
    async with connect(f"{scheme}://{address.netloc}/api/events/live", compression=None) as socket:
        await socket.send(orjson.dumps({"type": "hello", "ticket": ticket, "after": after}).decode())
        while True:
            frame = orjson.loads(await asyncio.wait_for(socket.recv(), _SILENCE_SECONDS))
            sequence = _show(frame)
            if sequence is not None:
                yield sequence


def _show(frame: dict[str, object]) -> int | None:
    """Print a frame; return the sequence to resume behind."""
    match frame:
        case {"type": "welcome", "sequence": int(sequence)}:
            _say(f"watching; the log stands at {sequence}")
        case {"type": "reload", "sequence": int(sequence)}:
            _say(f"earlier events are no longer kept; continuing behind {sequence}")
            return sequence
        case {"type": "event", "event": dict(event)}:
            _say(
                f"{event['sequence']:>6}  {event['type']:<30} {_describe(event['data'])}",
                event["occurred_at"],
            )
            return int(event["sequence"])
    return None


def _describe(data: dict[str, object]) -> str:
    """Write the data in one line; lists by their length."""
    parts = []
    for key, value in data.items():
        text = f"[{len(value)}]" if isinstance(value, list) else str(value)
        parts.append(f"{key}={text[:_LONGEST_VALUE]}")
    return " ".join(parts)


def _say(line: str, at: str | None = None) -> None:
    moment = datetime.fromisoformat(at).astimezone() if at else datetime.now().astimezone()
    print(f"{moment:%H:%M:%S}  {line}", flush=True)  # noqa: T201 - printing is what this program is for


def main() -> None:
    parser = argparse.ArgumentParser(prog="watch", description="Print the live events of a Saldo.")
    address = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8080")
    parser.add_argument("--url", default=address, help="where Saldo is")
    parser.add_argument("--email", help="sign in as this person (default: the development token)")
    # The name behind the sign-in page's development button.
    parser.add_argument("--name", default="browser", help="whose development token: NAME@dev.saldo.test")
    parser.add_argument("--after", type=int, help="begin behind this sequence (default: now)")
    arguments = parser.parse_args()
    account = Account(arguments.url.rstrip("/"), token=bypass.PREFIX + arguments.name)
    try:
        if arguments.email:
            account.token = ""
            account.sign_in(arguments.email, getpass.getpass(f"Password of {arguments.email}: "))
        asyncio.run(watch(account, arguments.after))
    except CannotWatch as problem:
        sys.exit(str(problem))
    except (OSError, urllib3.exceptions.HTTPError):
        sys.exit(f"Nothing answers at {arguments.url}: start Saldo first.")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
