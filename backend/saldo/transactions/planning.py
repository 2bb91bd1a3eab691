"""Decide which transaction each bank row tells of: pure, and the same for every order of pages."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from saldo.core.ids import new_id
from saldo.transactions.cleaning import CleanRow


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A bank row stored earlier."""

    id: UUID
    transaction_id: UUID
    is_removed: bool


@dataclass(frozen=True)
class Known:
    """What the database holds about the ids of one delta.

    `rows`: by provider id, of all ids mentioned. `posted_for`: for a pending id never seen as a row of its
    own, the live rows that name it as their pending forerunner. `live_of`: the live provider ids of a
    transaction. `inherited`: transactions that an earlier link to the same account told of.
    """

    rows: Mapping[str, KnownRow] = field(default_factory=dict)
    posted_for: Mapping[str, Mapping[str, UUID]] = field(default_factory=dict)
    live_of: Mapping[UUID, AbstractSet[str]] = field(default_factory=dict)
    inherited: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(slots=True)
class Placed:
    """One row to write, and the transaction behind it; a superseded row is kept but no longer speaks."""

    row: CleanRow
    bank_row_id: UUID
    transaction_id: UUID
    is_superseded: bool
    is_known: bool


@dataclass(frozen=True)
class Plan:
    """What to write, and which provider ids to withdraw afterwards.

    `created` are the rows that bring a new transaction into being, one for each; `restated` those that speak
    for a transaction known before.
    """

    placed: list[Placed]
    withdrawn: set[str]
    created: list[Placed]
    restated: list[Placed]


def make_plan(rows: Mapping[str, CleanRow], removed: AbstractSet[str], known: Known) -> Plan:
    """Place every row.

    A posted row takes over the transaction of the pending row it names, so that edits stay; the pending row
    is superseded whether or not the bank has removed it yet. A removal loses against the same id in the same
    delta.
    """
    return _Planner(rows, removed - rows.keys(), known).plan()


class _Planner:
    """The working state of one plan."""

    def __init__(self, rows: Mapping[str, CleanRow], withdrawn: AbstractSet[str], known: Known) -> None:
        self._rows = rows
        self._known = known
        self._withdrawn = withdrawn
        self._claims = {
            provider_id: row.bank.pending_id
            for provider_id, row in rows.items()
            if row.bank.pending_id and row.bank.pending_id != provider_id
        }
        self._claimed = set(self._claims.values())
        self._heirs = self._choose_heirs()
        self._transactions: dict[str, UUID] = {}
        self._new: set[UUID] = set()

    def plan(self) -> Plan:
        placed = [self._place(provider_id, row) for provider_id, row in self._rows.items()]
        _give_each_one_voice(placed, self._new)
        # The speaking row first: those it supersedes refer to the transaction that it brings into being.
        placed.sort(key=lambda each: (each.transaction_id.int, each.is_superseded))
        replaced = {
            pending for pending in self._claimed if pending in self._known.rows and pending not in self._rows
        }
        speaking = [each for each in placed if not each.is_superseded]
        return Plan(
            placed,
            {*self._withdrawn, *replaced},
            created=[each for each in speaking if each.transaction_id in self._new],
            restated=[each for each in speaking if each.transaction_id not in self._new],
        )

    def _choose_heirs(self) -> dict[str, str]:
        """Say which one posted row continues each pending id: a known one, else the first new one."""
        heirs: dict[str, str] = {}
        for provider_id, pending in self._claims.items():
            if provider_id in self._known.rows:
                heirs.setdefault(pending, provider_id)
        for provider_id, pending in self._claims.items():
            if not self._speakers(pending):
                heirs.setdefault(pending, provider_id)
        return heirs

    def _speakers(self, provider_id: str) -> AbstractSet[str]:
        """Return the stored live rows, other than the row itself, that speak for its transaction."""
        row = self._known.rows.get(provider_id)
        others: AbstractSet[str]
        if row is None:
            others = self._known.posted_for.get(provider_id, {}).keys()
        else:
            others = self._known.live_of.get(row.transaction_id, set())
        return others - self._withdrawn - {provider_id}

    def _place(self, provider_id: str, row: CleanRow) -> Placed:
        known = self._known.rows.get(provider_id)
        was_live = known is not None and not known.is_removed
        return Placed(
            row=row,
            bank_row_id=known.id if known else new_id(),
            transaction_id=self._transaction_of(provider_id),
            is_superseded=provider_id in self._claimed
            or (not was_live and bool(self._speakers(provider_id))),
            is_known=known is not None,
        )

    def _transaction_of(self, provider_id: str) -> UUID:
        path: list[str] = []
        step: str | None = provider_id
        found: UUID | None = None
        while step is not None and found is None and step not in path:
            path.append(step)
            found = self._transactions.get(step) or self._stored_transaction(step)
            claim = self._claims.get(step)
            step = claim if claim is not None and self._heirs.get(claim) == step else None
        if found is None:
            found = new_id()
            self._new.add(found)
        self._transactions.update(dict.fromkeys(path, found))
        return found

    def _stored_transaction(self, provider_id: str) -> UUID | None:
        if row := self._known.rows.get(provider_id):
            return row.transaction_id
        for posted, transaction_id in self._known.posted_for.get(provider_id, {}).items():
            if posted not in self._withdrawn:
                return transaction_id
        heir = self._known.rows.get(self._heirs.get(provider_id, ""))
        return heir.transaction_id if heir else self._known.inherited.get(provider_id)


def _give_each_one_voice(placed: list[Placed], new_transaction_ids: set[UUID]) -> None:
    """Let one row speak for each transaction: a posted one rather than a pending one."""
    speakers: dict[UUID, Placed] = {}
    posted_first = sorted(placed, key=lambda each: each.row.bank.pending)
    for each in posted_first:
        if not each.is_superseded:
            each.is_superseded = speakers.setdefault(each.transaction_id, each) is not each
    # Rows that name each other as forerunner would all be superseded: somebody has to speak for what is new.
    for each in posted_first:
        if each.transaction_id in new_transaction_ids and each.transaction_id not in speakers:
            speakers[each.transaction_id] = each
            each.is_superseded = False
