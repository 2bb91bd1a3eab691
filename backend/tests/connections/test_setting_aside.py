"""Rows that cannot be stored are seen, counted and read again; a lost cursor loses nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from saldo.connections import presenting, setting_aside
from saldo.connections.errors import ConnectionNotFound, ConnectionWaits
from saldo.connections.models import BankConnection
from saldo.connections.schemas import SetAsideRow
from saldo.providers.bank import BankTransaction, HistoryStatus
from saldo.transactions.models import Transaction
from tests.connections.conftest import Link
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_transaction


async def _aside(link: Link, limit: int = 10, cursor: str | None = None) -> list[SetAsideRow]:
    async with link.access.database.transaction(link.member.scope) as session:
        page = await setting_aside.list_rows(
            session, link.member.workspace_id, link.connection_id, cursor, limit
        )
        return page.data


async def _retry(link: Link) -> None:
    async with link.access.database.transaction(link.member.scope) as session:
        await setting_aside.retry(session, link.access.clock, link.member.workspace_id, link.connection_id)


async def _counted(link: Link) -> int:
    async with link.access.database.transaction(link.member.scope) as session:
        shown = await presenting.get_shown(
            session, link.member.workspace_id, link.connection_id, link.access.clock.now()
        )
        return shown.counts.set_aside


def _row(link: Link, identity: str, **changes: object) -> BankTransaction:
    return bank_transaction(link.item.accounts[0], id=identity, **changes)


async def test_a_poison_row_is_set_aside_in_sight_and_the_others_are_stored(linked: Link) -> None:
    linked.item.add(_row(linked, "good"))
    linked.item.spoil("poison")

    await linked.run()

    [row] = await _aside(linked)
    assert (row.provider_transaction_id, row.reason) == ("poison", "amount is missing")
    assert (await linked.syncs())[-1].skipped == await _counted(linked) == 1
    assert len(await linked.transactions()) == 1


async def test_a_retry_brings_in_what_can_be_read_by_now(linked: Link) -> None:
    linked.item.add(_row(linked, "good"))
    linked.item.spoil("poison")
    await linked.run()
    linked.item.log[-1] = ("added", _row(linked, "poison"))  # the provider mended it, and told nobody

    await linked.sync()
    assert len(await linked.transactions()) == 1
    await _retry(linked)
    await linked.run()

    assert await _aside(linked) == []
    assert len(await linked.transactions()) == 2
    assert (await linked.syncs())[-1].added == 1


async def test_a_row_the_bank_no_longer_lists_is_not_missing(linked: Link) -> None:
    linked.item.add(_row(linked, "good"))
    linked.item.spoil("poison")
    await linked.run()
    linked.item.log.pop()

    await _retry(linked)
    await linked.run()

    assert await _counted(linked) == 0


async def test_a_row_that_stays_poisoned_stays_in_sight_once(linked: Link) -> None:
    linked.item.add(_row(linked, "good"))
    linked.item.spoil("poison")
    await linked.run()

    for _ in range(3):
        await _retry(linked)
        await linked.run()

    assert len(await _aside(linked)) == 1


async def test_a_retry_during_a_sync_is_not_forgotten(linked: Link, bank: FakeBank) -> None:
    linked.item.add(_row(linked, "good"))
    linked.item.spoil("poison")
    await linked.run()
    linked.item.log[-1] = ("added", _row(linked, "poison"))
    fetch = bank.fetch_changes

    async def retry_meanwhile(access_token: str, cursor: str | None) -> object:
        bank.fetch_changes = fetch  # type: ignore[method-assign]
        await _retry(linked)
        return await fetch(access_token, cursor)

    bank.fetch_changes = retry_meanwhile  # type: ignore[method-assign,assignment]
    await linked.sync()
    await linked.run()

    assert await _aside(linked) == []


async def test_pages_of_rows_set_aside_go_backwards(linked: Link) -> None:
    for number in range(5):
        linked.item.spoil(f"poison-{number}")
    await linked.run()

    async with linked.access.database.transaction(linked.member.scope) as session:
        place = (session, linked.member.workspace_id, linked.connection_id)
        first = await setting_aside.list_rows(*place, None, 3)
        second = await setting_aside.list_rows(*place, first.pagination.next_cursor, 3)

    assert len({row.id for row in (*first.data, *second.data)}) == 5
    assert second.pagination.next_cursor is None


async def test_nothing_is_read_again_while_a_person_must_sign_in(
    linked: Link, bank: FakeBank, stranger: Home
) -> None:
    bank.break_login(linked.item)
    await linked.run()

    with pytest.raises(ConnectionWaits):
        await _retry(linked)
    with pytest.raises(ConnectionNotFound):
        async with linked.access.database.transaction(stranger.scope) as session:
            await setting_aside.list_rows(session, stranger.workspace_id, linked.connection_id, None, 1)


async def _break_cursor(link: Link, cursor: str | None) -> None:
    async with link.access.database.transaction(link.member.scope) as session:
        await session.execute(update(BankConnection).values(cursor=cursor))


@pytest.mark.parametrize("cursor", ["another-item:7", None])
async def test_a_lost_cursor_doubles_nothing_keeps_edits_and_removes_what_is_gone(
    linked: Link, cursor: str | None
) -> None:
    rows = [_row(linked, f"row-{number}") for number in range(4)]
    linked.item.add(*rows)
    await linked.run()
    before = {each.id for each in await linked.transactions()}
    async with linked.access.database.transaction(linked.member.scope) as session:
        await session.execute(update(Transaction).values(note="mine", note_source="person"))
    linked.item.log = [("added", row) for row in rows[1:]]
    linked.item.log.append(("added", replace(rows[0], id="row-new", description="NEW")))

    await _break_cursor(linked, cursor)
    await linked.sync()

    after = {each.id: each.note for each in await linked.transactions()}
    assert len(after) == 4
    assert len(before & after.keys()) == 3
    assert {after[kept] for kept in before & after.keys()} == {"mine"}
    assert ((await linked.syncs())[-1].added, (await linked.syncs())[-1].removed) == (1, 1)


async def test_a_cursor_lost_before_the_history_is_whole_still_finds_what_is_gone(linked: Link) -> None:
    rows = [_row(linked, f"row-{number}") for number in range(3)]
    linked.item.add(*rows)
    await linked.run()
    linked.item.log = [("added", row) for row in rows[:2]]
    linked.item.history = HistoryStatus.INITIAL
    await _break_cursor(linked, "another-item:7")

    await linked.sync()
    in_between = len(await linked.transactions())
    linked.item.history = HistoryStatus.COMPLETE
    await linked.sync()

    assert (in_between, len(await linked.transactions())) == (3, 2)
