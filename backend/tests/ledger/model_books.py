"""A bank of two accounts that tells its story row by row, and the books a careful clerk would keep of it."""

import datetime as dt
import random
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from saldo.providers.bank import BankTransaction
from tests.factories.ledger import bank_row

BEGIN: Final = dt.date(2026, 10, 1)
DAYS: Final = 40
ACCOUNTS: Final = ("checking", "card")
DEEDS: Final = (
    *("add", "add", "add", "add late", "add pending", "add pending", "add abroad"),
    *("edit", "move day", "post", "post", "vanish", "remove", "bring back", "say again"),
)


@dataclass
class ModelBank:
    """What is true at the bank now; every deed returns the delta in which the bank tells of it."""

    chance: random.Random
    name: str
    live: dict[str, BankTransaction] = field(default_factory=dict)
    gone: dict[str, BankTransaction] = field(default_factory=dict)
    made: int = 0

    def tell(self) -> dict[str, Any]:
        """Let something happen; return the page that says so."""
        deed = self.chance.choice(DEEDS)
        if deed.startswith("add"):
            return {"added": [self._add(deed)]}
        if deed == "bring back" and self.gone:
            row = self.gone.pop(self.chance.choice(sorted(self.gone)))
            return {"added": [self._keep(row)]}
        if not self.live:
            return {"added": [self._add("add")]}
        return self._change(deed, self.live[self.chance.choice(sorted(self.live))])

    def _change(self, deed: str, row: BankTransaction) -> dict[str, Any]:
        match deed:
            case "edit":
                return {"modified": [self._keep(replace(row, amount=row.amount + self._amount()))]}
            case "move day":
                return {"modified": [self._keep(replace(row, date=self._day()))]}
            case "post" if row.pending:
                return self._post(row)
            case "vanish" if row.pending:
                return {"removed": [self._drop(row)]}
            case "remove":
                return {"removed": [self._drop(row)]}
            case _:
                return {"modified": [row]}

    def _add(self, deed: str) -> BankTransaction:
        self.made += 1
        return self._keep(
            bank_row(
                f"{self.name}-{self.made}",
                account_id=self.chance.choice(ACCOUNTS),
                pending=deed == "add pending",
                date=self._day(early=deed == "add late"),
                amount=self._amount(),
                currency="EUR" if deed == "add abroad" else "USD",
            )
        )

    def _post(self, pending: BankTransaction) -> dict[str, Any]:
        """Post under a new id; a bank names the forerunner mostly, but not always."""
        self.made += 1
        self._drop(pending)
        named = pending.id if self.chance.random() < 0.8 else None
        tip = Decimal(self.chance.randrange(3))
        row = replace(
            pending,
            id=f"{self.name}-{self.made}",
            pending=False,
            pending_id=named,
            amount=pending.amount - tip,
            date=pending.date + dt.timedelta(days=self.chance.randrange(3)),
        )
        # A forerunner that grew up does not come back as a row of its own.
        self.gone.pop(pending.id)
        return {"added": [self._keep(row)], "removed": [pending.id]}

    def _keep(self, row: BankTransaction) -> BankTransaction:
        self.live[row.id] = row
        return row

    def _drop(self, row: BankTransaction) -> str:
        self.gone[row.id] = self.live.pop(row.id)
        return row.id

    def _amount(self) -> Decimal:
        return Decimal(self.chance.randrange(-90_000, 60_000)) / self.chance.choice((100, 10_000))

    def _day(self, *, early: bool = False) -> dt.date:
        return BEGIN + dt.timedelta(days=self.chance.randrange(8 if early else DAYS))


Books = dict[tuple[str, str, dt.date], tuple[Decimal, Decimal]]


def keep_books(rows: dict[str, BankTransaction]) -> Books:
    """Write down each day with entries by account and currency: posted and pending."""
    days = sorted({(row.account_id, row.currency, row.date) for row in rows.values()})
    books: Books = {}
    for place in days:
        here = [row for row in rows.values() if (row.account_id, row.currency, row.date) == place]
        posted = sum((row.amount for row in here if not row.pending), Decimal(0))
        pending = sum((row.amount for row in here if row.pending), Decimal(0))
        books[place] = (posted, pending)
    return books
