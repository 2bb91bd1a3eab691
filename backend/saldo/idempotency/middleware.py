"""Answers a repeated write with what the first one was answered, and does nothing else."""

import hashlib
import re

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saldo.core.errors import BodyTooLarge, SaldoError, Unauthorized
from saldo.core.http import resources_of
from saldo.core.problems import BodyPastLimit, render
from saldo.idempotency.errors import KeyInvalid
from saldo.idempotency.memory import Answer, Memory
from saldo.workspaces.access import WORKSPACE_HEADER, identify

HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


class Idempotency:
    """Remembers answers by person and key. Requests without the header pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _WRITES:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        key = request.headers.get(HEADER)
        if key is None:
            await self._app(scope, receive, send)
            return
        try:
            await self._handle(request, key, send)
        except BodyPastLimit:
            await render(BodyTooLarge())(scope, receive, send)
        except SaldoError as error:
            await render(error)(scope, receive, send)

    async def _handle(self, request: Request, key: str, send: Send) -> None:
        if not _KEY.fullmatch(key):
            raise KeyInvalid
        body = await request.body()
        try:
            identity = await identify(request, None)
        except Unauthorized:
            # Nobody to remember it for: the endpoint says to strangers what it says.
            await self._app(request.scope, _Again(body), send)
            return
        memory = Memory(resources_of(request), identity.user_id, key, _hash(request, body))
        known = await memory.begin()
        if known is not None:
            await _send(known, send)
            return
        answer = Answer()
        try:
            await self._app(request.scope, _Again(body), _watching(answer, send))
        finally:
            await memory.end(answer)


class _Again:
    """Gives a body that was read once more."""

    def __init__(self, body: bytes) -> None:
        self._messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def __call__(self) -> Message:
        return self._messages.pop() if self._messages else {"type": "http.disconnect"}


def _hash(request: Request, body: bytes) -> bytes:
    sides = (request.method, request.url.path, request.url.query, request.headers.get(WORKSPACE_HEADER, ""))
    return hashlib.sha256("\n".join(sides).encode() + b"\n" + body).digest()


def _watching(answer: Answer, send: Send) -> Send:
    async def send_and_note(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode(), value.decode("latin-1")) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")
        await send(message)

    return send_and_note


async def _send(answer: Answer, send: Send) -> None:
    headers = [*answer.headers, (REPLAYED_HEADER.lower(), "true")]
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
