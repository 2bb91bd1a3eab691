"""G5, G6, G7: pages taken in, a whole first sync, and a sync that finds nothing new."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any, Final
from uuid import UUID

from bench import rungs
from bench.figures import Figure
from bench.measuring import Cost, is_dirty, measure, total, typical
from bench.rig import Rig
from saldo.connections import applying, fetching, leases, linking, syncing
from saldo.connections.bank_access import BankAccess
from saldo.connections.leases import Claim
from saldo.connections.models import SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.schemas import ExchangeRequest
from saldo.connections.tasks import bank_access
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.factories.workspaces import make_home
from tests.fakes.bank import FakeBank, FakeItem, bank_account, bank_transaction

ROWS: Final = 5000
_PAGE: Final = 500
_PAGES: Final = ROWS // _PAGE
_INSTITUTION: Final = "ins_109508"


@dataclass(frozen=True)
class Linked:
    """A connection that is to be synced."""

    access: BankAccess
    member: Member
    connection_id: UUID

    async def claim(self) -> Claim:
        """Ask for a sync and take it up, as far as its claim."""
        await self._want()
        workspace_id = self.member.workspace_id
        claim = await leases.claim(self.access, workspace_id, self.connection_id, SyncTrigger.WEBHOOK)
        assert claim is not None
        return claim

    async def sync(self) -> None:
        """Ask for a sync and run it, as a worker would."""
        await self._want()
        workspace_id = self.member.workspace_id
        await syncing.run_sync(self.access, workspace_id, self.connection_id, SyncTrigger.WEBHOOK)

    async def _want(self) -> None:
        async with self.access.database.transaction(self.member.scope) as session:
            now = self.access.clock.now()
            await request_sync(
                session, self.member.workspace_id, self.connection_id, SyncTrigger.WEBHOOK, now
            )


async def link(rig: Rig, access: BankAccess, public_token: str) -> Linked:
    """Link a login for a new person."""
    home = await make_home(rig.resources.database, rig.resources.clock.now())
    member = Member(home.user_id, home.workspace_id, Role.OWNER)
    institution = {"institution_id": _INSTITUTION, "name": "The bank"}
    body = {"public_token": public_token, "institution": institution, "accounts": []}
    linked = await linking.link(access, member, ExchangeRequest.model_validate(body))
    return Linked(access, member, linked.connection_id)


async def measure_pages(rig: Rig, repeats: int) -> list[Figure]:
    """G5: ten pages, each applied in a commit of its own, beside COPY of the same rows."""
    ours, copies, syncs = [], [], []
    for _ in range(repeats + 1):
        bank = FakeBank()
        token = bank.offer(bank_account(), bank_account("Card", type="credit"))
        linked = await link(rig, replace(bank_access(rig.resources), bank=bank), token)
        await linked.sync()
        began = time.perf_counter()
        ours.append(await _take_in(rig, linked, bank.offered(token)))
        syncs.append(time.perf_counter() - began)
        tables = await rungs.read_rows(rig.superuser, linked.connection_id)
        assert all(len(each.records) == ROWS for each in tables)
        copies.append(await _measure_rung(rig, tables, rungs.copy))
    # The first round warms caches, plans and pools.
    mine, copy = typical(ours[1:]), typical(copies[1:])
    return [
        Figure(
            id="G5",
            what="page ingest, rows/s beside COPY (500 a commit)",
            value=copy.wall_seconds / mine.wall_seconds,
            unit="x",
            goal=0.40,
            stretch=0.55,
            better="more",
            is_dirty=is_dirty(ours[1:]),
            details={
                "rows/s, ours": ROWS / mine.wall_seconds,
                "rows/s, COPY": ROWS / copy.wall_seconds,
                "ratio by processor time": copy.cpu_seconds / mine.cpu_seconds,
                "milliseconds to apply a page of 500": 1000 * mine.wall_seconds / _PAGES,
                "milliseconds a whole sync of 500": 1000 * median(syncs[1:]) / _PAGES,
            },
        )
    ]


async def _take_in(rig: Rig, linked: Linked, item: FakeItem) -> Cost:
    """Take in ten pages as ten syncs would; return the cost of applying them."""
    costs = []
    for page in range(_PAGES):
        item.add(*(_row(item, page * _PAGE + number) for number in range(_PAGE)))
        claim = await linked.claim()
        fetched = await fetching.fetch_all(linked.access, claim)
        costs.append(await measure(partial(applying.apply, linked.access, claim, fetched), rig.postgres_pid))
    return total(costs)


def add_rows(item: FakeItem, count: int) -> None:
    """Put so many different transactions into a login."""
    item.add(*(_row(item, number) for number in range(count)))


def _row(item: FakeItem, number: int) -> Any:
    return bank_transaction(
        item.accounts[number % len(item.accounts)],
        date=dt.date(2026, 11, 20) - dt.timedelta(days=number % 700),
        amount=Decimal(-100 - number) / 100,
        description=f"MERCHANT {number % 400} CARD {number}",
        raw={"transaction_id": str(number), "name": f"MERCHANT {number % 400}", "amount": number / 100},
    )


async def _measure_rung(
    rig: Rig, tables: list[rungs.Rows], load: Callable[[Any, list[rungs.Rows]], Awaitable[None]]
) -> Cost:
    await rungs.empty(rig.superuser)
    return await measure(partial(load, rig.superuser, tables), rig.postgres_pid)


@dataclass(frozen=True)
class _Round:
    """One first sync, what came after it, and the rung beside it."""

    first: Cost
    repeat: Cost
    fetch: Cost
    bare: Cost
    rows_of_replay: int
    wal_share_of_replay: float


async def measure_first_sync(rig: Rig, repeats: int) -> list[Figure]:
    """G6 and G7: a first sync through the provider's own client, then two that find nothing new."""
    rounds = [await _play_round(rig) for _ in range(repeats + 1)][1:]
    share = median(each.wal_share_of_replay for each in rounds)
    repeat = typical([each.repeat for each in rounds]).wall_seconds
    return [
        _beside_the_rung(rounds),
        Figure(
            id="G7",
            what="replay of an unchanged history, rows written",
            value=max(each.rows_of_replay for each in rounds),
            unit="",
            goal=0,
            stretch=0,
            better="less",
            is_dirty=False,
            details={"seconds, repeat sync with nothing new": repeat},
        ),
        Figure(
            id="G7",
            what="replay of an unchanged history, share of WAL",
            value=100 * share,
            unit="%",
            goal=2,
            stretch=None,
            better="less",
            is_dirty=False,
        ),
    ]


