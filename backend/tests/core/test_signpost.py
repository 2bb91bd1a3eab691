"""With the signpost every request arrives where it would have arrived without."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts

from saldo.core import signpost

_ASKED = (
    ("GET", "/health"),
    ("GET", "/api/things"),
    ("POST", "/api/things"),
    ("PUT", "/api/things"),
    ("GET", "/api/things/"),
    ("GET", "/api/things/special"),
    ("GET", "/api/things/other"),
    ("GET", "/api/things/other/parts"),
    ("GET", "/api/people"),
    ("GET", "/api/nothing"),
    ("GET", "/api"),
    ("GET", "/"),
    ("GET", "//api/things"),
    ("GET", "/api/late"),
)


def _make() -> FastAPI:
    app, first, second, wide = FastAPI(), APIRouter(prefix="/api"), APIRouter(prefix="/api"), APIRouter()
    for router, method, path in (
        (first, "GET", "/things/special"),
        (first, "GET", "/people"),
        (second, "GET", "/things"),
        (second, "POST", "/things"),
        (second, "GET", "/things/{name}"),
        (wide, "GET", "/health"),
        (wide, "GET", "/api/{place}/{name}/parts"),
    ):
        answer = f"{method} {path}"
        router.add_api_route(path, lambda answer=answer: answer, methods=[method])
    for router in (first, second, wide):
        app.include_router(router)
    return app


def _include_late(app: FastAPI) -> None:
    late = APIRouter()
    late.add_api_route("/api/late", lambda: "late")
    app.include_router(late)


@pytest.mark.parametrize(("method", "path"), _ASKED)
async def test_a_request_arrives_where_it_did_without(method: str, path: str) -> None:
    plain, led = _make(), _make()
    signpost.put_up(led)
    answers = []
    for app in (plain, led):
        _include_late(app)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.request(method, path)
        answers.append((answer.status_code, answer.text, answer.headers.get("location")))

    assert answers[0] == answers[1]


def test_no_place_of_ours_is_asked_of_many_routers(app: FastAPI) -> None:
    all_paths = {context.path for context in iter_route_contexts(app.routes)}

    sizes = [len(router.routes) for router in signpost._sort(app).values()]

    assert len(all_paths) > 100
    assert max(sizes) < 10
