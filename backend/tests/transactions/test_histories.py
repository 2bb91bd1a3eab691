"""The same random histories through the real statements."""

import random

from saldo.core.database import Database
from tests.factories.ledger import link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.model_bank import history, merged

SPEAKING = """
select b.connection_id, b.provider_transaction_id as name, t.amount from transactions t
join bank_transactions b on b.transaction_id = t.id and b.removed_at is null
where t.removed_at is null
"""
NAMES = ["add", "add", "add pending", "add pending", "modify", "remove", "bring back", "post", "post"]


async def test_random_histories_end_where_the_bank_ends(database: Database, workspace: Home) -> None:
    for seed in range(12):
        chance = random.Random(seed)
        bank, pages = history([(chance.choice(NAMES), chance.randrange(100)) for _ in range(60)])
        linked = await link_bank(database, workspace)

        for page in merged(pages, [chance.random() < 0.4 for _ in pages]):
            await linked.apply(**page)

        rows = [
            row
            for row in await read_rows(database, workspace, SPEAKING)
            if row["connection_id"] == linked.connection_id
        ]
        assert {row["name"]: row["amount"] for row in rows} == {
            row.id: row.amount for row in bank.live.values()
        }, f"seed {seed}"
    assert len(await live_rows(database, workspace)) > 0
