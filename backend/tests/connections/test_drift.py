"""Every sync ends with a comparison of ledger and bank, in the same commit."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from saldo.ledger.models import LedgerAnchor, LedgerCheck
from saldo.providers.bank import HistoryStatus
from tests.connections.conftest import Link
from tests.fakes.bank import bank_transaction


async def _checks(link: Link) -> list[LedgerCheck]:
    async with link.access.database.transaction(link.member.scope) as session:
        return list(await session.scalars(select(LedgerCheck).order_by(LedgerCheck.id)))


def spend(link: Link, amount: str) -> None:
    """Let the bank's balance follow its rows, as banks do."""
    account = link.item.accounts[0]
    assert account.balance.current is not None
    balance = replace(account.balance, current=account.balance.current + Decimal(amount))
    link.item.accounts[0] = replace(account, balance=balance)
    link.item.add(bank_transaction(account, amount=Decimal(amount)))


async def test_a_bank_that_adds_up_agrees_after_every_sync(linked: Link) -> None:
    spend(linked, "-10")
    await linked.run()
    spend(linked, "-5.25")
    await linked.sync()

    checks = await _checks(linked)

    assert [(each.status, each.ledger_balance) for each in checks] == [
        ("agrees", Decimal(90)),
        ("agrees", Decimal("84.75")),
    ]
    assert [each.sync_id for each in checks] == [sync.id for sync in await linked.syncs()]


async def test_a_row_the_bank_never_sends_is_missed_by_the_next_sync(linked: Link) -> None:
    spend(linked, "-10")
    await linked.run()
    spend(linked, "-42.10")
    linked.item.log.pop()

    await linked.sync()

    last = (await _checks(linked))[-1]
    assert (last.status, last.difference) == ("off", Decimal("-42.10"))


async def test_a_sync_without_news_stores_no_check(linked: Link) -> None:
    await linked.run()
    await linked.sync()
    await linked.sync()

    assert len(await _checks(linked)) == 1


async def test_a_bank_that_is_not_ready_is_compared_with_nothing(linked: Link) -> None:
    linked.item.history = HistoryStatus.NOT_READY
    await linked.run()

    async with linked.access.database.transaction(linked.member.scope) as session:
        assert await session.scalar(select(LedgerAnchor.account_id)) is None
    assert await _checks(linked) == []
