"""An OpenID issuer as a process of its own: discovery, keys that can be changed, codes for tokens.

`python issuer.py PORT` runs it; tests use `run_issuer()`.
"""

import base64
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec


class _State:
    """The issuer's keys, the codes it gave out, and how often it was asked for its keys."""

    def __init__(self, url: str) -> None:
        self.url, self.asked, self.number = url, 0, 0
        self.codes: dict[str, dict[str, Any]] = {}
        self.rotate()

    def rotate(self) -> None:
        self.number += 1
        self.key = ec.generate_private_key(ec.SECP256R1())

    @property
    def key_id(self) -> str:
        return f"key-{self.number}"

    def jwks(self) -> dict[str, Any]:
        self.asked += 1
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.key_id, "alg": "ES256", "use": "sig"}, {"kty": "odd"}]}

    def sign(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        full = {"iss": self.url, "iat": now, "exp": now + 300} | claims
        return jwt.encode(full, self.key, algorithm="ES256", headers={"kid": self.key_id})


class _Handler(BaseHTTPRequestHandler):
    state: _State

    def do_GET(self) -> None:
        url = self.state.url
        match urlsplit(self.path).path:
            case "/.well-known/openid-configuration":
                self._answer({
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "jwks_uri": f"{url}/keys",
                })  # fmt: skip
            case "/keys":
                self._answer(self.state.jwks())
            case "/asked":
                self._answer({"asked": self.state.asked})
            case _:
                self._answer({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        match urlsplit(self.path).path:
            case "/rotate":
                self.state.rotate()
                self._answer({})
            case "/sign":
                self._answer({"token": self.state.sign(json.loads(body))})
            case "/code":  # a person says yes: {"code", "challenge", "claims"}
                given = json.loads(body)
                self.state.codes[given["code"]] = given
                self._answer({})
            case "/token":
                self._exchange({name: values[0] for name, values in parse_qs(body).items()})
            case _:
                self._answer({}, 404)

    def _exchange(self, form: dict[str, str]) -> None:
        given = self.state.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if given is None or challenge != given["challenge"] or form["client_secret"] != "client-secret":
            self._answer({"error": "invalid_grant"}, 400)
            return
        self._answer({"id_token": self.state.sign(given["claims"] | {"aud": form["client_id"]})})

    def _answer(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), _Handler)
    _Handler.state = _State(f"http://127.0.0.1:{server.server_address[1]}")
    server.serve_forever()


@contextmanager
def run_issuer(port: int) -> Iterator[str]:
    """Run the issuer in a process; yield its address."""
    process = subprocess.Popen([sys.executable, str(Path(__file__)), str(port)])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
