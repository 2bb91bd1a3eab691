"""Random histories of a bank, cut into random pages, leave exactly the bank's present state."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from saldo.core.ids import new_id
from saldo.providers.bank import BankTransaction
from saldo.transactions.cleaning import clean
from saldo.transactions.planning import Known, KnownRow, make_plan
from tests.factories.ledger import bank_row, delta
from tests.fakes.model_bank import OPERATIONS, Operation, history, merged

ACCOUNTS = {"checking": new_id()}


@dataclass
class Ledger:
    """The database's part, in memory: what the plans say is done as the statements of `storing` do it."""

    rows: dict[str, KnownRow] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    transactions: dict[UUID, BankTransaction] = field(default_factory=dict)

    def apply(self, page: dict[str, Any]) -> None:
        changes = delta(**page)
        rows = clean(changes, ACCOUNTS).rows
        plan = make_plan(rows, {row.id for row in changes.removed}, self._known())
        for placed in plan.placed:
            bank = placed.row.bank
            self.rows[bank.id] = KnownRow(placed.bank_row_id, placed.transaction_id, placed.is_superseded)
            if bank.pending_id:
                self.claims[bank.id] = bank.pending_id
            if not placed.is_superseded:
                self.transactions[placed.transaction_id] = bank
        self._withdraw(plan.withdrawn)

    def _known(self) -> Known:
        live = {name: row for name, row in self.rows.items() if not row.is_removed}
        posted_for: dict[str, dict[str, UUID]] = {}
        live_of: dict[UUID, set[str]] = {}
        for name, row in live.items():
            live_of.setdefault(row.transaction_id, set()).add(name)
            if name in self.claims:
                posted_for.setdefault(self.claims[name], {})[name] = row.transaction_id
        return Known(dict(self.rows), posted_for, live_of)

    def _withdraw(self, names: set[str]) -> None:
        for name in names & self.rows.keys():
            self.rows[name] = replace(self.rows[name], is_removed=True)
        voices = {row.transaction_id for row in self.rows.values() if not row.is_removed}
        for transaction_id in self.transactions.keys() - voices:
            del self.transactions[transaction_id]

    def shown(self) -> dict[str, Decimal]:
        return {row.id: row.amount for row in self.transactions.values()}

    def transaction_of(self, name: str) -> UUID:
        return self.rows[name].transaction_id


operations = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 99)),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(operations, st.lists(st.booleans(), min_size=80, max_size=80), st.lists(st.integers(0, 2)))
def test_any_history_in_any_pages_shows_what_the_bank_shows(
    chosen: list[Operation], cuts: list[bool], repeats: list[int]
) -> None:
    bank, pages = history(chosen)
    ledger = Ledger()

    for number, page in enumerate(merged(pages, cuts)):
        for _ in range(1 + (repeats[number] if number < len(repeats) else 0)):
            ledger.apply(page)

    assert ledger.shown() == {row.id: row.amount for row in bank.live.values()}
    for name in bank.live:
        ancestor = bank.origin[name]
        if ancestor in ledger.rows:
            assert ledger.transaction_of(name) == ledger.transaction_of(ancestor)


def test_a_chain_of_forerunners_in_one_delta_is_one_transaction() -> None:
    ledger = Ledger()
    chain = [
        bank_row("c", pending_id="b"),
        bank_row("a", pending=True),
        bank_row("b", pending=True, pending_id="a"),
    ]

    ledger.apply({"added": chain})
    ledger.apply({"removed": ["a", "b"]})

    assert list(ledger.shown()) == ["c"]
    assert len({row.transaction_id for row in ledger.rows.values()}) == 1


def test_rows_that_name_each_other_as_forerunner_do_no_harm() -> None:
    ledger = Ledger()

    ledger.apply(
        {
            "added": [
                bank_row("a", pending_id="b"),
                bank_row("b", pending_id="a"),
                bank_row("c", pending_id="c"),
            ]
        }
    )

    assert ledger.shown().keys() in ({"a", "c"}, {"b", "c"})
