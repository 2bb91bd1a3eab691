"""An account that comes and goes while the bank is being read."""

from tests.connections.conftest import Link
from tests.fakes.bank import FakeBank, bank_account, bank_transaction


async def test_an_account_opened_and_closed_while_it_is_read_keeps_its_rows(
    linked: Link, bank: FakeBank
) -> None:
    bank.page_size = 1
    kept, brief = linked.item.accounts[0], bank_account("Savings")
    linked.item.accounts = [kept, brief]
    linked.item.add(bank_transaction(brief), bank_transaction(kept))

    def close_before_the_second_page(start: int) -> None:
        if start == 1:
            linked.item.accounts = [kept]

    bank.before_page = close_before_the_second_page
    await linked.run()

    assert len(await linked.transactions()) == 2
    assert (await linked.syncs())[-1].skipped == 0
