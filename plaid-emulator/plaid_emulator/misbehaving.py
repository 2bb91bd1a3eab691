"""Answers that go wrong: refused, cut, slow, not JSON, of a wrong shape, or never sent at all."""

import asyncio
import json
import socket
import struct
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from plaid_emulator.errors import PlaidError
from plaid_emulator.faults import BEFORE_THE_WORK, Kind, Rule

TRANSPORT = "plaid_emulator.transport"
# Closing with this option sends a reset instead of a polite end.
LINGER_NOT = struct.pack("ii", 1, 0)
DRIPS = 40
PROXY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"
OTHER_TYPE: dict[type, Any] = {
    str: 12345,
    int: "12345",
    float: "12.5",
    bool: "yes",
    list: {},
    dict: "an object",
}


class HangUp(Response):
    """No answer: the connection ends instead."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__(status_code=500)
        self._reset = reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = scope.get(TRANSPORT)
        if transport is None:
            # Not behind our own server: the nearest thing is a failure of the server itself.
            await super().__call__(scope, receive, send)
            return
        await hang_up(transport, receive, reset=self._reset)


class Cut(Response):
    """Half of an answer, then the connection ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        half = self.body[: len(self.body) // 2]
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": half, "more_body": True})
        if scope.get(TRANSPORT) is not None:
            await hang_up(scope[TRANSPORT], receive, reset=False)


class Drip(Response):
    """A whole answer that takes its time, a few bytes after the other."""

    seconds: float = 1.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        size = -(-len(self.body) // DRIPS)
        for start in range(0, len(self.body), size):
            await asyncio.sleep(self.seconds / DRIPS)
            part = {"type": "http.response.body", "body": self.body[start : start + size], "more_body": True}
            await send(part)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def hang_up(transport: asyncio.Transport, receive: Receive, *, reset: bool) -> None:
    """End the connection and wait until the server has noticed."""
    if reset:
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        transport.abort()
    else:
        transport.close()
    while (await receive())["type"] != "http.disconnect":
        pass


async def wait(rules: Sequence[Rule]) -> None:
    """Take the time that the delays among these rules ask for."""
    for rule in rules:
        if rule.kind is Kind.LATENCY:
            await asyncio.sleep(rule.seconds)


def find_refusal(rules: Sequence[Rule]) -> Response | None:
    """Make the answer that stands instead of the work, if there is one; raises the planned PlaidError."""
    for rule in rules:
        if rule.kind in BEFORE_THE_WORK:
            return _refuse(rule)
    return None


def spoil(answer: Response, rules: Sequence[Rule]) -> Response:
    """Spoil an answer whose work is done, as these rules have it."""
    for rule in rules:
        if rule.kind not in BEFORE_THE_WORK | {Kind.LATENCY}:
            return _spoil(answer, rule)
    return answer


def _refuse(rule: Rule) -> Response:
    if rule.kind is Kind.ERROR:
        raise PlaidError(rule.error_code)
    if rule.kind is Kind.RESET:
        return HangUp(reset=True)
    return Response(PROXY_PAGE.format(rule.status), status_code=rule.status, media_type="text/html")


def _spoil(answer: Response, rule: Rule) -> Response:
    status, body = answer.status_code, bytes(answer.body)
    match rule.kind:
        case Kind.ANSWER_LOST:
            return HangUp(reset=False)
        case Kind.CUT:
            return Cut(body, status, media_type="application/json")
        case Kind.DRIP:
            slow = Drip(body, status, media_type="application/json")
            slow.seconds = rule.seconds
            return slow
        case Kind.NOT_JSON:
            return Response(PROXY_PAGE.format("OK"), status_code=status, media_type="application/json")
        case _:
            return Response(_reshape(body, rule), status_code=status, media_type="application/json")


def _reshape(body: bytes, rule: Rule) -> bytes:
    whole = json.loads(body)
    path = rule.field or next(name for name in sorted(whole) if name != "request_id")
    *parents, last = path.split(".")
    for holder in list(_walk(whole, parents)):
        for key in _keys(holder, last, may_be_new=rule.kind is Kind.REPLACE_FIELD):
            match rule.kind:
                case Kind.MISSING_FIELD:
                    del holder[key]
                case Kind.NULL_FIELD:
                    holder[key] = None
                case Kind.WRONG_TYPE:
                    holder[key] = OTHER_TYPE.get(type(holder[key]), {})
                case _:
                    holder[key] = rule.value
    return json.dumps(whole).encode()


def _walk(node: Any, path: Sequence[str]) -> Iterator[Any]:
    """Find every object or list at a path; what is not there is nowhere."""
    if not path:
        yield node
        return
    for key in _keys(node, path[0]):
        yield from _walk(node[key], path[1:])


def _keys(node: Any, name: str, *, may_be_new: bool = False) -> list[Any]:
    if isinstance(node, dict):
        return list(node) if name == "*" else [name] * (name in node or may_be_new)
    if isinstance(node, list):
        every = range(len(node))
        return list(every) if name == "*" else [int(name)] * (name.isdigit() and int(name) in every)
    return []
