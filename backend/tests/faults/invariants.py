"""What must hold after every fault, checked from the database and the emulator's oracle alone."""

import asyncio
from decimal import Decimal
from uuid import UUID

from saldo.verify.verifying import verify
from tests.faults.conftest import Stage


async def assert_told_once(stage: Stage, connection_id: UUID, item_id: str) -> int:
    """Check that the database holds what the bank holds, once; return how many transactions that is."""
    truth = await asyncio.to_thread(stage.emulator.tell_truth, item_id)
    expected = {row["transaction_id"]: _as_ours(row) for row in truth["transactions"]}
    rows = await stage.superuser.fetch(
        """
        SELECT provider_transaction_id AS id, t.amount, t.currency, t.date, t.pending
          FROM bank_transactions b JOIN transactions t ON t.id = b.transaction_id
         WHERE b.connection_id = $1 AND b.removed_at IS NULL AND t.removed_at IS NULL
        """,
        connection_id,
    )
    stored = {
        row["id"]: (row["amount"], row["currency"], row["date"].isoformat(), row["pending"]) for row in rows
    }
    assert len(rows) == len(stored), "a provider's row is there twice"
    assert stored.keys() == expected.keys(), "ghosts or gaps"
    assert stored == expected, "fields differ"
    await _assert_no_ghosts(stage, len(expected))
    await _assert_balances(stage, connection_id, truth["accounts"])
    await _assert_adds_up(stage)
    await _assert_gapless(stage)
    await _assert_discreet(stage, truth)
    return len(expected)


def _as_ours(row: dict[str, object]) -> tuple[Decimal, object, object, object]:
    currency = row["iso_currency_code"] or row["unofficial_currency_code"]
    return -Decimal(str(row["amount"])), currency, row["date"], row["pending"]


async def _assert_no_ghosts(stage: Stage, count: int) -> None:
    assert await stage.ask("SELECT count(*) FROM transactions WHERE removed_at IS NULL") == count
    assert await stage.ask("SELECT count(*) FROM syncs WHERE status = 'running'") == 0
    assert await stage.ask("SELECT count(*) FROM rejected_rows") == 0


async def _assert_balances(stage: Stage, connection_id: UUID, accounts: list[dict[str, object]]) -> None:
    rows = await stage.superuser.fetch(
        "SELECT provider_account_id AS id, current_balance FROM accounts WHERE connection_id = $1",
        connection_id,
    )
    truth = {}
    for account in accounts:
        balances = account["balances"]
        assert isinstance(balances, dict)
        truth[account["account_id"]] = Decimal(str(balances["current"]))
    stored = {row["id"]: row["current_balance"] for row in rows}
    differing = {
        key: (stored.get(key), truth.get(key))
        for key in stored.keys() | truth.keys()
        if stored.get(key) != truth.get(key)
    }
    assert not differing, f"balances differ: {differing}"


async def _assert_adds_up(stage: Stage) -> None:
    """Every figure follows from its rows, every run has its sealed receipt, and no ledger has left its bank."""
    _, findings = await verify(stage.resources.database)
    assert findings == []
    off = await stage.superuser.fetch(
        """
        SELECT * FROM (SELECT DISTINCT ON (account_id) * FROM ledger_checks ORDER BY account_id, id DESC) last
         WHERE status = 'off'
        """
    )
    assert off == []


async def _assert_gapless(stage: Stage) -> None:
    """Every workspace's event sequence counts up from one without a hole."""
    holes = await stage.ask(
        """
        SELECT count(*) FROM (
          SELECT workspace_id FROM workspace_events GROUP BY workspace_id
          HAVING max(sequence) <> count(*) OR min(sequence) <> 1) AS holed
        """
    )
    assert holes == 0


async def _assert_discreet(stage: Stage, truth: dict[str, list[dict[str, object]]]) -> None:
    """No log names a shop, an account or a person, or holds a token; a word alone may be anyone's."""
    texts = {str(row[name]) for row in truth["transactions"] for name in ("name", "merchant_name")}
    texts |= {str(account[name]) for account in truth["accounts"] for name in ("name", "official_name")}
    texts |= {row["email"] for row in await stage.superuser.fetch("SELECT email FROM users")}
    log = "".join(started.log.read_text(errors="replace") for started in stage.processes)
    assert [text for text in texts if " " in text or "@" in text if text in log] == []
    assert "access-sandbox-" not in log
