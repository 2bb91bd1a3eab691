"""What tests ask of the ledger: begin it, check it, read what came out."""

import datetime as dt
from collections.abc import Sequence

from saldo.ledger import anchoring, checking
from saldo.ledger.checking import Checked, Occasion
from tests.factories.ledger import Bank


async def anchor(bank: Bank, now: dt.datetime, *, complete: bool = True) -> None:
    """Begin the ledgers of a bank's accounts, as its sync would."""
    async with bank.database.transaction(bank.home.scope) as session:
        await anchoring.anchor_accounts(
            session, bank.home.workspace_id, bank.connection_id, now, is_history_complete=complete
        )


async def check(bank: Bank, now: dt.datetime) -> Sequence[Checked]:
    """Compare the bank's accounts with their ledgers, as its sync would."""
    async with bank.database.transaction(bank.home.scope) as session:
        return await checking.check_connection(
            session, bank.home.workspace_id, bank.connection_id, Occasion("sync", now)
        )