def _beside_the_rung(rounds: Sequence[_Round]) -> Figure:
    firsts = [each.first for each in rounds]
    first, bare = typical(firsts), typical([each.bare for each in rounds])
    fetch = typical([each.fetch for each in rounds]).wall_seconds
    return Figure(
        id="G6",
        what=f"first sync of {ROWS} rows beside a bare upsert",
        value=first.wall_seconds / bare.wall_seconds,
        unit="x",
        goal=3,
        stretch=2,
        better="less",
        is_dirty=is_dirty(firsts),
        details={
            "seconds, whole sync": first.wall_seconds,
            "seconds, of these fetching and reading pages": fetch,
            "seconds, bare upsert": bare.wall_seconds,
            "ratio without the provider's client": (first.wall_seconds - fetch) / bare.wall_seconds,
            "ratio by processor time": first.cpu_seconds / bare.cpu_seconds,
        },
    )


async def _play_round(rig: Rig) -> _Round:
    linked, access_token = await _link_with_history(rig)
    _, wal_before = await _position(rig)
    first = await measure(linked.sync, rig.postgres_pid)
    _, wal_after = await _position(rig)
    repeat = await measure(linked.sync, rig.postgres_pid)
    await rig.superuser.execute(
        "update bank_connections set cursor = null where id = $1", linked.connection_id
    )
    replayed, wal_replay = await _position(rig)
    await linked.sync()
    _, wal_end = await _position(rig)
    written = await _count_written(rig, replayed)
    fetch = await measure(partial(_fetch, rig, access_token), rig.postgres_pid)
    tables = await rungs.read_rows(rig.superuser, linked.connection_id)
    assert all(len(each.records) >= ROWS for each in tables)
    bare = await _measure_rung(rig, tables, rungs.upsert)
    return _Round(first, repeat, fetch, bare, written, (wal_end - wal_replay) / (wal_after - wal_before))


async def _link_with_history(rig: Rig) -> tuple[Linked, str]:
    access = bank_access(rig.resources)
    token = await asyncio.to_thread(rig.emulator.make_public_token, username="user_good")
    linked = await link(rig, access, token)
    row = await rig.superuser.fetchrow(
        "select provider_item_id, access_token, workspace_id from bank_connections where id = $1",
        linked.connection_id,
    )
    assert row is not None
    for start in range(0, ROWS, _PAGE):
        rows = [
            {"description": f"MERCHANT {n % 400} CARD {n}", "amount": 1 + n / 100, "date": _day(n)}
            for n in range(start, start + _PAGE)
        ]
        await asyncio.to_thread(rig.emulator.create_transactions, row["provider_item_id"], *rows)
    opened = rig.resources.vault.open(
        row["access_token"],
        table="bank_connections",
        column="access_token",
        row_id=linked.connection_id,
        workspace_id=row["workspace_id"],
    )
    return linked, opened


def _day(number: int) -> str:
    return (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1 + number % 600)).isoformat()


async def _fetch(rig: Rig, access_token: str) -> None:
    cursor, more = None, True
    while more:
        page = await rig.resources.bank.fetch_changes(access_token, cursor)
        cursor, more = page.next_cursor, page.has_more


async def _position(rig: Rig) -> tuple[int, int]:
    """Return the next transaction's number and how much WAL there is."""
    row = await rig.superuser.fetchrow(
        "select pg_current_xact_id()::text::bigint as xact,"
        " (pg_current_wal_insert_lsn() - '0/0')::bigint as wal"
    )
    assert row is not None
    return row["xact"], row["wal"]


async def _count_written(rig: Rig, since: int) -> int:
    counts = [
        await rig.superuser.fetchval(f"select count(*) from {table} where xmin::text::bigint > $1", since)
        for table in (*rungs.TABLES, "accounts", "ledger_days")
    ]
    return sum(counts)
