"""Random histories of a bank and of a person who writes down the same: nothing doubles, nothing is lost."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any
from uuid import UUID

from saldo.core.database import Database
from saldo.entries import matching
from saldo.transactions import correcting
from saldo.transactions.correcting import NewEntry
from saldo.transactions.models import Origin
from saldo.verify.balances import verify_balances
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.factories.ledger import DAY, Bank, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.model_bank import history, merged

NAMES = ["add", "add", "add pending", "add pending", "modify", "remove", "bring back", "post", "post"]
SPEAKING = """
select t.account_id, b.provider_transaction_id as name, t.id, t.amount, t.origin from bank_transactions b
join transactions t on t.id = b.transaction_id
where b.removed_at is null and t.removed_at is null
"""
SAID = """
select account_id, id, origin, entry is not null as is_matched,
  coalesce(entry->>'description', description) as name,
  coalesce((entry->>'amount')::numeric, amount) as amount
from transactions where removed_at is null and (origin = 'person' or entry is not null)
"""
FREE = (
    "select account_id, id from transactions where removed_at is null and origin = 'bank' and entry is null"
)


class Diary:
    """A person who writes down what the bank will tell, has told, or never tells."""

    def __init__(self, bank: Bank, chance: random.Random) -> None:
        self._bank, self._chance = bank, chance
        self._member = Member(bank.home.user_id, bank.home.workspace_id, Role.OWNER)
        self.written: dict[UUID, tuple[str, Decimal]] = {}
        self.parted: set[UUID] = set()

    async def write(self) -> None:
        name, amount = f"entry {len(self.written)}", Decimal(-self._chance.randint(1, 25))
        day = DAY + dt.timedelta(self._chance.randint(-9, 9))
        account = self._bank.account_ids["checking"]
        entry = NewEntry(account, day, amount, "USD", name, Origin.PERSON, pending=True)
        async with self._bank.database.transaction(self._bank.home.scope) as session:
            now = dt.datetime.now(dt.UTC)
            identity = await correcting.add_entry(session, self._bank.home.workspace_id, entry, now)
        self.written[identity] = (name, amount)

    async def match_one(self) -> None:
        """Say of an entry that waits which of the bank's rows it is; from then on it has that one's id."""
        free = [row["id"] for row in await read_of(self._bank, FREE)]
        waiting = [row["id"] for row in await self._said() if not row["is_matched"]]
        if free and waiting:
            entry, row = self._chance.choice(sorted(waiting)), self._chance.choice(sorted(free))
            async with self._bank.database.transaction(self._bank.home.scope) as session:
                await matching.match(session, self._member, entry, row, dt.datetime.now(dt.UTC))
            self.written[row] = self.written.pop(entry)
            self.parted.discard(entry)

    async def part_one(self) -> None:
        matched = [row["id"] for row in await self._said() if row["is_matched"]]
        if matched:
            chosen = self._chance.choice(sorted(matched))
            async with self._bank.database.transaction(self._bank.home.scope) as session:
                parted = await matching.unmatch(session, self._member, chosen, dt.datetime.now(dt.UTC))
            self.written[parted.entry.id] = self.written.pop(chosen)
            self.parted.add(parted.entry.id)

    async def compare(self) -> int:
        """Compare what is there with what was written, once each; return how much is matched."""
        said = await self._said()
        assert {row["id"]: (row["name"], row["amount"]) for row in said} == self.written
        assert not {row["id"] for row in said if row["is_matched"]} & self.parted
        assert all((row["origin"] == "bank") is row["is_matched"] for row in said)
        return sum(row["is_matched"] for row in said)

    async def _said(self) -> list[dict[str, Any]]:
        return await read_of(self._bank, SAID)


async def read_of(bank: Bank, statement: str) -> list[dict[str, Any]]:
    rows = await read_rows(bank.database, bank.home, statement)
    return [row for row in rows if row["account_id"] == bank.account_ids["checking"]]


async def test_every_row_and_every_word_is_there_once(database: Database, workspace: Home) -> None:
    matches = 0
    for seed in range(8):
        chance = random.Random(seed)
        bank, pages = history([(chance.choice(NAMES), chance.randrange(100)) for _ in range(40)])
        deltas = merged(pages, [chance.random() < 0.5 for _ in pages])
        linked = await link_bank(database, workspace)
        diary = Diary(linked, chance)
        for _ in range(12):
            await diary.write()

        for page in deltas:
            await diary.write()
            await linked.apply(**page)
            if chance.random() < 0.2:
                await diary.part_one()
            if chance.random() < 0.3:
                await diary.match_one()

        rows = await read_of(linked, SPEAKING)
        assert {row["name"]: row["amount"] for row in rows} == {
            row.id: row.amount for row in bank.live.values()
        }, f"seed {seed}"
        assert len({row["id"] for row in rows}) == len(rows)
        matches += await diary.compare()
        async with database.transaction(workspace.scope) as session:
            assert await verify_balances(session, workspace.workspace_id) == []
    assert matches > 20
