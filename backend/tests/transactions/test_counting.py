"""A connection's counts, taken from the sums of its days, are those of its live rows."""

from saldo.core.database import Database
from saldo.transactions.counting import Counts, count_by_connection
from tests.factories.ledger import bank_account, bank_row, link_bank
from tests.factories.workspaces import Home


async def test_what_is_pending_counts_and_what_was_withdrawn_does_not(
    database: Database, workspace: Home, stranger: Home
) -> None:
    bank = await link_bank(database, workspace, bank_account(), bank_account("savings"))
    other = await link_bank(database, stranger)
    await other.apply(added=[bank_row()])
    await bank.apply(added=[bank_row("a"), bank_row("b", currency="EUR"), bank_row("c", pending=True)])
    await bank.apply(added=[bank_row("d")], removed=["a"])

    async with database.transaction(workspace.scope) as session:
        counted = await count_by_connection(session, workspace.workspace_id)

    assert counted == {bank.connection_id: Counts(accounts=2, transactions=3, categorised=0)}
