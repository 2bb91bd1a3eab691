"""What other programs of this kind get wrong, by the fault: none of it may happen here."""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, update

from saldo.connections import applying, notices, repairing
from saldo.connections.inbox import Addressee
from saldo.connections.models import ConnectionStatus
from saldo.core.database import Database
from saldo.providers.bank import BankNotice, NoticeKind
from saldo.providers.plaid.mapping import changes_from
from saldo.transactions import correcting
from saldo.transactions.models import Transaction
from tests.connections.conftest import Link
from tests.fakes.bank import FakeBank, bank_transaction, changed_while_paging
from tests.fakes.clock import FixedClock

S = ConnectionStatus


class _Killed(BaseException):
    """The worker dies between two statements."""


@contextmanager
def _killed_before(database: Database, statement_number: int) -> Iterator[list[int]]:
    """Let the process die before this statement; the list counts those that were begun."""
    begun = [0]

    def count(*_: object) -> None:
        begun[0] += 1
        if begun[0] == statement_number:
            raise _Killed

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield begun
    finally:
        event.remove(engine, "before_cursor_execute", count)


async def test_a_kill_between_any_two_statements_of_a_sync_loses_and_doubles_nothing(
    linked: Link, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, at = applying.apply, [0]

    async def die_on_the_way(*given: object) -> object:
        with _killed_before(linked.access.database, at[0]):
            return await apply(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(applying, "apply", die_on_the_way)
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(3)))
    linked.item.remove(bank_transaction(linked.item.accounts[0]))
    killed = 0
    while not (await linked.row()).cursor:
        at[0] += 1
        try:
            await linked.run()
        except _Killed:
            killed += 1
            assert await linked.transactions() == []
        clock.advance(minutes=1)

    assert killed == at[0] - 1 > 10
    assert len(await linked.transactions()) == 3


@pytest.mark.parametrize("page", range(4))
async def test_a_mutation_restarts_from_the_stored_cursor_and_misses_no_removal(
    linked: Link, bank: FakeBank, page: int
) -> None:
    bank.page_size = 10
    rows = [bank_transaction(linked.item.accounts[0]) for _ in range(20)]
    linked.item.add(*rows)
    await linked.run()
    for row in rows:
        linked.item.remove(row)
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(20)))
    seen: list[int] = []

    def mutate_once(start: int) -> None:
        seen.append(start)
        if start == 20 + page * 10 and seen.count(start) == 1:
            raise changed_while_paging()

    bank.before_page = mutate_once
    await linked.sync()

    assert seen == [*range(20, 21 + page * 10, 10), 20, 30, 40, 50]
    assert len(await linked.transactions()) == 20


async def test_forty_pages_are_all_read(linked: Link, bank: FakeBank) -> None:
    bank.page_size = 5
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(200)))

    await linked.run()

    assert ((await linked.syncs())[-1].pages, len(await linked.transactions())) == (40, 200)


async def test_one_history_read_again_and_again_is_there_once(linked: Link) -> None:
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(3)))

    for _ in range(10):
        await linked.forget_cursor()
        await linked.sync()

    assert len(await linked.transactions()) == 3
    assert sum(sync.added for sync in await linked.syncs()) == 3


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NoticeKind.LOGIN_EXPIRED, S.NEEDS_LOGIN),
        (NoticeKind.LOGIN_EXPIRING, S.PENDING_EXPIRATION),
        (NoticeKind.ACCESS_ENDING, S.PENDING_DISCONNECT),
        (NoticeKind.ACCESS_REVOKED, S.REVOKED),
    ],
)
@pytest.mark.parametrize("way_back", ["webhook", "dialog"])
async def test_every_item_webhook_moves_the_connection_and_back(
    linked: Link, bank: FakeBank, kind: NoticeKind, status: S, way_back: str
) -> None:
    await linked.run()
    if kind is NoticeKind.LOGIN_EXPIRED:
        bank.break_login(linked.item)
    await _hear(linked, kind)
    moved = (await linked.row()).status

    linked.item.error = None
    if way_back == "webhook":
        await _hear(linked, NoticeKind.LOGIN_REPAIRED)
    else:
        await repairing.check_repaired(linked.access, linked.member, linked.connection_id)

    row = await linked.row()
    assert (moved, row.status, row.error_code, row.login_expires_at) == (status, S.HEALTHY, None, None)


