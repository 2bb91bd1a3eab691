"""The plaid-emulator as a process of its own, and the hands a test needs on it."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from saldo_dev.ports import find_free
from saldo_dev.processes import wait_until

KEYS: dict[str, str] = {"client_id": "test-client", "secret": "test-secret"}
INSTITUTION = "ins_109508"
PERSONA, PERSONAS_BANK = "user_maple_household", "ins_900001"


class Emulator:
    """A running emulator: the sandbox endpoints of Plaid's API, and the admin door."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def make_public_token(
        self, *, username: str = "user_good", institution: str = INSTITUTION, webhook: str | None = None
    ) -> str:
        """Let a person finish Link for a new login."""
        options: dict[str, object] = {"override_username": username, "override_password": "pass_good"}
        if webhook:
            options["webhook"] = webhook
        answer = self._post(
            "/sandbox/public_token/create",
            {
                **KEYS,
                "institution_id": institution,
                "initial_products": ["transactions"],
                "options": {**options, "transactions": {"days_requested": 730}},
            },
        )
        return str(answer["public_token"])

    def reset_login(self, access_token: str) -> None:
        self._post("/sandbox/item/reset_login", {**KEYS, "access_token": access_token})

    def fire_webhook(self, access_token: str, code: str) -> None:
        body = {**KEYS, "access_token": access_token, "webhook_type": "TRANSACTIONS", "webhook_code": code}
        self._post("/sandbox/item/fire_webhook", body)

    def create_transactions(self, item_id: str, *rows: dict[str, object]) -> None:
        """Make transactions appear; positive amounts are money out, as Plaid has it."""
        self._post(f"/__admin/items/{item_id}/transactions", {"rows": list(rows)})

    def advance_clock(self, seconds: float) -> None:
        """Let time pass at the banks: pending rows post, new ones appear, webhooks go out."""
        self._post("/__admin/clock", {"advance_seconds": seconds})

    def set_faults(self, **faults: object) -> None:
        self._post("/__admin/faults", faults)

    def act(self, do: str, **fields: object) -> dict[str, Any]:
        """Do one of the actions that the emulator's README lists."""
        return self._post("/__admin/actions", {"do": do, **fields})

    def start_script(self, *steps: Mapping[str, object]) -> None:
        """Let things happen at certain calls, as the emulator's README says of scripts."""
        self._post("/__admin/scripts", {"name": "test", "steps": list(steps)})

    def tell_truth(self, item_id: str) -> dict[str, Any]:
        """Return what a faithful reader of this login holds by now."""
        answer = self._http.get(f"/__admin/oracle/items/{item_id}").raise_for_status()
        return cast("dict[str, Any]", answer.json())

    def list_webhooks(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self._http.get("/__admin/webhooks").json()["webhooks"])

    def wait_for_histories(self) -> None:
        """Wait until every bank has handed over all that was asked for."""

        def is_complete() -> bool:
            items = self._http.get("/__admin/items").raise_for_status().json()["items"]
            return all(item["status"] == "HISTORICAL_UPDATE_COMPLETE" for item in items)

        assert wait_until(is_complete, timeout_seconds=60)

    def close(self) -> None:
        self._http.close()

    def is_ready(self) -> bool:
        try:
            return self._http.get("/__admin").is_success
        except httpx.TransportError:
            return False

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        answer = self._http.post(path, json=body)
        assert answer.is_success, answer.text
        return cast("dict[str, Any]", answer.json())


@contextmanager
def run_emulator(log: Path, *options: str) -> Iterator[Emulator]:
    """Run an emulator that keeps its state in memory, on a free port."""
    port = find_free()
    command = [sys.executable, "-m", "plaid_emulator", "--memory", "--port", str(port), *options]
    emulator = Emulator(f"http://127.0.0.1:{port}")
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            ready = wait_until(lambda: process.poll() is not None or emulator.is_ready(), timeout_seconds=30)
            assert ready, log.read_text(errors="replace")
            assert process.poll() is None, log.read_text(errors="replace")
            yield emulator
        finally:
            emulator.close()
            process.terminate()
            process.wait(timeout=15)
