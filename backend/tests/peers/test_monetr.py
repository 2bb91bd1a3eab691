"""monetr's faults: a restart from nothing, and an end after ten pages."""

from saldo.providers.bank import ChangedWhilePaging
from tests.connections.conftest import Link
from tests.fakes.bank import FakeBank, bank_transaction


async def test_forty_pages_are_read_to_the_last(linked: Link, bank: FakeBank) -> None:
    bank.page_size = 5
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(200)))

    await linked.run()

    assert len(await linked.transactions()) == 200
    assert (await linked.syncs())[-1].pages == 40


async def test_a_removal_before_a_mutation_is_not_missed(linked: Link, bank: FakeBank) -> None:
    rows = [bank_transaction(linked.item.accounts[0]) for _ in range(6)]
    linked.item.add(*rows)
    await linked.run()
    bank.page_size = 1
    linked.item.remove(rows[0])
    linked.item.add(bank_transaction(linked.item.accounts[0]))
    struck: list[int] = []

    def move_once(start: int) -> None:
        if start == 7 and not struck:
            struck.append(start)
            linked.item.remove(rows[1])
            raise ChangedWhilePaging("moved", code="TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION")

    bank.before_page = move_once
    await linked.sync()

    assert struck
    assert len(await linked.transactions()) == 5
    assert (await linked.syncs())[-1].removed == 2
