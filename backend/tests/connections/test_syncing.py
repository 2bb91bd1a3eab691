"""One sync: everything once, in one commit, whatever happens on the way."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from saldo.connections import applying, disconnecting, fetching, leases
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import StaleSync
from saldo.connections.models import ConnectionStatus, SyncStatus, SyncTrigger
from saldo.providers.bank import HistoryStatus, TryAgainLater
from tests.connections.conftest import Link, MakeLink
from tests.fakes.bank import FakeBank, bank_transaction, changed_while_paging
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


def _fill(link: Link, count: int) -> None:
    link.item.add(*(bank_transaction(link.item.accounts[0]) for _ in range(count)))


async def test_the_first_sync_brings_every_page(linked: Link, bank: FakeBank) -> None:
    bank.page_size = 10
    _fill(linked, 95)

    await linked.run()

    row, sync = await linked.row(), (await linked.syncs())[-1]
    assert len(await linked.transactions()) == 95
    assert (row.status, row.history_status) == (ConnectionStatus.HEALTHY, HistoryStatus.COMPLETE)
    assert row.done_version == row.wanted_version
    assert (sync.status, sync.added, sync.pages) == (SyncStatus.SUCCEEDED, 95, 10)


async def test_a_replay_writes_nothing(linked: Link, database_rows: "Rows") -> None:
    _fill(linked, 20)
    await linked.run()
    before = await database_rows.fingerprint()

    for _ in range(5):
        await linked.forget_cursor()
        await linked.sync()

    assert await database_rows.fingerprint() == before
    assert [sync.added for sync in await linked.syncs()] == [20, 0, 0, 0, 0, 0]


async def test_requests_before_a_sync_are_served_by_the_one_run(linked: Link, bank: FakeBank) -> None:
    for _ in range(50):
        await linked.want(SyncTrigger.WEBHOOK)

    for _ in range(50):
        await linked.run(SyncTrigger.WEBHOOK)

    assert len(await linked.syncs()) == 1
    assert bank.calls.count("fetch_changes") == 1


async def test_a_request_during_a_sync_is_served_by_the_next(
    linked: Link, courier: RecordingCourier, access: BankAccess
) -> None:
    claim = await leases.claim(access, linked.member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    assert claim is not None
    fetched = await fetching.fetch_all(access, claim)
    _fill(linked, 1)
    await linked.want(SyncTrigger.WEBHOOK)
    await linked.run(SyncTrigger.WEBHOOK)  # finds the lease held, and leaves
    courier.clear()

    await applying.apply(access, claim, fetched)

    assert [job.name for job in courier.jobs if job.queue == "sync"] == ["connections.sync"]
    await linked.run()
    assert len(await linked.transactions()) == 1


async def test_parallel_workers_run_one_sync(linked: Link) -> None:
    _fill(linked, 30)

    await asyncio.gather(*(linked.run() for _ in range(10)))

    assert len(await linked.syncs()) == 1
    assert len(await linked.transactions()) == 30


@pytest.mark.parametrize("page", range(5))
async def test_a_mutation_on_any_page_restarts_from_the_first(
    linked: Link, bank: FakeBank, page: int
) -> None:
    bank.page_size = 10
    _fill(linked, 50)
    seen: list[int] = []

    def mutate_once(start: int) -> None:
        seen.append(start)
        if seen.count(page * 10) == 1 and start == page * 10:
            raise changed_while_paging()

    bank.before_page = mutate_once
    await linked.run()

    assert seen == [*range(0, page * 10 + 1, 10), 0, 10, 20, 30, 40]
    assert len(await linked.transactions()) == 50
    assert (await linked.syncs())[-1].restarts == 1


async def test_endless_mutation_gives_up_writes_nothing_and_comes_back_later(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    _fill(linked, 5)
    bank.failures["fetch_changes"].extend(changed_while_paging() for _ in range(5))

    await linked.run()

    row = await linked.row()
    assert await linked.transactions() == []
    assert row.cursor is None
    assert row.next_at > clock.now()
    assert (await linked.syncs())[-1].error_code == "TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION"


async def test_mutation_on_a_stored_cursor_ends_in_a_full_resync(
    linked: Link, bank: FakeBank, clock: FixedClock
) -> None:
    _fill(linked, 5)
    await linked.run()
    starts: list[int] = []

    def mutate_on_stored_cursor(start: int) -> None:
        starts.append(start)
        if start:
            raise changed_while_paging()

    bank.before_page = mutate_on_stored_cursor
    await linked.want()
    for _ in range(4):
        clock.advance(hours=2)
        await linked.run()

    assert starts[-1] == 0
    assert (await linked.row()).status == ConnectionStatus.HEALTHY


async def test_a_lost_cursor_resyncs_in_full_and_removes_what_is_gone(linked: Link) -> None:
    account = linked.item.accounts[0]
    stays, goes = bank_transaction(account), bank_transaction(account)
    linked.item.add(stays, goes)
    await linked.run()
    before = {row.id for row in await linked.transactions()}
    linked.item.log.clear()
    linked.item.add(stays, bank_transaction(account))
    linked.item.id += "-renewed"  # the stored cursor now belongs to nobody

    await linked.sync()

    after = {row.id for row in await linked.transactions()}
    assert len(after) == 2
    assert len(before & after) == 1
    assert (await linked.syncs())[-1].removed == 1


async def test_a_zombie_commits_nothing(linked: Link, access: BankAccess, clock: FixedClock) -> None:
    _fill(linked, 3)
    zombie = await leases.claim(access, linked.member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    assert zombie is not None
    fetched = await fetching.fetch_all(access, zombie)
    clock.advance(minutes=2)
    _fill(linked, 4)
    await linked.run()

    with pytest.raises(StaleSync):
        await applying.apply(access, zombie, fetched)

    assert len(await linked.transactions()) == 7
    assert [sync.status for sync in await linked.syncs()] == [SyncStatus.ABANDONED, SyncStatus.SUCCEEDED]


async def test_a_zombie_without_a_successor_commits_nothing_after_a_disconnect(
    linked: Link, access: BankAccess
) -> None:
    _fill(linked, 3)
    zombie = await leases.claim(access, linked.member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    assert zombie is not None
    fetched = await fetching.fetch_all(access, zombie)
    await disconnecting.disconnect(access, linked.member, linked.connection_id)

    with pytest.raises(StaleSync):
        await applying.apply(access, zombie, fetched)

    assert await linked.transactions() == []


async def test_a_poison_row_is_set_aside_and_the_rest_goes_on(linked: Link) -> None:
    _fill(linked, 2)
    linked.item.spoil("poison")
    _fill(linked, 2)

    await linked.run()

    sync = (await linked.syncs())[-1]
    assert (sync.added, sync.skipped, sync.status) == (4, 1, SyncStatus.SUCCEEDED)
    assert (await linked.row()).cursor == f"{linked.item.id}:5"


@pytest.mark.parametrize("page_size", [1, 500])
async def test_a_posted_row_keeps_the_pending_ones_id(linked: Link, bank: FakeBank, page_size: int) -> None:
    account = linked.item.accounts[0]
    pending = bank_transaction(account, pending=True, amount=Decimal(-20))
    linked.item.add(pending)
    await linked.run()
    before = (await linked.transactions())[0].id
    bank.page_size = page_size
    linked.item.remove(pending)
    linked.item.add(bank_transaction(account, pending_id=pending.id, amount=Decimal(-23)))

    await linked.sync()

    rows = await linked.transactions()
    assert [(row.id, row.pending, row.amount) for row in rows] == [(before, False, Decimal(-23))]


async def test_an_empty_cursor_is_no_progress(
    linked: Link, clock: FixedClock, courier: RecordingCourier
) -> None:
    linked.item.history = HistoryStatus.NOT_READY
    courier.clear()

    await linked.run()

    row = await linked.row()
    assert (row.status, row.cursor) == (ConnectionStatus.IMPORTING, None)
    assert row.wanted_version > row.done_version
    assert clock.now() < row.next_at <= clock.now() + timedelta(seconds=2)
    assert [job.delay_seconds for job in courier.jobs if job.name == "connections.sync"] == [1]


async def test_the_import_is_done_when_the_history_is(linked: Link, clock: FixedClock) -> None:
    linked.item.history = HistoryStatus.INITIAL
    _fill(linked, 2)
    await linked.run()
    assert (await linked.row()).status == ConnectionStatus.IMPORTING
    linked.item.history = HistoryStatus.COMPLETE
    _fill(linked, 3)
    clock.advance(seconds=5)

    await linked.run()

    assert (await linked.row()).status == ConnectionStatus.HEALTHY
    assert len(await linked.transactions()) == 5


async def test_a_whole_history_says_at_once_when_the_provider_read_it(
    linked: Link, clock: FixedClock
) -> None:
    linked.item.history = HistoryStatus.INITIAL
    await linked.run()
    linked.item.history = HistoryStatus.COMPLETE
    linked.item.updated_at = clock.now()
    clock.advance(seconds=5)

    await linked.run()

    assert (await linked.row()).provider_updated_at == linked.item.updated_at


async def test_a_bank_that_never_advances_does_not_hold_the_worker(linked: Link, bank: FakeBank) -> None:
    bank.page_size = 0
    _fill(linked, 1)

    await linked.run()

    assert (await linked.syncs())[-1].error_code == "PAGES_STUCK"


async def test_an_error_of_ours_stays_visible_and_the_cursor_stays(
    linked: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(linked, 1)

    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(applying, "_store_rows", fail)
    with pytest.raises(RuntimeError):
        await linked.run()

    row = await linked.row()
    assert (row.error_code, row.cursor, row.lease_token) == ("INTERNAL", None, None)
    assert (await linked.syncs())[-1].status == SyncStatus.FAILED


async def test_no_transaction_is_open_while_the_bank_is_asked(
    make_link: MakeLink, bank: FakeBank, access: BankAccess
) -> None:
    linked = await make_link()
    _fill(linked, 3)
    open_during_fetch: list[int] = []
    pool = access.database.engine.pool

    bank.before_page = lambda _: open_during_fetch.append(pool.checkedout())  # type: ignore[attr-defined]
    await linked.run()

    assert open_during_fetch == [0]


async def test_a_page_that_fails_half_way_writes_nothing(
    linked: Link, bank: FakeBank, database_rows: "Rows"
) -> None:
    bank.page_size = 10
    _fill(linked, 30)
    before = await database_rows.fingerprint()

    def fail_late(start: int) -> None:
        if start == 20:
            raise TryAgainLater("timed out", code="ReadTimeoutError")

    bank.before_page = fail_late
    await linked.run()

    assert await database_rows.fingerprint() == before
    assert (await linked.row()).cursor is None


class Rows:
    """Every row version of the bank's data: any write at all changes it."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def fingerprint(self) -> list[tuple[str, int, str]]:
        async with self._link.access.database.transaction(self._link.member.scope) as session:
            result = []
            for table in ("transactions", "bank_transactions", "rejected_rows"):
                query = f"SELECT count(*), coalesce(sum(xmin::text::bigint), 0)::text FROM {table}"
                result.append((table, *(await session.execute(text(query))).one()))
            return result


@pytest.fixture
def database_rows(linked: Link) -> Rows:
    return Rows(linked)
