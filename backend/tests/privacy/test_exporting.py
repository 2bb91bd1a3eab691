import io
import json
import zipfile
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest

from saldo.connections.bank_access import BankAccess
from saldo.core.clock import Clock
from saldo.core.database import Database
from saldo.privacy import exporting, jobs, tasks  # noqa: F401 - registers the handlers
from tests.connections.conftest import Link, do_promised
from tests.factories.workspaces import Home
from tests.fakes.bank import bank_transaction
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

EXPORTS = "/api/privacy/exports"


@pytest.fixture
async def archive(
    client: httpx.AsyncClient, linked: Link, access: BankAccess, courier: RecordingCourier
) -> zipfile.ZipFile:
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(3)))
    await linked.run()
    await client.patch("/api/profile", json={"display_name": "Anna"}, headers={"User-Agent": "Firefox/1"})
    asked = await client.post(EXPORTS)
    assert (asked.status_code, asked.json()["status"]) == (202, "waiting"), asked.text
    await do_promised(access, courier, jobs.EXPORT)
    fetched = await client.get(f"{EXPORTS}/{asked.json()['id']}/archive")
    assert fetched.status_code == 200, fetched.text
    return zipfile.ZipFile(io.BytesIO(fetched.content))


def _rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in archive.read(name).splitlines()]


async def test_an_export_holds_everything_one_has(
    archive: zipfile.ZipFile, workspace: Home, linked: Link
) -> None:
    folder = f"workspaces/{workspace.workspace_id}"

    assert len(_rows(archive, f"{folder}/transactions.jsonl")) == 3
    assert len(_rows(archive, f"{folder}/accounts.jsonl")) == 1
    assert _rows(archive, f"{folder}/bank_connections.jsonl")[0]["id"] == str(linked.connection_id)
    assert _rows(archive, "person/users.jsonl")[0]["email"] == workspace.email
    assert any(one["device"] == "Firefox/1" for one in json.loads(archive.read("person/origins.json")))


async def test_a_manifest_proves_each_file(archive: zipfile.ZipFile) -> None:
    manifest = json.loads(archive.read("manifest.json"))

    assert manifest["format"] == "saldo-export-1"
    for name, said in manifest["files"].items():
        assert len(archive.read(name).splitlines()) == said["rows"]
    assert set(manifest["files"]) | {"manifest.json", "person/origins.json"} == set(archive.namelist())


async def test_an_export_holds_no_proofs(archive: zipfile.ZipFile, linked: Link) -> None:
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()

    for secret in ("access_token", "password_hash", "token_hash", '"seed"', "refresh_tokens"):
        assert secret not in everything, secret
    assert str((await linked.row()).access_token) not in everything


@pytest.mark.usefixtures("archive")
async def test_progress_is_shown_and_the_archive_goes_after_a_day(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    shown = (await client.get(EXPORTS)).json()["data"][0]
    assert (shown["status"], shown["done"]) == ("ready", shown["total"])

    await exporting.tidy(database, clock.now() + timedelta(days=1, seconds=1))

    assert (await client.get(EXPORTS)).json()["data"] == []


async def test_one_export_at_a_time(client: httpx.AsyncClient) -> None:
    assert (await client.post(EXPORTS)).status_code == 202

    again = await client.post(EXPORTS)

    assert (again.status_code, again.json()["code"]) == (409, "export_running")


async def test_an_export_is_ones_own(client: httpx.AsyncClient, stranger_client: httpx.AsyncClient) -> None:
    made = (await client.post(EXPORTS)).json()["id"]

    assert (await stranger_client.get(f"{EXPORTS}/{made}/archive")).status_code == 404
    assert (await client.get(f"{EXPORTS}/{made}/archive")).json()["code"] == "export_not_found"


async def test_a_failed_export_says_so(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    made = (await client.post(EXPORTS)).json()["id"]

    class _Broken(FixedClock):
        asked = 0

        def now(self) -> datetime:
            self.asked += 1
            if self.asked == 1:
                raise ZeroDivisionError
            return super().now()

    clock: Clock = _Broken()
    with pytest.raises(ZeroDivisionError):
        await exporting.make(database, clock, workspace.user_id, UUID(made))

    assert (await client.get(EXPORTS)).json()["data"][0]["status"] == "failed"
