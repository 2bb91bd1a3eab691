"""A bank that only remembers what is true now, and random histories of it cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from saldo.providers.bank import BankTransaction
from tests.factories.ledger import bank_row

Operation = tuple[str, int]
OPERATIONS: Final = ("add", "add pending", "modify", "remove", "bring back", "post")


@dataclass
class ModelBank:
    """The rows that are true now, those that were withdrawn, and which row grew out of which."""

    live: dict[str, BankTransaction] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    gone: dict[str, BankTransaction] = field(default_factory=dict)
    counter: int = 0

    def add(self, *, pending: bool) -> BankTransaction:
        self.counter += 1
        return self._put(bank_row(f"t{self.counter}", pending=pending, amount=Decimal(-self.counter)))

    def _put(self, row: BankTransaction) -> BankTransaction:
        self.live[row.id] = row
        self.origin.setdefault(row.id, row.id)
        return row

    def modify(self, which: int) -> BankTransaction:
        row = self._pick(which)
        return self._put(replace(row, amount=row.amount - Decimal("0.01")))

    def remove(self, which: int) -> str:
        row = self._pick(which)
        self.gone[row.id] = self.live.pop(row.id)
        return row.id

    def bring_back(self, which: int) -> BankTransaction:
        return self._put(self.gone.pop(list(self.gone)[which % len(self.gone)]))

    def post(self, which: int) -> tuple[BankTransaction, str] | None:
        pending = [row for row in self.live.values() if row.pending]
        if not pending:
            return None
        old = pending[which % len(pending)]
        del self.live[old.id]
        self.counter += 1
        new = bank_row(f"t{self.counter}", pending_id=old.id, amount=old.amount - 1)
        self.origin[new.id] = self.origin[old.id]
        return self._put(new), old.id

    def _pick(self, which: int) -> BankTransaction:
        rows = list(self.live.values())
        return rows[which % len(rows)]


def history(chosen: Sequence[Operation]) -> tuple[ModelBank, list[dict[str, Any]]]:
    """Play the operations at the bank; return it and one page an operation."""
    bank = ModelBank()
    pages: list[dict[str, Any]] = []
    for name, which in chosen:
        if name.startswith("add"):
            pages.append({"added": [bank.add(pending=name == "add pending")]})
        elif name == "post" and (posted := bank.post(which)):
            # The removal and the new row may come on different pages, in either order.
            both: list[dict[str, Any]] = [{"added": [posted[0]]}, {"removed": [posted[1]]}]
            pages += both if which % 2 else both[::-1]
        elif name == "modify" and bank.live:
            pages.append({"modified": [bank.modify(which)]})
        elif name == "remove" and bank.live:
            pages.append({"removed": [bank.remove(which)]})
        elif name == "bring back" and bank.gone:
            pages.append({"added": [bank.bring_back(which)]})
    return bank, pages


def merged(pages: Sequence[dict[str, Any]], cuts: Sequence[bool]) -> list[dict[str, Any]]:
    """Put neighbouring pages together as a bank does: only the last word about each id is said."""
    deltas: list[dict[str, Any]] = []
    for page, cut in zip(pages, cuts, strict=False):
        if cut or not deltas:
            deltas.append({"added": {}, "removed": {}})
        now = deltas[-1]
        for row in (*page.get("added", ()), *page.get("modified", ())):
            now["added"][row.id] = row
            now["removed"].pop(row.id, None)
        for name in page.get("removed", ()):
            now["added"].pop(name, None)
            now["removed"][name] = None
    return [{"added": list(each["added"].values()), "removed": list(each["removed"])} for each in deltas]
