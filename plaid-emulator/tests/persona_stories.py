"""Two years of one persona, and the questions the tests ask about them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from plaid_emulator.worlds.household import scripts
from plaid_emulator.worlds.household.ledger import OWED
from plaid_emulator.worlds.household.world import STORY_DAYS, HouseholdWorld, Simulation
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, World
from plaid_emulator.worlds.registry import Persona, find_persona, open_world

DAY = 86_400
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
TODAY = date(2026, 11, 21)
SINCE = NOW - 730 * DAY


class Relived(HouseholdWorld):
    """A world with a life of its own, past the memory that all others share."""

    def __init__(self, name: str, setting: Setting, life: Simulation) -> None:
        super().__init__(name, setting)
        self._simulation = life

    @property
    def lived(self) -> list[BankRow]:
        """All rows from the first day on, before anybody is told of them too."""
        return self._simulation.ledger.rows


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

    def relive(self, until: float, seed: int = 1) -> "Relived":
        """Live this life, or that of another seed, once more from its first day."""
        name, setting = script_name(self.persona.username), setting_of(self.persona, seed)
        start = datetime.fromtimestamp(NOW, UTC).date() - timedelta(days=STORY_DAYS)
        life = Simulation(name, f"{seed}.{self.persona.username}", start)
        life.advance(datetime.fromtimestamp(until, UTC).date())
        return Relived(name, setting, life)

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
    name = script_name(username)
    return Story(persona, scripts.load(name), open_world(setting_of(persona, seed)))


def setting_of(persona: Persona, seed: int) -> Setting:
    institution_id = persona.institution_id or "ins_109508"
    return Setting(seed, persona.username, "any", institution_id, epoch=NOW, created_at=NOW)


def script_name(username: str) -> str:
    return next(each for each in scripts.names() if scripts.load(each)["persona"]["username"] == username)


def fingerprint(rows: list[BankRow]) -> str:
    """Make one hash of everything the rows say."""
    text = "\n".join(repr((row.__dict__, sorted(row.details.items(), key=str))) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()
