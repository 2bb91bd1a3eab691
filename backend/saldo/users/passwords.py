"""Passwords: Argon2id in its own small pool of threads, so that nothing else waits for it."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from saldo.users import breached
from saldo.users.errors import PasswordTooWeak, SignInUnavailable

SHORTEST = 12
LONGEST = 128
_RETRY_AFTER_SECONDS = 2
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
Result = TypeVar("Result")

# What people put around a word to make it longer.
_TRIMMINGS = "0123456789!?.,-_ @#$%&*+"
# Long enough for our rule and yet among the first that are tried.
_BLOCKED_STEMS = (
    "password", "passwort", "qwertyuiop", "qwerty", "asdfghjkl", "1q2w3e4r5t6y", "iloveyou", "letmein",
    "welcome", "administrator", "changeme", "abc", "monkey", "dragon", "football", "baseball", "sunshine",
    "princess", "superman", "trustno", "saldo",
)  # fmt: skip


def refuse_weak(password: str, *, email: str) -> None:
    """Raise PasswordTooWeak for what is guessed first; there are no rules of composition."""
    folded = password.casefold()
    rest = folded
    for stem in (*_BLOCKED_STEMS, email.casefold().partition("@")[0]):
        rest = rest.replace(stem, "") if stem else rest
    is_one_pattern = any(folded == folded[:width] * (len(folded) // width) for width in (1, 2, 3, 4))
    is_sequence = all(abs(ord(b) - ord(a)) <= 1 for a, b in pairwise(folded))
    if (
        len(rest.strip(_TRIMMINGS)) == 0
        or is_one_pattern
        or is_sequence
        or folded == email.casefold()
        or breached.is_known(folded)
        or breached.is_known(folded.strip(_TRIMMINGS))
    ):
        raise PasswordTooWeak


class Passwords:
    """Hashes and verifies; past its queue it says that signing in must wait."""

    def __init__(self, *, threads: int = 2, most_waiting: int = 40) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._room = most_waiting
        self._nobodys_hash = _nobodys_hash()

    async def hash(self, password: str) -> str:
        return await self._run(lambda: _HASHER.hash(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Compare; None is nobody's hash: it takes the same time and is always wrong."""
        is_right = await self._run(lambda: _verify(password_hash or self._nobodys_hash, password))
        return is_right and password_hash is not None

    @staticmethod
    def is_outdated(password_hash: str) -> bool:
        """Say whether the hash was made with other parameters than today's."""
        return _HASHER.check_needs_rehash(password_hash)

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._room <= 0:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS)
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._room += 1

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


@cache
def _nobodys_hash() -> str:
    """Return the hash that is verified for unknown people, so that they take as long as known ones."""
    return _HASHER.hash(secrets.token_hex(16))


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
