"""G2, G12, G13, G17: what a request costs around its handler, and how long people wait at the door."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median, quantiles
from typing import Final

import orjson

from bench.doors import Door, Doors, forget_attempts, open_doors
from bench.figures import Figure
from bench.ingest import add_rows, link
from bench.measuring import Cost, is_dirty, measure
from bench.rig import Rig
from saldo.connections.tasks import bank_access
from saldo.users.passwords import Passwords
from tests.factories.workspaces import Home, make_home
from tests.fakes.bank import FakeBank, bank_account

_ROWS: Final = 2000
_REQUESTS: Final = 200
_SIGN_INS: Final = 30
_TRIES: Final = 100
_DOORS: Final = (("refresh", 3), ("ticket", 2), ("health", 1))
_PASSWORD: Final = "correct horse battery"  # noqa: S105 - of nobody
_LIST: Final = "/api/transactions?limit=50"


async def measure_requests(rig: Rig, repeats: int) -> list[Figure]:
    """G2 and G17: a page of fifty transactions, whole, without row-level security, and the handler alone."""
    home = await _home_with_rows(rig)
    async with open_doors(rig, home) as doors:
        await _check_same_answer(doors)
        rungs = (doors.whole, doors.unbound, doors.bare)
        costs: list[list[Cost]] = [[], [], []]
        for _ in range(repeats + 1):
            for door, found in zip(rungs, costs, strict=True):
                found.append(await measure(partial(_ask_often, door), rig.postgres_pid))
    # The first round warms caches, plans and pools.
    whole, unbound, bare = (_milliseconds(found[1:]) for found in costs)
    is_busy = any(is_dirty(found[1:]) for found in costs)
    return [
        Figure(
            id="G2",
            what="CPU added to a handler by all before it",
            value=whole - bare,
            unit="ms",
            goal=0.5,
            stretch=0.3,
            better="less",
            is_dirty=is_busy,
            details={"milliseconds, whole": whole, "milliseconds, the handler alone": bare},
        ),
        Figure(
            id="G17",
            what="CPU with row-level security beside without",
            value=whole / unbound,
            unit="x",
            goal=1.10,
            stretch=1.05,
            better="less",
            is_dirty=is_busy,
            details={"milliseconds, with": whole, "milliseconds, without": unbound},
        ),
    ]


async def measure_sign_in(rig: Rig, repeats: int) -> list[Figure]:
    """G12: signing in, beside checking the same password and nothing else."""
    passwords = Passwords()
    hashed = await passwords.hash(_PASSWORD)
    home = await make_home(rig.resources.database, rig.resources.clock.now(), password_hash=hashed)
    body = orjson.dumps({"email": home.email, "password": _PASSWORD})
    async with open_doors(rig, home) as doors:
        api = Door(doors.whole.app, [(b"x-token-delivery", b"body")])
        rounds: list[list[list[Cost]]] = []
        for _ in range(repeats + 1):
            await forget_attempts(rig.resources)
            rounds.append(
                await _in_turns(
                    _SIGN_INS,
                    partial(api.ask, "POST", "/api/auth/sign-in", body),
                    partial(passwords.verify, hashed, _PASSWORD),
                )
            )
    passwords.close()
    ours, theirs = ([_p95(each) for each in found] for found in zip(*rounds[1:], strict=True))
    cpu = [_typical_cpu(found) for found in zip(*rounds[1:], strict=True)]
    mine, rung = median(ours), median(theirs)
    return [
        Figure(
            id="G12",
            what="sign-in p95 less 10 ms, beside Argon2 alone",
            value=(mine - 0.010) / rung,
            unit="x",
            goal=1.25,
            stretch=None,
            better="less",
            is_dirty=_is_uneven(ours, theirs),
            details={
                "milliseconds, p95": 1000 * mine,
                "milliseconds, Argon2 alone, p95": 1000 * rung,
                "the same by this process's processor time, median": (cpu[0] - 0.010) / cpu[1],
            },
        )
    ]


async def measure_doors(rig: Rig, repeats: int) -> list[Figure]:
    """G13: renewing a session, a ticket for the live channel, and the health check, beside `select 1`."""
    home = await make_home(
        rig.resources.database,
        rig.resources.clock.now(),
        password_hash=await Passwords().hash(_PASSWORD),
    )
    async with open_doors(rig, home) as doors:
        renewal = _Renewal(Door(doors.whole.app, [(b"x-token-delivery", b"body")]))
        await renewal.begin(home)
        works = (
            renewal.renew,
            partial(doors.whole.ask, "POST", "/api/events/ticket"),
            partial(doors.whole.ask, "GET", "/health"),
            partial(doors.one.ask, "GET", "/one"),
        )
        rounds = [await _in_turns(_TRIES, *works) for _ in range(repeats + 1)][1:]
    columns = list(zip(*rounds, strict=True))
    one, one_cpu = [_p95(each) for each in columns[-1]], _typical_cpu(columns[-1])
    return [
        Figure(
            id="G13",
            what=f"{name} p95 beside that of select 1",
            value=median(map(_p95, costs)) / median(one),
            unit="x",
            goal=goal,
            stretch=None,
            better="less",
            is_dirty=_is_uneven([_p95(each) for each in costs], one),
            details={
                "milliseconds, p95": 1000 * median(map(_p95, costs)),
                "milliseconds, select 1, p95": 1000 * median(one),
                "the same by this process's processor time, median": _typical_cpu(costs) / one_cpu,
            },
        )
        for (name, goal), costs in zip(_DOORS, columns, strict=False)
    ]


class _Renewal:
    """A session that is renewed again and again, each time with the token of the time before."""

    def __init__(self, door: Door) -> None:
        self._door, self._token = door, ""

    async def begin(self, home: Home) -> None:
        body = orjson.dumps({"email": home.email, "password": _PASSWORD})
        self._keep((await self._door.ask("POST", "/api/auth/sign-in", body)).body)

    async def renew(self) -> None:
        body = orjson.dumps({"refresh_token": self._token})
        self._keep((await self._door.ask("POST", "/api/auth/refresh", body)).body)

    def _keep(self, answer: bytes) -> None:
        self._token = orjson.loads(answer)["refresh_token"]


async def _home_with_rows(rig: Rig) -> Home:
    bank = FakeBank()
    token = bank.offer(bank_account(), bank_account("Card", type="credit"))
    linked = await link(rig, replace(bank_access(rig.resources), bank=bank), token)
    add_rows(bank.offered(token), _ROWS)
    await linked.sync()
    await rig.superuser.execute("analyze")
    member = linked.member
    session_id = await rig.superuser.fetchval("select id from sessions where user_id = $1", member.user_id)
    return Home(member.user_id, member.workspace_id, session_id, "")


async def _check_same_answer(doors: Doors) -> None:
    bodies = [(await door.ask("GET", _LIST)).body for door in (doors.whole, doors.unbound, doors.bare)]
    rows = [orjson.loads(body)["data"] for body in bodies]
    if len(rows[0]) != 50 or rows[0] != rows[1] or rows[0] != rows[2]:  # noqa: PLR2004 - as asked for
        raise RuntimeError("the rungs do not answer alike")


async def _ask_often(door: Door) -> None:
    for _ in range(_REQUESTS):
        await door.ask("GET", _LIST)


def _milliseconds(costs: Sequence[Cost]) -> float:
    """Return the processor time of one request; the least of the rounds is the least disturbed."""
    return 1000 * min(each.cpu_seconds for each in costs) / _REQUESTS


async def _in_turns(times: int, *works: Callable[[], Awaitable[object]]) -> list[list[Cost]]:
    """Do each so many times, one after the other, and return what each one took, here alone."""
    costs: list[list[Cost]] = [[] for _ in works]
    for _ in range(times):
        for work, found in zip(works, costs, strict=True):
            began, cpu = time.perf_counter(), time.process_time()
            await work()
            found.append(Cost(time.perf_counter() - began, time.process_time() - cpu))
    return costs


def _p95(costs: Sequence[Cost]) -> float:
    return quantiles((each.wall_seconds for each in costs), n=20)[-1]


def _typical_cpu(rounds: Sequence[Sequence[Cost]]) -> float:
    return median(each.cpu_seconds for costs in rounds for each in costs)


def _is_uneven(*rounds: Sequence[float]) -> bool:
    return any(is_dirty([Cost(each, 0) for each in one]) for one in rounds)
