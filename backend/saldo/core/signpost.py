"""Leads a request to the few routers that know the beginning of its path, rather than past all of them."""

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_Place = tuple[str, ...]
_DEPTH: Final = 2


class Signpost:
    """Knows which routers have routes below `/api/transactions`, below `/api/accounts` and so on.

    A router tries its routes one by one: to the hundredth that is 0.2 ms, a tenth of a request. Those of one
    place keep their order, and what belongs to no place is asked of all as before.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._everything: ASGIApp = app.router.middleware_stack
        self._places: dict[_Place, APIRouter] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._places is None:
            # Not before the first request: by then all routers have been included.
            self._places = _sort(self._app)
        where = self._places.get(_place(scope.get("path", "")), self._everything)
        await where(scope, receive, send)


def put_up(app: FastAPI) -> None:
    """Have the application's router ask the signpost first."""
    app.router.middleware_stack = Signpost(app)


def _sort(app: FastAPI) -> dict[_Place, APIRouter]:
    places = [({_place(path) for path in _paths(route)}, route) for route in app.router.routes]
    return {
        place: APIRouter(
            routes=[route for theirs, route in places if place in theirs or any(map(_is_open, theirs))],
            dependency_overrides_provider=app,
        )
        for place in {each for theirs, _ in places for each in theirs if len(each) == _DEPTH}
        if not _is_open(place)
    }


def _paths(route: BaseRoute) -> Iterable[str]:
    return [context.path or "" for context in iter_route_contexts([route])]


def _place(path: str) -> _Place:
    return tuple(path.split("/", _DEPTH + 1)[1 : _DEPTH + 1])


def _is_open(place: _Place) -> bool:
    """Say whether paths of other places may belong here as well."""
    return place in {(), ("",)} or any("{" in part for part in place)
