import httpx
import pytest
from sqlalchemy import text

from saldo.core.database import Database
from tests.factories.workspaces import Home

GIVEN = {"subject": "bank-data", "version": "2026-11-21"}


async def test_a_profile_can_be_changed_in_part(client: httpx.AsyncClient) -> None:
    change = {"display_name": " Anna Berg ", "time_zone": "America/Toronto", "currency": "CAD"}

    changed = await client.patch("/api/profile", json=change)
    shown = await client.get("/api/profile")

    assert changed.json() == shown.json()
    assert shown.json()["display_name"] == "Anna Berg"
    assert (shown.json()["time_zone"], shown.json()["locale"]) == ("America/Toronto", None)


async def test_a_region_is_chosen_or_left_to_the_browser(client: httpx.AsyncClient) -> None:
    def region(answer: httpx.Response) -> tuple[object, object]:
        return answer.json()["locale"], answer.json()["time_zone"]

    assert region(await client.get("/api/profile")) == (None, None)

    plain = {"locale": "en", "time_zone": "UTC"}
    assert region(await client.patch("/api/profile", json=plain)) == ("en", "UTC")
    assert region(await client.patch("/api/profile", json={"locale": None})) == (None, "UTC")
    named = await client.patch("/api/profile", json={"display_name": None, "currency": None})
    assert (named.status_code, region(named)) == (200, (None, "UTC"))
    assert named.json()["display_name"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"time_zone": "Mars/Olympus"}, 400),
        ({"currency": "dollars"}, 422),
        ({"user_type": "robot"}, 422),
        ({"display_name": "a\x00b"}, 422),
        ({"is_administrator": True}, 422),
    ],
)
async def test_nonsense_changes_nothing(
    client: httpx.AsyncClient, change: dict[str, object], status: int
) -> None:
    before = (await client.get("/api/profile")).json()

    answer = await client.patch("/api/profile", json=change)

    assert answer.status_code == status
    assert (await client.get("/api/profile")).json() == before


async def test_the_record_holds_old_and_new_values_and_of_names_hashes_only(
    client: httpx.AsyncClient, database: Database, workspace: Home
) -> None:
    for change in ({"display_name": "Anna Berg", "currency": "CAD"}, {"display_name": "Anna"}):
        await client.patch("/api/profile", json=change)

    async with database.transaction(workspace.scope) as session:
        query = "SELECT before, after FROM audit_entries WHERE action = 'user.profile_changed' ORDER BY id"
        first, second = (await session.execute(text(query))).all()
    assert (first.before["currency"], first.after["currency"]) == ("", "CAD")
    assert first.after["display_name"] == second.before["display_name"] != second.after["display_name"]
    assert first.after["display_name"].startswith("hash:")
    assert second.after.keys() == {"display_name"}


async def test_a_consent_is_kept_with_its_wording_and_its_end(client: httpx.AsyncClient) -> None:
    await client.post("/api/privacy/consents", json=GIVEN)
    await client.post("/api/privacy/consents", json=GIVEN | {"version": "2027-01-01"})
    assert (await client.delete("/api/privacy/consents/bank-data")).status_code == 204

    shown = (await client.get("/api/privacy/consents")).json()["data"]

    assert [one["version"] for one in shown] == ["2027-01-01", "2026-11-21"]
    assert all(one["withdrawn_at"] for one in shown)
    again = await client.delete("/api/privacy/consents/bank-data")
    assert (again.status_code, again.json()["code"]) == (404, "consent_not_found")


async def test_consents_are_ones_own(client: httpx.AsyncClient, stranger_client: httpx.AsyncClient) -> None:
    await client.post("/api/privacy/consents", json=GIVEN)

    assert (await stranger_client.get("/api/privacy/consents")).json()["data"] == []
