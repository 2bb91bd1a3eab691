import asyncio
from contextlib import suppress

import pytest
from redis.asyncio import Redis

from saldo.resources import open_redis
from saldo.users.errors import SignInUnavailable, TooManyAttempts
from saldo.users.throttle import Throttle

EMAIL = "anna@example.com"


async def _try(throttle: Throttle, times: int, ip: str = "203.0.113.7", email: str = EMAIL) -> None:
    for _ in range(times):
        await throttle.admit_sign_in(email, ip)


async def test_tries_on_an_account_from_one_network_are_bounded(redis: Redis) -> None:
    throttle = Throttle(redis)
    await _try(throttle, 10)

    with pytest.raises(TooManyAttempts) as caught:
        await throttle.admit_sign_in("ANNA@example.com", "203.0.113.99")

    assert caught.value.retry_after_seconds == 30


async def _wait_as_told(redis: Redis) -> None:
    """Let the time pass that whoever was refused has been told to wait."""
    waits = await redis.keys("*:wait")
    assert waits
    await redis.delete(*waits)


async def test_the_delay_grows_and_whoever_waits_as_told_gets_in(redis: Redis) -> None:
    throttle = Throttle(redis)
    await _try(throttle, 10)
    delays = []

    for _ in range(4):
        for _ in range(3):  # impatience changes nothing
            with pytest.raises(TooManyAttempts) as caught:
                await throttle.admit_sign_in(EMAIL, "203.0.113.7")
        delays.append(caught.value.retry_after_seconds)
        await _wait_as_told(redis)
        await throttle.admit_sign_in(EMAIL, "203.0.113.7")

    assert delays == [30, 60, 120, 240]


async def test_of_fifty_parallel_tries_ten_are_admitted(redis: Redis) -> None:
    throttle = Throttle(redis)

    outcomes = await asyncio.gather(*(_try(throttle, 1) for _ in range(50)), return_exceptions=True)

    assert outcomes.count(None) == 10


async def test_many_networks_together_do_not_lock_the_owner_out(redis: Redis) -> None:
    throttle, home = Throttle(redis), "203.0.113.7"
    await throttle.admit_sign_in(EMAIL, home)
    await throttle.forgive(EMAIL, home)
    for number in range(20):
        with suppress(TooManyAttempts):
            await _try(throttle, 9, ip=f"198.51.{number}.1")

    await throttle.admit_sign_in(EMAIL, home)

    with pytest.raises(TooManyAttempts):
        await throttle.admit_sign_in(EMAIL, "192.0.2.1")


async def test_an_attacker_elsewhere_does_not_lock_the_owner_out(redis: Redis) -> None:
    throttle = Throttle(redis)
    with pytest.raises(TooManyAttempts):
        await _try(throttle, 50, ip="198.51.100.1")

    await throttle.admit_sign_in(EMAIL, "203.0.113.7")


async def test_one_network_cannot_try_many_accounts(redis: Redis) -> None:
    throttle = Throttle(redis)

    for number in range(100):
        await throttle.admit_sign_in(f"person{number}@example.com", "2001:db8::1")

    with pytest.raises(TooManyAttempts):
        await throttle.admit_sign_in("other@example.com", "2001:db8::ffff:2")


async def test_success_forgives(redis: Redis) -> None:
    throttle = Throttle(redis)
    await _try(throttle, 10)

    await throttle.forgive(EMAIL, "203.0.113.7")

    await _try(throttle, 10)


async def test_without_valkey_nobody_is_admitted() -> None:
    throttle = Throttle(open_redis("redis://127.0.0.1:1/0"))

    with pytest.raises(SignInUnavailable):
        await throttle.admit_sign_in(EMAIL, "203.0.113.7")
    with pytest.raises(SignInUnavailable):
        await throttle.admit_sign_up("203.0.113.7")
    await throttle.forgive(EMAIL, "203.0.113.7")
