"""Linking a bank again: the same accounts and transactions go on, nothing is there twice, no edit is lost."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from saldo.accounts.models import Account
from saldo.connections import disconnecting, jobs, linking, presenting, relinking, syncing
from saldo.connections.errors import ConnectionDuplicate, RelinkImpossible
from saldo.connections.models import ConnectionStatus, SyncTrigger
from saldo.connections.relinking import Offered, make_plan
from saldo.connections.schemas import RelinkedAccount
from saldo.providers.bank import AccessRevoked, BankAccount, BankTransaction, HistoryStatus
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.models import Origin, Transaction
from tests.connections.conftest import Link, MakeLink, do_promised, exchange_request
from tests.fakes.bank import FakeBank, bank_account, bank_transaction
from tests.fakes.courier import RecordingCourier


def _anew(rows: Sequence[BankAccount]) -> list[BankAccount]:
    """Show the same accounts as a new link does: every id is another."""
    return [replace(each, id=f"new-{each.id}") for each in rows]


def _again(row: BankTransaction, **changes: object) -> BankTransaction:
    changes = {"id": f"new-{row.id}", "account_id": f"new-{row.account_id}"} | changes
    return replace(row, **changes)  # type: ignore[arg-type]


async def _relink(old: Link, *rows: BankTransaction, relink: list[RelinkedAccount] | None = None) -> Link:
    """Link the same bank anew, with these rows in its history, and sync."""
    bank = old.access.bank
    assert isinstance(bank, FakeBank)
    token = bank.offer(*_anew(old.item.accounts))
    bank.offered(token).add(*rows)
    request = exchange_request(bank, token).model_copy(update={"relink": relink})
    linked = await linking.link(old.access, old.member, request)
    link = Link(old.access, old.member, linked.connection_id, bank.offered(token))
    await link.run()
    return link


async def _accounts(link: Link) -> dict[UUID, Account]:
    async with link.access.database.transaction(link.member.scope) as session:
        return {row.id: row for row in await session.scalars(select(Account))}


async def _note(link: Link, transaction_id: UUID, note: str) -> None:
    async with link.access.database.transaction(link.member.scope) as session:
        await session.execute(
            update(Transaction)
            .where(Transaction.id == transaction_id)
            .values(note=note, note_source="person", tags=["mine"], tags_source="person")
        )


@pytest.fixture
async def old(make_link: MakeLink) -> Link:
    """Link a bank with three rows, two of them twins, and read it."""
    link = await make_link()
    account = link.item.accounts[0]
    link.item.add(
        bank_transaction(account, description="COFFEE BAR 12"),
        bank_transaction(account, description="COFFEE BAR 12"),
        bank_transaction(account, description="RENT", amount=Decimal(-900), date=dt.date(2026, 10, 1)),
    )
    await link.run()
    return link


def _rows(link: Link) -> list[BankTransaction]:
    return [row for _, row in link.item.log if isinstance(row, BankTransaction)]


async def test_a_bank_linked_again_goes_on_where_it_was(old: Link) -> None:
    accounts, before = await _accounts(old), await old.transactions()
    for each in before:
        await _note(old, each.id, f"note {each.description}")
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    late = bank_transaction(old.item.accounts[0], description="SINCE THEN")
    new = await _relink(old, *(_again(row) for row in _rows(old)), _again(late))

    after = await new.transactions()
    assert set(await _accounts(old)) == set(accounts)
    assert {each.status for each in (await _accounts(old)).values()} == {"active"}
    assert [each.id for each in after][:3] == [each.id for each in before]
    assert [each.description for each in after][3:] == ["SINCE THEN"]
    assert {each.note for each in after[:3]} == {"note COFFEE BAR 12", "note RENT"}
    assert {tuple(each.tags) for each in after[:3]} == {("mine",)}
    assert (await new.syncs())[-1].added == 1


async def test_an_entry_and_its_parts_go_on_with_the_new_link(old: Link) -> None:
    [account_id] = await _accounts(old)
    coffee, _, rent = sorted(await old.transactions(), key=lambda each: (each.date, each.id), reverse=True)
    parts = [
        {"amount": str(rent.amount / 2), "category_primary": "TRAVEL", "category_detailed": "TRAVEL_FLIGHTS"}
    ]
    entry = NewEntry(account_id, coffee.date, Decimal(-60), "USD", "Cheque", Origin.PERSON, pending=True)
    async with old.access.database.transaction(old.member.scope) as session:
        written = await correcting.add_entry(session, old.member.workspace_id, entry, coffee.created_at)
        await session.execute(update(Transaction).where(Transaction.id == rent.id).values(parts=parts * 2))
    cheque = bank_transaction(
        old.item.accounts[0], description="CHECK 7", amount=Decimal(-60), date=coffee.date
    )
    old.item.add(cheque)
    await old.run()
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    new = await _relink(old, *(_again(row) for row in _rows(old)))

    after = {each.id: each for each in await new.transactions()}
    assert len(after) == 4
    assert (after[written].description, after[written].origin) == ("CHECK 7", "bank")
    assert after[written].entry is not None
    assert after[rent.id].parts == parts * 2


async def test_syncing_again_and_again_after_a_relink_changes_nothing(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    new = await _relink(old, *(_again(row) for row in _rows(old)))
    ids = [each.id for each in await new.transactions()]

    await new.sync()
    async with new.access.database.transaction(new.member.scope) as session:
        await session.execute(text("UPDATE bank_connections SET cursor = NULL"))
    await new.sync()

    assert [each.id for each in await new.transactions()] == ids
    assert (await new.syncs())[-1].added == 0


async def test_what_the_new_link_removes_is_removed(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    rows = [_again(row) for row in _rows(old)]
    new = await _relink(old, *rows)

    new.item.remove(rows[0])
    await new.sync()

    assert len(await new.transactions()) == 2


async def test_history_the_new_link_no_longer_tells_stays(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    new = await _relink(old, _again(_rows(old)[0]))

    assert len(await new.transactions()) == 3


async def test_a_pending_row_that_was_posted_meanwhile_is_one_transaction(old: Link) -> None:
    account = old.item.accounts[0]
    waiting = bank_transaction(account, pending=True, description="SHOES", amount=Decimal(-80))
    hold = bank_transaction(account, pending=True, description="HOTEL HOLD", amount=Decimal(-1))
    old.item.add(waiting, hold)
    await old.sync()
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    posted = _again(waiting, pending=False, date=waiting.date + dt.timedelta(days=2))
    new = await _relink(old, *(_again(row) for row in _rows(old)[:3]), posted)

    found = [each for each in await new.transactions() if each.description in {"SHOES", "HOTEL HOLD"}]
    assert [(each.description, each.pending, each.date) for each in found] == [("SHOES", False, posted.date)]


async def test_what_a_person_took_away_does_not_come_back(old: Link) -> None:
    gone = (await old.transactions())[0].id
    async with old.access.database.transaction(old.member.scope) as session:
        await session.execute(
            update(Transaction)
            .where(Transaction.id == gone)
            .values(removed_at=old.access.clock.now(), dismissed_at=old.access.clock.now())
        )
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    new = await _relink(old, *(_again(row) for row in _rows(old)))

    assert len(await new.transactions()) == 2


async def test_a_history_that_comes_in_two_portions_doubles_nothing(old: Link, bank: FakeBank) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    token = bank.offer(*_anew(old.item.accounts))
    item = bank.offered(token)
    item.history = HistoryStatus.INITIAL
    item.add(*(_again(row) for row in _rows(old)[:2]))
    linked = await linking.link(old.access, old.member, exchange_request(bank, token))
    new = Link(old.access, old.member, linked.connection_id, item)
    await new.run()

    item.history = HistoryStatus.COMPLETE
    item.add(_again(_rows(old)[2]))
    await new.sync()

    assert len(await new.transactions()) == 3


async def test_a_bank_can_be_linked_a_third_time(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    second = await _relink(old, *(_again(row) for row in _rows(old)[:2]))
    await disconnecting.disconnect(second.access, second.member, second.connection_id)

    third = await _relink(second, *(_again(row) for row in _rows(second)), _again(_again(_rows(old)[2])))

    assert len(await third.transactions()) == 3
    assert len(await _accounts(third)) == 1


async def test_a_living_duplicate_is_replaced_only_when_planned(
    old: Link, bank: FakeBank, courier: RecordingCourier
) -> None:
    [account_id] = await _accounts(old)
    with pytest.raises(ConnectionDuplicate):
        await _relink(old)

    offered = f"new-{old.item.accounts[0].id}"
    pair = RelinkedAccount(offered_id=offered, account_id=account_id)
    new = await _relink(old, *(_again(row) for row in _rows(old)), relink=[pair])
    await do_promised(new.access, courier, jobs.REMOVE_ITEM)

    assert (await old.row()).status == ConnectionStatus.DISCONNECTED
    assert set(bank.items) == {new.item.access_token}
    assert len(await new.transactions()) == 3
    assert set(await _accounts(new)) == {account_id}


async def test_access_that_was_withdrawn_goes_on_with_a_new_link(old: Link) -> None:
    old.item.error = AccessRevoked("gone", code="ITEM_NOT_FOUND")
    await old.sync()
    assert (await old.row()).status == ConnectionStatus.REVOKED

    new = await _relink(old, *(_again(row) for row in _rows(old)))

    assert len(await new.transactions()) == 3
    assert (await old.row()).status == ConnectionStatus.DISCONNECTED


@pytest.mark.parametrize("pages_read", [0, 2])
async def test_a_new_link_whose_access_ends_before_it_has_read_all_loses_nothing(
    old: Link, pages_read: int
) -> None:
    before = await old.transactions()
    for each in before:
        await _note(old, each.id, "kept")
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    bank = old.access.bank
    assert isinstance(bank, FakeBank)
    token = bank.offer(*_anew(old.item.accounts))
    item = bank.offered(token)
    item.add(*(_again(row) for row in _rows(old)))
    linked = await linking.link(old.access, old.member, exchange_request(bank, token))

    def end(start: int) -> None:
        if start == pages_read:
            item.error = AccessRevoked("rotated", code="INVALID_ACCESS_TOKEN")
            raise item.error

    bank.page_size, bank.before_page = 1, end
    cut = Link(old.access, old.member, linked.connection_id, item)
    await cut.run()
    assert (await cut.row()).status == ConnectionStatus.REVOKED
    bank.page_size, bank.before_page = 500, lambda _: None
    between = await cut.transactions()

    third = await _relink(old, *(_again(row) for row in _rows(old)))

    assert (await cut.row()).status == ConnectionStatus.DISCONNECTED
    after = await third.transactions()
    for seen in (between, after):
        assert [(each.id, each.note) for each in seen] == [(each.id, "kept") for each in before]
    assert len(await _accounts(third)) == 1


async def test_a_person_may_begin_anew_instead(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)

    new = await _relink(old, *(_again(row) for row in _rows(old)), relink=[])

    assert len(await _accounts(new)) == 2
    assert len(await new.transactions()) == 6


async def test_pairs_that_do_not_fit_are_refused_and_the_access_given_back(
    old: Link, bank: FakeBank, courier: RecordingCourier
) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    [account_id] = await _accounts(old)
    good = RelinkedAccount(offered_id=f"new-{old.item.accounts[0].id}", account_id=account_id)
    strange = good.model_copy(update={"offered_id": "nobody"})

    for pairs in ([good, good], [strange], [good.model_copy(update={"account_id": old.connection_id})]):
        with pytest.raises(RelinkImpossible):
            await _relink(old, relink=pairs)

    await do_promised(old.access, courier, jobs.REMOVE_ITEM)
    assert bank.items == {}
    assert {each.status for each in (await _accounts(old)).values()} == {"closed"}


async def test_the_plan_shows_what_goes_on_what_is_new_and_what_stays(make_link: MakeLink) -> None:
    old = await make_link("Checking", "Savings")
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    checking = _anew(old.item.accounts)[0]
    offered = [relinking.from_bank(each) for each in (checking, bank_account("Brand new"))]

    async with old.access.database.transaction(old.member.scope) as session:
        plan = await relinking.plan_relink(session, old.member.workspace_id, "ins_1", offered)
    shown = presenting.plan_shown(plan)

    assert [(each.offered_id, each.account_name, each.by) for each in shown.matches] == [
        (checking.id, "Checking", "digits_and_name")
    ]
    assert shown.new == [offered[1].id]
    assert [each.account_name for each in shown.history] == ["Savings"]
    assert shown.replaces == []


async def test_a_former_connection_whose_accounts_went_on_is_not_listed(old: Link) -> None:
    await disconnecting.disconnect(old.access, old.member, old.connection_id)
    new = await _relink(old)

    async with new.access.database.transaction(new.member.scope) as session:
        shown = await presenting.list_shown(session, new.member.workspace_id, new.access.clock.now())

    assert [each.id for each in shown] == [new.connection_id]


async def test_a_sync_of_the_replaced_connection_cannot_write(old: Link, bank: FakeBank) -> None:
    [account_id] = await _accounts(old)
    pair = RelinkedAccount(offered_id=f"new-{old.item.accounts[0].id}", account_id=account_id)
    fetch = bank.fetch_changes
    old.item.add(bank_transaction(old.item.accounts[0], description="TOO LATE"))

    async def relink_meanwhile(access_token: str, cursor: str | None) -> object:
        page = await fetch(access_token, cursor)
        bank.fetch_changes = fetch  # type: ignore[method-assign]
        await _relink(old, *(_again(row) for row in _rows(old)[:3]), relink=[pair])
        return page

    await old.want()
    bank.fetch_changes = relink_meanwhile  # type: ignore[method-assign,assignment]
    await syncing.run_sync(old.access, old.member.workspace_id, old.connection_id, SyncTrigger.USER)

    assert len(await old.transactions()) == 3


def test_signs_that_fit_two_accounts_say_nothing() -> None:
    twins = [Offered(str(n), "Card", "0001", "credit", "credit card") for n in (1, 2)]

    assert make_plan(twins, []).new == twins
