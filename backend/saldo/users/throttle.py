"""How often someone may try to sign in: counted in Valkey by account, by network, and by both together."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from saldo.core.http import network_of
from saldo.core.pacing import Pace
from saldo.users.errors import SignInUnavailable, TooManyAttempts

_WINDOW_SECONDS = 15 * 60
_KNOWN_SECONDS = 30 * 24 * 3600
_RETRY_AFTER_SECONDS = 5
# Whoever waits as told gets in: a try during the wait is refused and not counted. From the last of the free
# ones on, each try doubles the wait before the next. A script, so that fifty tries in parallel are fifty.
_ADMIT = f"""
local wait = 0
for _, key in ipairs(KEYS) do
  wait = math.max(wait, redis.call('PTTL', key .. ':wait'))
end
if wait > 0 then return math.ceil(wait / 1000) end
for number, key in ipairs(KEYS) do
  local count = redis.call('INCR', key)
  if count == 1 then redis.call('EXPIRE', key, {_WINDOW_SECONDS}) end
  local excess = math.min(count - tonumber(ARGV[number]) + 1, 10)
  if excess > 0 then
    local longest = math.max(redis.call('TTL', key), 1)
    redis.call('SET', key .. ':wait', '', 'EX', math.min(longest, 15 * 2 ^ excess))
  end
end
return 0
"""


@dataclass(frozen=True)
class ThrottleRules:
    """How many in a quarter of an hour before each further one has to wait.

    Nobody can lock another person out from elsewhere: the narrow counter of sign-ins is of account *and*
    network, and the account's own, which many networks together can use up, does not count for a network the
    person has signed in from before.
    """

    sign_ins_of_account_and_network: int = 10
    sign_ins_of_account: int = 100
    sign_ins_of_network: int = 100
    sign_ups_of_network: int = 50
    # A code has a million values and three are right at a time.
    codes_of_account: int = 10
    letters_of_account: int = 5
    invitations_of_workspace: int = 30
    refreshes_of_network: int = 2000


@dataclass(frozen=True)
class _Counter:
    key: str
    most: int


class Throttle:
    """Counts attempts before they are made; a success forgives the failures before it."""

    def __init__(self, redis: Redis, rules: ThrottleRules | None = None) -> None:
        self._redis = redis
        self._rules = rules or ThrottleRules()
        self._admission = redis.register_script(_ADMIT)
        # Without Valkey whoever is signed in stays so, hence counted here.
        self._refreshes = Pace(self._rules.refreshes_of_network, _WINDOW_SECONDS)

    async def admit_sign_in(self, email: str, ip: str) -> None:
        """Count an attempt. Raises TooManyAttempts, or SignInUnavailable when counting is impossible."""
        try:
            is_known = bool(await self._redis.exists(_known_key(email, ip)))
            await self._admit(_sign_in_counters(self._rules, email, ip, is_known=is_known))
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def admit_sign_up(self, ip: str) -> None:
        """Count a sign-up. Raises TooManyAttempts, or SignInUnavailable when counting is impossible."""
        try:
            await self._admit([_Counter(f"saldo:sign-ups:{network_of(ip)}", self._rules.sign_ups_of_network)])
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def admit_proof(self, user_id: UUID) -> None:
        """Count a code or a password shown after the first. Raises TooManyAttempts or SignInUnavailable."""
        try:
            await self._admit([_Counter(_proof_key(user_id), self._rules.codes_of_account)])
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def forgive_proof(self, user_id: UUID) -> None:
        """Forget a person's wrong codes: a right one has come."""
        with suppress(RedisError, OSError, TimeoutError):
            await self._redis.delete(*_keys_of(_proof_key(user_id)))

    async def admit_letter(self, email: str, ip: str) -> None:
        """Count a letter someone asks for. Raises TooManyAttempts or SignInUnavailable."""
        account = _Counter(f"saldo:letters:account:{_digest(email)}", self._rules.letters_of_account)
        network = _Counter(f"saldo:letters:network:{network_of(ip)}", self._rules.sign_ups_of_network)
        try:
            await self._admit([account, network])
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def admit_passkey(self, ip: str) -> None:
        """Count a use of a passkey: nothing can be guessed, but each costs work. Raises as above."""
        try:
            await self._admit(
                [_Counter(f"saldo:passkeys:network:{network_of(ip)}", self._rules.sign_ins_of_network)]
            )
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    async def admit_invitation(self, workspace_id: UUID) -> None:
        """Count an invitation: nobody sends letters in our name by the thousand. Raises as above."""
        counter = _Counter(f"saldo:invitations:{workspace_id}", self._rules.invitations_of_workspace)
        try:
            await self._admit([counter])
        except (RedisError, OSError, TimeoutError) as error:
            raise SignInUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error

    def admit_refresh(self, ip: str) -> None:
        """Count a use of a refresh token. Raises TooMany."""
        self._refreshes.admit(network_of(ip))

    async def forgive(self, email: str, ip: str) -> None:
        """Forget the failures of this account from this network, and know it: the right person has come."""
        with suppress(RedisError, OSError, TimeoutError):  # the window passes by itself
            await self._redis.delete(*_keys_of(_pair_key(email, ip)))
            await self._redis.set(_known_key(email, ip), "", ex=_KNOWN_SECONDS)

    async def _admit(self, counters: list[_Counter]) -> None:
        wait = await self._admission(keys=[one.key for one in counters], args=[one.most for one in counters])
        if wait:
            raise TooManyAttempts(retry_after_seconds=wait)


def _sign_in_counters(rules: ThrottleRules, email: str, ip: str, *, is_known: bool) -> list[_Counter]:
    account = _Counter(f"saldo:sign-ins:account:{_digest(email)}", rules.sign_ins_of_account)
    return [
        _Counter(_pair_key(email, ip), rules.sign_ins_of_account_and_network),
        *([] if is_known else [account]),
        _Counter(f"saldo:sign-ins:network:{network_of(ip)}", rules.sign_ins_of_network),
    ]


def _keys_of(counter: str) -> tuple[str, str]:
    return counter, f"{counter}:wait"


def _known_key(email: str, ip: str) -> str:
    return f"saldo:sign-ins:known:{_digest(email)}:{network_of(ip)}"


def _pair_key(email: str, ip: str) -> str:
    return f"saldo:sign-ins:pair:{_digest(email)}:{network_of(ip)}"


def _proof_key(user_id: UUID) -> str:
    return f"saldo:proofs:{user_id}"


def _digest(email: str) -> str:
    return hashlib.sha256(email.casefold().encode()).hexdigest()[:32]
