"""The real nginx with the real configuration, in front of a backend that only echoes."""

import asyncio
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import websockets

from saldo_dev.place import ROOT
from saldo_dev.ports import HOST, find_free
from saldo_dev.processes import wait_until
from saldo_dev.services.nginx import Nginx
from saldo_dev.services.service import answers

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
PAGES = ("/", "/transactions/42", "/favicon.svg", "/assets/app-1a2b.js", "/assets/gone.js", "/.saldo-stamp")


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers it received."""

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, **{key.lower(): value for key, value in self.headers.items()}})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Request-ID", "from-the-backend")
        # As our own backend does, which may also be asked without a door in front of it.
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


class Door:
    """A running nginx and the means to ask it."""

    def __init__(self, nginx: Nginx) -> None:
        self.nginx = nginx
        self.port = int(nginx.listen.rsplit(":", 1)[1])

    def get(self, path: str, *, method: str = "GET", body: bytes = b"", **headers: str) -> HTTPResponse:
        connection = HTTPConnection(HOST, self.port, timeout=5)
        connection.request(
            method, path, body, {key.replace("_", "-"): value for key, value in headers.items()}
        )
        response = connection.getresponse()
        response.content = response.read()  # type: ignore[attr-defined] # read before the connection goes
        connection.close()
        return response


def body_of(response: HTTPResponse) -> dict[str, str]:
    parsed: dict[str, str] = json.loads(response.content)  # type: ignore[attr-defined]
    return parsed


@pytest.fixture(scope="module")
def backend() -> Iterator[int]:
    server = ThreadingHTTPServer((HOST, find_free()), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def door(backend: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    web_root = tmp_path_factory.mktemp("web")
    (web_root / "assets").mkdir()
    (web_root / "index.html").write_text("<!doctype html><title>Saldo</title>")
    (web_root / "assets" / "app-1a2b.js").write_text("console.log('x')\n" * 200)
    (web_root / ".saldo-stamp").write_text("private")
    described = describe(web_root, backend, tmp_path_factory.mktemp("run"))
    with subprocess.Popen(described.command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        running = Door(described)
        assert wait_until(answers(running.port, "/"), 10)
        yield running
        process.terminate()


def describe(web_root: Path, backend: int, run: Path, public_url: str = "http://127.0.0.1") -> Nginx:
    return Nginx(
        source=ROOT / "nginx",
        directory=run,
        listen=f"{HOST}:{find_free()}",
        backend=f"{HOST}:{backend}",
        web_root=web_root,
        link_origin="http://127.0.0.1:8082",
        public_url=public_url,
    )


def test_configuration_is_valid(tmp_path: Path) -> None:
    nginx = describe(tmp_path, 1, tmp_path / "run", public_url="https://saldo.test")

    checked = subprocess.run([*nginx.command(), "-t"], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def every_address() -> list[str]:
    """List what can be asked of us: pages, files, and each route the API describes, in both spellings."""
    document = json.loads((ROOT / "frontend/src/shared/api/openapi.json").read_text(encoding="utf-8"))
    routes = [re.sub(r"\{\w+\}", "01a1fe5c-6b23-73df-bf99-1b6355b38551", path) for path in document["paths"]]
    versioned = [path.replace("/api/", "/api/v1/", 1) for path in routes if path.startswith("/api/")]
    return [*PAGES, "/api/docs", "/api/docs/start.js", "/api/openapi.json", "/api/x", *routes, *versioned]


def check_security_headers(response: HTTPResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get_all(name) == [value], name
    policies = response.headers.get_all("Content-Security-Policy") or []
    assert len(policies) == 1
    assert "script-src 'self' http://127.0.0.1:8082;" in policies[0]
    assert "unsafe-eval" not in policies[0]
    assert "unsafe-inline" not in policies[0].replace("style-src-attr 'unsafe-inline'", "")
    assert "frame-ancestors 'none'" in policies[0]
    assert len(response.headers.get_all("X-Request-ID") or []) == 1
    assert response.headers["Strict-Transport-Security"] is None
    for unwanted in ("X-XSS-Protection", "X-Powered-By"):
        assert response.headers[unwanted] is None
    assert response.headers["Server"] == "nginx"


def test_security_headers_stand_on_every_answer_once(door: Door) -> None:
    addresses = every_address()

    assert len(addresses) > 150
    for path in addresses:
        check_security_headers(door.get(path))


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/api/x", {"method": "POST", "body": b"x" * 1_100_000}, 413),
        ("/api/x", {"method": "DELETE"}, 501),
        ("/", {"method": "DELETE"}, 405),
        ("/", {"Host": "rebound.test"}, 421),
        ("/" + "a" * 9000, {}, 414),
        ("/", {"X-Long": "a" * 9000}, 431),
        ("/%zz", {}, 400),
    ],
)
def test_security_headers_stand_on_refusals_too(
    door: Door, path: str, asked: dict[str, str | bytes], status: int
) -> None:
    response = door.get(path, **asked)  # type: ignore[arg-type] # method, body and headers, by name

    assert response.status == status
    check_security_headers(response)


def test_https_addresses_get_strict_transport_security(backend: int, tmp_path: Path) -> None:
    nginx = describe(tmp_path, backend, tmp_path / "run", public_url="https://saldo.test")
    with subprocess.Popen(nginx.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        secure = Door(nginx)
        assert wait_until(answers(secure.port, "/health"), 10)
        response = secure.get("/api/x")
        process.terminate()

    assert response.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert body_of(response)["x-forwarded-proto"] == "https"


def test_page_is_asked_for_again_and_assets_never(door: Door) -> None:
    assert door.get("/accounts/any/path").headers["Cache-Control"] == "no-cache"
    assert door.get("/assets/app-1a2b.js").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert door.get("/assets/app-1a2b.js", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_missing_assets_and_hidden_files_are_not_the_page(door: Door) -> None:
    assert door.get("/assets/app-9z.js").status == 404
    assert door.get("/.saldo-stamp").status == 404


def test_client_address_is_set_not_appended(door: Door) -> None:
    seen = body_of(
        door.get("/api/x", X_Forwarded_For="6.6.6.6", X_Real_IP="6.6.6.6", Forwarded="for=6.6.6.6")
    )

    assert seen["x-forwarded-for"] == HOST
    assert seen["x-real-ip"] == HOST
    assert "forwarded" not in seen


def trust_in_container(proxies: str) -> str:
    """Return what the container's start adds to the configuration for these proxies."""
    written = re.search(r"(?ms)^\{.*?^\}", (ROOT / "nginx/start.sh").read_text(encoding="utf-8"))
    assert written
    command, environment = ["sh", "-c", written[0]], {"TRUSTED_PROXIES": proxies}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("proxies", "caller"),
    [(f"10.0.0.0/8 {HOST}", "7.7.7.7"), ("10.0.0.0/8", HOST), ("", HOST)],
    ids=["through the proxy", "past the proxy", "no proxy"],
)
def test_the_proxy_alone_is_believed_and_only_what_it_wrote_itself(
    backend: int, tmp_path: Path, proxies: str, caller: str
) -> None:
    (tmp_path / "index.html").touch()
    described = describe(tmp_path, backend, tmp_path / "run")
    command = described.command()
    with (described.directory / "rendered/deployment.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(trust_in_container(proxies))

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        running = Door(described)
        assert wait_until(answers(running.port, "/"), 10)
        # The first is what the caller claims, the second what the proxy has seen.
        seen = body_of(running.get("/api/x", X_Forwarded_For="6.6.6.6, 7.7.7.7"))
        process.terminate()

    assert seen["x-forwarded-for"] == seen["x-real-ip"] == caller


def test_request_id_is_passed_on_when_harmless(door: Door) -> None:
    kept = door.get("/api/x", X_Request_ID="trace-12345678")
    replaced = door.get("/api/x", X_Request_ID="bad id; drop")

    assert kept.headers["X-Request-ID"] == body_of(kept)["x-request-id"] == "trace-12345678"
    assert replaced.headers["X-Request-ID"] == body_of(replaced)["x-request-id"] != "bad id; drop"


def test_large_body_is_refused_as_a_problem(door: Door) -> None:
    response = door.get("/api/x", method="POST", body=b"x" * 1_100_000)

    assert response.status == 413
    assert response.headers["Content-Type"] == "application/problem+json"
    assert body_of(response)["code"] == "body_too_large"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_backend_that_is_away_is_a_problem_with_retry_after(tmp_path: Path) -> None:
    nginx = describe(tmp_path, find_free(), tmp_path / "run")
    (tmp_path / "index.html").write_text("page")
    with subprocess.Popen(nginx.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        alone = Door(nginx)
        assert wait_until(answers(alone.port, "/"), 10)
        response = alone.get("/api/x")
        process.terminate()

    assert response.status == 503
    assert response.headers["Retry-After"] == "2"
    assert body_of(response)["code"] == "unavailable"


REFUSED = [
    ({"Authorization": "x" * 40_000}, "GET", 431, "headers_too_large"),
    ({}, "TRACE", 405, "method_not_allowed"),
    ({"Host": "rebound.test"}, "GET", 421, "host_unknown"),
    ({"Host": "a b"}, "GET", 400, "invalid_request"),
]


@pytest.mark.parametrize(("headers", "method", "status", "code"), REFUSED)
def test_whatever_nginx_refuses_itself_is_a_problem(
    door: Door, headers: dict[str, str], method: str, status: int, code: str
) -> None:
    response = door.get("/api/x", method=method, **headers)  # type: ignore[arg-type] # headers, by name

    assert response.status == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    problem = body_of(response)
    assert f"{problem['status']} {problem['code']}" == f"{status} {code}"
    assert problem["request_id"] == response.headers["X-Request-ID"]


def test_foreign_host_names_get_nothing(door: Door) -> None:
    assert door.get("/", Host="rebound.test").status == 421
    assert door.get("/", Host=f"localhost:{door.port}").status == 200


@pytest.mark.parametrize("path", ["/api/events/live", "/api/v1/events/live"])
def test_live_socket_is_upgraded(path: str, tmp_path: Path) -> None:
    async def talk() -> str:
        async def echo(socket: websockets.ServerConnection) -> None:
            await socket.send(f"{socket.request.path if socket.request else ''}:{await socket.recv()!s}")

        port = find_free()
        nginx = describe(tmp_path, port, tmp_path / "run")
        (tmp_path / "index.html").write_text("page")
        async with websockets.serve(echo, HOST, port):
            process = await asyncio.create_subprocess_exec(*nginx.command(), stdout=-3, stderr=-3)
            address = nginx.listen
            assert await asyncio.to_thread(wait_until, answers(int(address.rsplit(":", 1)[1]), "/"), 10)
            async with websockets.connect(f"ws://{address}{path}") as socket:
                await socket.send("hello")
                heard = await socket.recv()
            process.terminate()
            await process.wait()
            return str(heard)

    assert asyncio.run(talk()) == f"{path}:hello"


def test_container_and_local_mode_fill_in_the_same_names() -> None:
    folder = ROOT / "nginx"
    used = {
        name for file in folder.glob("templates/*") for name in re.findall(r"\$\{(\w+)\}", file.read_text())
    }

    in_container = set(re.findall(r"\$([A-Z_]+)", (folder / "start.sh").read_text()))
    defaults = set(re.findall(r"([A-Z_]+)=", (folder / "Dockerfile").read_text()))

    assert used == in_container == defaults


def test_rendering_leaves_no_name_unfilled(tmp_path: Path) -> None:
    nginx = describe(tmp_path, 1, tmp_path / "run")

    nginx.render()

    assert not [file for file in (tmp_path / "run" / "rendered").iterdir() if "${" in file.read_text()]
