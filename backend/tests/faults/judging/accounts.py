"""I4: the sum of the entries is the balance, and the balance is the bank's."""

from decimal import Decimal
from typing import Any

from saldo.core.database import Database
from saldo.verify.verifying import verify
from tests.faults.judging.evidence import Findings, Hearing

_CONNECTIONS = """
SELECT id, provider_item_id FROM bank_connections WHERE provider_item_id IS NOT NULL AND status = 'healthy'
"""
_BALANCES = """
SELECT provider_account_id AS id, current_balance FROM accounts WHERE connection_id = $1 AND status = 'active'
"""
_OFF = """
SELECT * FROM (SELECT DISTINCT ON (account_id) * FROM ledger_checks ORDER BY account_id, id DESC) last
WHERE status = 'off'
"""


class _Mute:
    """Whoever only looks has nothing to tell."""

    async def deliver(self, messages: object) -> None:
        raise AssertionError(f"a verification promised {messages}")


async def examine_sums(hearing: Hearing) -> Findings:
    """Compare the stored balances with the bank's, and every figure with the rows it follows from."""
    found = [f"account {row['account_id']} has left its bank" for row in await hearing.superuser.fetch(_OFF)]
    for connection in await hearing.superuser.fetch(_CONNECTIONS):
        truth = await hearing.ask_bank(connection["provider_item_id"])
        told = {account["account_id"]: _current(account) for account in truth["accounts"]}
        found += [
            f"{row['id']}: ours {row['current_balance']}, the bank's {told.get(row['id'])}"
            for row in await hearing.superuser.fetch(_BALANCES, connection["id"])
            if told.get(row["id"]) != row["current_balance"]
        ]
    database = Database(hearing.evidence.verify_dsn, _Mute())
    try:
        _, disagreements = await verify(database)
    finally:
        await database.close()
    return {"I4": found + [str(each) for each in disagreements]}


def _current(account: dict[str, Any]) -> Decimal:
    return Decimal(str(account["balances"]["current"]))
