"""Devices: seen, signed out from afar, and all gone with a new password."""

import httpx
import pytest

from saldo.core.jobs import SessionEnded
from saldo.security.describing import describe_device
from tests.fakes.courier import RecordingCourier
from tests.security.conftest import PASSWORD, Person

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)
NEW_PASSWORD = "a longer staple battery"


async def _phone(person: Person) -> str:
    token: str = (await person.sign_in(agent=PHONE)).json()["access_token"]
    return token


async def _devices(person: Person) -> list[dict[str, object]]:
    devices: list[dict[str, object]] = (await person.call("GET", "/api/security/devices")).json()["data"]
    return devices


async def test_every_device_is_listed_and_this_one_is_marked(person: Person) -> None:
    await _phone(person)

    devices = await _devices(person)

    assert {(one["name"], one["is_current"]) for one in devices} == {
        ("Safari on iPhone", False),
        ("python-httpx", True),
    }


async def test_a_device_signed_out_from_afar_is_out_at_once(
    person: Person, courier: RecordingCourier
) -> None:
    phone = await _phone(person)
    there = next(one for one in await _devices(person) if not one["is_current"])

    ended = await person.call("DELETE", f"/api/security/devices/{there['id']}")

    assert ended.status_code == 204
    assert [m for m in courier.messages if isinstance(m, SessionEnded)]
    answer = await person.http.get("/api/auth/me", headers={"Authorization": f"Bearer {phone}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_over")
    assert (await person.call("GET", "/api/auth/me")).status_code == 200


async def test_another_persons_device_is_not_found(
    person: Person, stranger_client: httpx.AsyncClient
) -> None:
    device = (await _devices(person))[0]["id"]

    answer = await stranger_client.delete(f"/api/security/devices/{device}")

    assert (answer.status_code, answer.json()["code"]) == (404, "session_not_found")
    assert (await person.call("GET", "/api/auth/me")).status_code == 200


async def test_signing_out_everywhere_else_keeps_this_device(person: Person) -> None:
    await _phone(person)
    await _phone(person)

    ended = (await person.call("POST", "/api/security/devices/end-others")).json()

    assert ended == {"ended": 2}
    assert [one["is_current"] for one in await _devices(person)] == [True]


async def test_a_new_password_signs_everyone_else_out(person: Person) -> None:
    phone = await _phone(person)

    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    changed = await person.call("PUT", "/api/security/password", body)

    assert changed.status_code == 204
    assert (await person.sign_in()).json()["code"] == "credentials_wrong"
    assert (await person.sign_in(password=NEW_PASSWORD)).status_code == 200
    answer = await person.http.get("/api/auth/me", headers={"Authorization": f"Bearer {phone}"})
    assert answer.json()["code"] == "session_over"


@pytest.mark.parametrize(
    ("current", "new", "status", "code"),
    [
        ("wrong horse battery", NEW_PASSWORD, 403, "password_wrong"),
        (PASSWORD, "password1234", 400, "password_too_weak"),
        (PASSWORD, "short", 422, "validation_failed"),
    ],
)
async def test_a_password_is_not_changed_to_a_bad_one_or_by_someone_else(
    person: Person, current: str, new: str, status: int, code: str
) -> None:
    body = {"current_password": current, "new_password": new}

    refused = await person.call("PUT", "/api/security/password", body)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (await person.sign_in()).status_code == 200


async def test_what_was_done_in_ones_name_can_be_read(person: Person) -> None:
    await person.enrol()

    first = (await person.call("GET", "/api/audit/mine?limit=2")).json()
    cursor = first["pagination"]["next_cursor"]
    rest = (await person.call("GET", f"/api/audit/mine?cursor={cursor}")).json()

    actions = [deed["action"] for deed in first["data"] + rest["data"]]
    assert actions == ["factor.totp_added", "session.started", "user.signed_up"]
    assert rest["pagination"]["next_cursor"] is None


async def test_nobody_reads_anothers_activity(person: Person, stranger_client: httpx.AsyncClient) -> None:
    await person.enrol()

    seen = (await stranger_client.get("/api/audit/mine")).json()

    assert all(deed["action"] == "user.signed_up" for deed in seen["data"])


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Gecko/2010 Firefox/144.0", "Firefox on macOS"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, name: str) -> None:
    assert describe_device(user_agent) == name
