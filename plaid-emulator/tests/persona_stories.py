"""Two years of one persona, and the questions the tests ask about them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from plaid_emulator.worlds.household import scripts
from plaid_emulator.worlds.household.ledger import OWED
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, World
from plaid_emulator.worlds.registry import Persona, find_persona, open_world

DAY = 86_400
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
TODAY = date(2026, 11, 21)
SINCE = NOW - 730 * DAY


@dataclass(frozen=True)
class Story:
    """A world and what it has told until now."""

    persona: Persona
    script: dict[str, Any]
    world: World

    @cached_property
    def rows(self) -> list[BankRow]:
        return list(self.world.rows(SINCE, NOW))

    @cached_property
    def visible(self) -> list[BankRow]:
        return [row for row in self.rows if not row.hidden]

    @cached_property
    def accounts(self) -> dict[str, AccountSpec]:
        return {spec.key: spec for spec in self.world.accounts()}

    @property
    def first_day(self) -> date:
        return TODAY - timedelta(days=760)

    def balances_after_each_day(self, account: str) -> dict[date, int]:
        """Add the rows to the opening balance, day by day; foreign ones with their silent difference."""
        sign = 1 if self.accounts[account].type in OWED else -1
        balance, after = self.world.opening_e7(account, SINCE), dict[date, int]()
        mine = [row for row in self.rows if row.account == account and not row.vanishes]
        for row in sorted(mine, key=lambda each: each.appears_at):
            balance += sign * row.amount_e7
            after[datetime.fromtimestamp(row.appears_at, UTC).date()] = balance
        return after

    def pairs(self, kind: str) -> dict[str, dict[str, BankRow]]:
        """Collect the two legs of movements between own accounts; the youngest may still lack its second."""
        found: dict[str, dict[str, BankRow]] = {}
        for row in self.rows:
            name, _, leg = row.key.rpartition(".")
            if row.key.startswith(kind) and leg in {"out", "in"}:
                found.setdefault(name, {})[leg] = row
        return {
            name: legs
            for name, legs in found.items()
            if len(legs) > 1 or all(SINCE + 4 * DAY < row.appears_at < NOW - 4 * DAY for row in legs.values())
        }


@cache
def tell(username: str, seed: int = 1) -> Story:
    persona = find_persona(username)
    assert persona is not None
    setting = Setting(
        seed, username, "any", persona.institution_id or "ins_109508", epoch=NOW, created_at=NOW
    )
    name = next(each for each in scripts.names() if scripts.load(each)["persona"]["username"] == username)
    return Story(persona, scripts.load(name), open_world(setting))


def fingerprint(rows: list[BankRow]) -> str:
    """Make one hash of everything the rows say."""
    text = "\n".join(repr((row.__dict__, sorted(row.details.items(), key=str))) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()