async def _hear(link: Link, kind: NoticeKind) -> None:
    row = await link.row()
    notice = BankNotice(kind, "ITEM", kind.value, link.item.id, "sandbox")
    await notices.act_on(link.access, notice, Addressee(row.workspace_id, row.id, row.status))


async def test_rows_with_only_what_the_bank_must_say_are_stored(
    linked: Link, bank: FakeBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    sparse = {
        "transaction_id": "sparse",
        "account_id": linked.item.accounts[0].id,
        "amount": 4,
        "date": "2026-11-01",
        "iso_currency_code": "USD",
        "pending": False,
        "personal_finance_category": None,
        "category": None,
        "merchant_name": None,
        "location": None,
    }
    page = {
        "added": [sparse, {"transaction_id": "broken"}, None],
        "modified": [],
        "removed": [],
        "accounts": [],
        "next_cursor": "c1",
        "has_more": False,
        "transactions_update_status": "HISTORICAL_UPDATE_COMPLETE",
    }

    async def fetch(access_token: str, cursor: str | None) -> object:
        assert (access_token, cursor) == (linked.item.access_token, None)
        return changes_from(page)

    monkeypatch.setattr(bank, "fetch_changes", fetch)
    await linked.run()

    assert len(await linked.transactions()) == 1
    assert (await linked.syncs())[-1].skipped == 2


async def test_a_row_a_person_deleted_stays_deleted(linked: Link, clock: FixedClock) -> None:
    row = bank_transaction(linked.item.accounts[0])
    linked.item.add(row)
    await linked.run()
    [shown] = await linked.transactions()
    async with linked.access.database.transaction(linked.member.scope) as session:
        await correcting.take_away(session, linked.member.workspace_id, shown.id, clock.now())

    linked.item.modify(replace(row, description="COFFEE BAR, CORRECTED"))
    await linked.sync()
    await linked.forget_cursor()
    await linked.sync()

    assert await linked.transactions() == []


async def test_what_a_person_said_is_not_overwritten(linked: Link) -> None:
    row = bank_transaction(linked.item.accounts[0], pending=True)
    linked.item.add(row)
    await linked.run()
    said = {"note": "with Ann", "note_source": "person", "tags": ["trip"], "tags_source": "person"}
    async with linked.access.database.transaction(linked.member.scope) as session:
        await session.execute(update(Transaction).values(**said))

    posted = replace(row, id="posted", pending_id=row.id, pending=False, description="COFFEE BAR 99")
    linked.item.remove(row)
    linked.item.add(posted)
    await linked.sync()
    linked.item.modify(replace(posted, description="COFFEE BAR 100"))
    await linked.sync()

    [shown] = await linked.transactions()
    assert (shown.note, shown.tags, shown.description) == ("with Ann", ["trip"], "COFFEE BAR 100")


async def test_true_twins_are_two(linked: Link) -> None:
    row = bank_transaction(linked.item.accounts[0])
    linked.item.add(row, replace(row, id="its twin"))

    await linked.run()

    assert len(await linked.transactions()) == 2


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
async def test_a_day_at_the_bank_is_that_day_everywhere(
    linked: Link, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    day = dt.date(2026, 11, 1)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        linked.item.add(bank_transaction(linked.item.accounts[0], date=day, authorized_date=day))
        await linked.run()
        [shown] = await linked.transactions()
    finally:
        monkeypatch.undo()
        time.tzset()

    assert (shown.date, shown.authorized_date) == (day, day)
