"""What happens to every request: an id, a log line, a cap on the body, one alias, no unexplained failure."""

import re
import time
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saldo.core.errors import BodyTooLarge, SaldoError
from saldo.core.ids import new_id
from saldo.core.origin import ORIGIN, Origin
from saldo.core.problems import BodyPastLimit, render

# Method, path with names in place of ids, status and milliseconds of a request that was answered.
Note = Callable[[str, str, int | None, float], None]
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_log = structlog.get_logger()


class RequestContext:
    """Gives each request an id, logs one line about it, and answers what nobody expected with a 500."""

    def __init__(self, app: ASGIApp, note: Note) -> None:
        self._app, self._note = app, note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, asked = _request_id(Headers(scope=scope)), str(scope["path"])
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        ORIGIN.set(Origin.of(scope))
        answer = _Answer(send, request_id)
        began = time.perf_counter()
        try:
            await self._app(scope, receive, answer.send)
        except Exception:  # noqa: BLE001 - logged here, with its trace; the answer shows none of it
            _log.exception("request.crashed", path=_template(scope, asked))
            if answer.status is None:
                await render(SaldoError())(scope, receive, answer.send)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            path = _template(scope, asked)
            _log.info(
                "request.finished",
                method=scope["method"],
                path=path,
                status=answer.status,
                milliseconds=milliseconds,
            )
            self._note(scope["method"], path, answer.status, milliseconds)


class _Answer:
    """Watches the answer go by, and signs it with the request's id."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._request_id
            headers.setdefault("Cache-Control", "no-store")
            headers.setdefault("X-Content-Type-Options", "nosniff")
        await self._send(message)


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _ACCEPTABLE_ID.fullmatch(given) else str(new_id())


def _template(scope: Scope, path: str) -> str:
    """Return the path asked for with its parameters' names; what matches no route could hold anything."""
    if "endpoint" not in scope:
        return "unmatched"
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}")
    return path


class BodyCap:
    """Refuses bodies beyond a limit, whether they state their length or not."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isdigit() and int(stated) > self._limit_bytes:
            await render(BodyTooLarge())(scope, receive, send)
            return
        await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit_bytes:
                raise BodyPastLimit
            return message

        return receive_counted


class VersionAlias:
    """Lets `/api/v1/...` answer exactly as `/api/...`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"} and scope["path"].startswith("/api/v1/"):
            scope["asked_path"] = scope["path"]  # what a signature was made over
            # In place: the middleware around this one logs the route that the router notes in the scope.
            scope["path"] = "/api/" + scope["path"].removeprefix("/api/v1/")
            scope["raw_path"] = scope["path"].encode()
        await self._app(scope, receive, send)
