"""Letters that confirm an address or open the way back in."""

import asyncio
import re
from collections import Counter

import pytest
from sqlalchemy import select, text

from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault
from saldo.mail.models import Mail
from saldo.mail.post import unseal
from tests.fakes.clock import FixedClock
from tests.security.conftest import EMAIL, PASSWORD, Person

NEW_PASSWORD = "a longer staple battery"
SIGN_IN = "/api/auth/sign-in"


class Letterbox:
    """What was written to people, the newest last."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    async def letters(self) -> list[tuple[str, str, str]]:
        async with self._database.transaction(SYSTEM) as session:
            mails = (await session.execute(select(Mail).order_by(Mail.id))).scalars().all()
        return [(mail.recipient, mail.subject, unseal(self._vault, mail)) for mail in mails]

    async def newest_token(self, page: str) -> str:
        """Return what follows the address of a page in the newest letter that names it."""
        texts = [text for _, _, text in await self.letters()]
        found = [match for text in texts for match in re.findall(rf"/{page}#(\S+)", text)]
        return str(found[-1])


@pytest.fixture
def letterbox(database: Database, vault: Vault) -> Letterbox:
    return Letterbox(database, vault)


async def _is_confirmed(person: Person) -> bool:
    me = (await person.call("GET", "/api/auth/me")).json()
    return bool(me["user"]["is_address_confirmed"])


async def _forget(person: Person, email: str = EMAIL) -> int:
    response = await person.http.post("/api/auth/forgotten-password", json={"email": email})
    return response.status_code


async def _reset(person: Person, token: str, password: str = NEW_PASSWORD) -> tuple[int, str | None]:
    body = {"token": token, "new_password": password}
    response = await person.http.post("/api/auth/reset-password", json=body)
    return response.status_code, None if response.status_code == 204 else response.json()["code"]


async def _confirm(person: Person, token: str) -> tuple[int, str | None]:
    response = await person.http.post("/api/auth/confirm-address", json={"token": token})
    return response.status_code, None if response.status_code == 204 else response.json()["code"]


async def test_the_letter_of_a_sign_up_confirms_the_address(person: Person, letterbox: Letterbox) -> None:
    assert not await _is_confirmed(person)

    confirmed = await _confirm(person, await letterbox.newest_token("confirm-address"))

    assert confirmed == (204, None)
    assert await _is_confirmed(person)
    assert [recipient for recipient, _, _ in await letterbox.letters()] == [EMAIL]


async def test_a_confirmation_is_good_for_a_day_and_not_forgeable(
    person: Person, letterbox: Letterbox, clock: FixedClock
) -> None:
    token = await letterbox.newest_token("confirm-address")
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")

    assert await _confirm(person, forged) == (400, "link_over")
    clock.advance(hours=24)
    assert await _confirm(person, token) == (400, "link_over")


async def test_the_letter_can_be_asked_for_again(person: Person, letterbox: Letterbox) -> None:
    asked = await person.call("POST", "/api/security/address/confirmation")

    assert asked.status_code == 204
    assert len(await letterbox.letters()) == 2


async def test_a_forgotten_password_is_replaced_and_everyone_signed_out(
    person: Person, letterbox: Letterbox
) -> None:
    assert await _forget(person) == 204

    reset = await _reset(person, await letterbox.newest_token("reset-password"))

    assert reset == (204, None)
    assert (await person.call("GET", "/api/auth/me")).json()["code"] == "session_over"
    assert (await person.sign_in()).json()["code"] == "credentials_wrong"
    assert (await person.sign_in(password=NEW_PASSWORD)).status_code == 200
    assert (await letterbox.letters())[-1][1] == "Your password was changed"


async def test_a_reset_password_opens_at_once_whatever_was_guessed_before(
    person: Person, letterbox: Letterbox
) -> None:
    guesses = [
        await person.http.post(SIGN_IN, json={"email": EMAIL, "password": "x" * 12}) for _ in range(11)
    ]
    await _forget(person)
    await _reset(person, await letterbox.newest_token("reset-password"))

    entered = await person.http.post(SIGN_IN, json={"email": EMAIL, "password": NEW_PASSWORD})

    assert (guesses[-1].status_code, entered.status_code) == (429, 200)


async def test_of_parallel_uses_of_a_reset_link_one_wins(person: Person, letterbox: Letterbox) -> None:
    await _forget(person)
    token = await letterbox.newest_token("reset-password")

    outcomes = await asyncio.gather(*(_reset(person, token, f"{NEW_PASSWORD} {n}") for n in range(8)))

    assert Counter(outcomes) == {(204, None): 1, (400, "link_over"): 7}


async def test_a_reset_link_is_good_for_half_an_hour(
    person: Person, letterbox: Letterbox, clock: FixedClock
) -> None:
    await _forget(person)
    token = await letterbox.newest_token("reset-password")

    clock.advance(minutes=30)

    assert await _reset(person, token) == (400, "link_over")


async def test_a_changed_password_spends_the_links_written_before(
    person: Person, letterbox: Letterbox
) -> None:
    await _forget(person)
    token = await letterbox.newest_token("reset-password")

    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await person.call("PUT", "/api/security/password", body)).status_code == 204

    assert await _reset(person, token, "yet another battery") == (400, "link_over")


async def test_a_link_of_one_kind_does_nothing_of_another(person: Person, letterbox: Letterbox) -> None:
    token = await letterbox.newest_token("confirm-address")

    assert await _reset(person, token) == (400, "link_over")
    headers = {"Authorization": f"Bearer {token}"}
    assert (await person.http.get("/api/auth/me", headers=headers)).json()["code"] == "token_invalid"


async def test_an_unknown_address_hears_the_same_and_gets_nothing(
    person: Person, letterbox: Letterbox
) -> None:
    assert await _forget(person, "nobody@example.com") == 204

    assert len(await letterbox.letters()) == 1


async def test_nobody_is_flooded_with_letters(person: Person, letterbox: Letterbox) -> None:
    statuses = [await _forget(person) for _ in range(7)]

    assert statuses == [204] * 5 + [429] * 2
    assert len(await letterbox.letters()) == 6


async def test_a_new_address_counts_when_its_owner_says_so(person: Person, letterbox: Letterbox) -> None:
    asked = await person.call("PUT", "/api/security/address", {"email": "anna@example.org"})
    assert asked.json() == {"waiting_for": "anna@example.org"}
    assert (await person.call("GET", "/api/auth/me")).json()["user"]["email"] == EMAIL

    warning = (await letterbox.letters())[-1]
    assert warning[:2] == (EMAIL, "Your e-mail address is about to change")

    confirmed = await _confirm(person, await letterbox.newest_token("confirm-address"))

    assert confirmed == (204, None)
    assert (await person.call("GET", "/api/auth/me")).json()["user"]["email"] == "anna@example.org"
    newest = (await letterbox.letters())[-1]
    assert newest[:2] == (EMAIL, "Your e-mail address was changed")


async def test_a_link_from_before_the_change_does_not_undo_it(person: Person, letterbox: Letterbox) -> None:
    old = await letterbox.newest_token("confirm-address")
    await person.call("PUT", "/api/security/address", {"email": "anna@example.org"})
    await _confirm(person, await letterbox.newest_token("confirm-address"))

    assert await _confirm(person, old) == (400, "link_over")


async def test_changing_the_address_asks_for_a_fresh_proof(person: Person, database: Database) -> None:
    async with database.transaction(SYSTEM) as session:
        await session.execute(text("UPDATE sessions SET proven_at = proven_at - interval '1 hour'"))

    refused = await person.call("PUT", "/api/security/address", {"email": "anna@example.org"})

    assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed")
