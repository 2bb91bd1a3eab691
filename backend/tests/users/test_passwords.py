import time
from collections.abc import AsyncIterator

import pytest

from saldo.users import passwords as rules
from saldo.users.errors import PasswordTooWeak, SignInUnavailable
from saldo.users.passwords import Passwords


@pytest.fixture
async def passwords() -> AsyncIterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Passwort2026!",
        "aaaaaaaaaaaa",
        "abababababab",
        "123412341234",
        "abcdefghijkl",
        "123456789012",
        "qwertyuiop12",
        "anna.berg2026",
        "ANNA.BERG@example.com",
        "Mailcreated5240",
        "1qaz2wsx3edc4rfv",
        "Elizabeth!1984",
        "2019-butterfly",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        rules.refuse_weak(password, email="anna.berg@example.com")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "dragonfly over water", "löwenzahn im mai", "x9" * 7 + "q"]
)
def test_anything_else_goes(password: str) -> None:
    rules.refuse_weak(password, email="anna.berg@example.com")


async def test_a_password_is_known_again(passwords: Passwords) -> None:
    hashed = await passwords.hash("correct horse battery")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify(hashed, "correct horse battery")
    assert not await passwords.verify(hashed, "correct horse batterz")
    assert not passwords.is_outdated(hashed)


async def test_an_outdated_hash_is_noticed() -> None:
    weak = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$QWR3bG9tYWxvbmVseWhhc2hvZnRlc3RzMDAwMDAwMDA"

    assert Passwords.is_outdated(weak)


async def test_nobody_takes_as_long_as_somebody(passwords: Passwords) -> None:
    hashed = await passwords.hash("correct horse battery")

    async def cost(password_hash: str | None) -> float:
        # Processor time of this process: what else runs on the machine does not count.
        began = time.process_time()
        await passwords.verify(password_hash, "wrong horse battery")
        return time.process_time() - began

    # In turns, and the best of each: what disturbs one disturbs the other, or only some of the rounds.
    rounds = [(await cost(hashed), await cost(None)) for _ in range(9)]
    known, unknown = (min(side) for side in zip(*rounds, strict=True))

    # A difference of a third would be 10 ms; an answer without a hash is faster by a factor of hundreds.
    assert 0.75 < known / unknown < 1.33


async def test_nobody_is_never_right(passwords: Passwords) -> None:
    assert not await passwords.verify(None, "anything at all")


async def test_a_full_queue_says_so() -> None:
    crowded = Passwords(most_waiting=0)

    with pytest.raises(SignInUnavailable) as caught:
        await crowded.hash("correct horse battery")
    assert caught.value.retry_after_seconds
    crowded.close()
