"""One emulator in memory with a clock that stands still, and a user of the dialog's API."""

from collections.abc import Callable
from typing import Any

import pytest
from conformance import contract
from fastapi import FastAPI
from fastapi.testclient import TestClient

from plaid_emulator.app import create_app
from plaid_emulator.config import Config
from plaid_emulator.emulator import Emulator

Json = dict[str, Any]


class Dialog:
    """A person in the dialog: each act keeps the last answer and gathers the events."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token
        self.events: list[Json] = []
        self.step: Json = {}
        self.session_id = ""

    def open(self) -> "Dialog":
        self._take(self.client.post("/link/api/sessions", json={"link_token": self.token}))
        self.session_id = self.step["snapshot"]["link_session_id"]
        return self

    def act(self, action: str, **body: Any) -> Json:
        return self._take(self.client.post(f"/link/api/sessions/{self.session_id}/{action}", json=body))

    def choose(self, institution_id: str = "ins_109508") -> Json:
        self.act("consent")
        return self.act("institution", institution_id=institution_id)

    def sign_in(self, username: str = "user_good", password: str = "pass_good") -> Json:
        return self.act("credentials", username=username, password=password)

    def share_all(self) -> Json:
        return self.act("accounts", accounts=[each["key"] for each in self.step["view"]["accounts"]])

    @property
    def names(self) -> list[str]:
        """The events as short words, with the view or the error they are about."""
        return [
            f"{event['name']}({detail})" if detail else event["name"]
            for event in self.events
            for detail in [event["metadata"]["view_name"] or event["metadata"]["error_code"]]
        ]

    def _take(self, response: Any) -> Json:
        self.step = response.json() if response.content else {}
        self.events += self.step.get("events", [])
        return self.step


@pytest.fixture
def app() -> FastAPI:
    return create_app(Config(data_dir=None))


@pytest.fixture
def emulator(app: FastAPI) -> Emulator:
    running: Emulator = app.state.emulator
    running.clock.set_speed(0)
    return running


@pytest.fixture
def client(app: FastAPI, emulator: Emulator) -> TestClient:
    assert emulator.clock.speed == 0
    # The admin door opens to loopback names only.
    return TestClient(app, base_url="http://127.0.0.1:8800")


@pytest.fixture
def call(client: TestClient) -> Callable[..., Json]:
    """Call Plaid's API as an app's backend does."""

    def post(path: str, **body: Any) -> Json:
        answer = client.post(path, json={"client_id": "c", "secret": "s", **body})
        told: Json = answer.json()
        assert contract.of_answer(path, answer.status_code, told) == []
        return told

    return post


@pytest.fixture
def open_dialog(client: TestClient, call: Callable[..., Json]) -> Callable[..., Dialog]:
    """Open the dialog with a fresh link token; keyword arguments go to /link/token/create."""

    def open_with(**details: Any) -> Dialog:
        wanted: Json = {
            "client_name": "Saldo",
            "language": "en",
            "country_codes": ["US"],
            "user": {"client_user_id": "someone"},
            **({} if "access_token" in details else {"products": ["transactions"]}),
        }
        token = call("/link/token/create", **{**wanted, **details})
        return Dialog(client, token["link_token"]).open()

    return open_with


@pytest.fixture
def dialog_of() -> type[Dialog]:
    """Give the dialog of another emulator than the one in memory."""
    return Dialog


@pytest.fixture
def broken_item(call: Callable[..., Json]) -> str:
    """Make an Item that needs a new login; answers its access token."""
    created = call(
        "/sandbox/public_token/create",
        institution_id="ins_109508",
        initial_products=["transactions"],
        options={"override_username": "user_good", "override_password": "pass_good"},
    )
    access_token: str = call("/item/public_token/exchange", public_token=created["public_token"])[
        "access_token"
    ]
    call("/sandbox/item/reset_login", access_token=access_token)
    return access_token
