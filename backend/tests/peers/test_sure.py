"""Sure's faults: the cursor before the rows, and removals that never arrive."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from saldo.connections import applying, fetching, leases
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncTrigger
from tests.connections.conftest import Link
from tests.fakes.bank import FakeBank, bank_transaction

_MOST_STATEMENTS = 100


class _BrokenOff(Exception):
    """The process could have died here."""


@contextmanager
def _break_off_at(number: int) -> Iterator[None]:
    """Raise before the n-th statement of the block."""
    count = 0

    def strike(*_: object, **__: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise _BrokenOff

    event.listen(Engine, "before_cursor_execute", strike, named=True)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", strike)


async def test_a_sync_broken_off_at_any_statement_leaves_nothing(linked: Link, access: BankAccess) -> None:
    account = linked.item.accounts[0]
    linked.item.add(*(bank_transaction(account) for _ in range(5)))
    claim = await leases.claim(access, linked.member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    assert claim is not None
    fetched = await fetching.fetch_all(access, claim)

    for number in range(1, _MOST_STATEMENTS):
        try:
            with _break_off_at(number):
                await applying.apply(access, claim, fetched)
            break
        except _BrokenOff:
            assert await linked.transactions() == []
            assert (await linked.row()).cursor is None

    assert number > 10, "the sync was broken off between its statements"
    assert len(await linked.transactions()) == 5
    assert (await linked.row()).cursor is not None


@pytest.mark.parametrize("page_size", [1, 500])
async def test_what_the_bank_removes_goes_by_the_way_it_came(
    linked: Link, bank: FakeBank, page_size: int
) -> None:
    bank.page_size = page_size
    kept, gone = (bank_transaction(linked.item.accounts[0]) for _ in range(2))
    linked.item.add(kept, gone)
    await linked.run()

    linked.item.remove(gone)
    await linked.sync()

    assert len(await linked.transactions()) == 1
    assert (await linked.syncs())[-1].removed == 1
