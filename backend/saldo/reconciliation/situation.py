"""What the search for an explanation looks at, and what it finds: plain values, no database."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that an account has, had, or might have had; positive is money in."""

    id: UUID
    account_id: UUID
    date: dt.date
    amount: Decimal
    description: str
    pending: bool = False
    is_manual: bool = False
    was_pending: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The day a difference was seen to change, and by how much; `after` is when one looked before."""

    date: dt.date
    amount: Decimal
    after: dt.date | None = None


@dataclass(frozen=True)
class Sister:
    """Another account of the same currency: its rows, and what its own ledger lacks."""

    account_id: UUID
    name: str
    difference: Decimal
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Situation:
    """An account that does not add up.

    `difference` is what the ledger lacks. `steps` tell how it came about, oldest first, as far as checks saw
    it; none when ledger and bank have never agreed.
    """

    account_id: UUID
    difference: Decimal
    today: dt.date
    steps: Sequence[Step] = ()
    entries: Sequence[Entry] = ()
    pending: Sequence[Entry] = ()
    removed: Sequence[Entry] = ()
    sisters: Sequence[Sister] = ()


class Cause(StrEnum):
    """Why a ledger may differ from its bank."""

    MISSING = "missing"
    DUPLICATE = "duplicate"
    PENDING_AND_POSTED = "pending_and_posted"
    PENDING_COUNTED = "pending_counted"
    TRANSPOSED = "transposed"
    SIGN = "sign"
    SISTER = "sister"
    SUBSET = "subset"
    OPENING = "opening"
    COMBINATION = "combination"


class Action(StrEnum):
    """What a fix does to the ledger."""

    ADD = "add"
    REMOVE = "remove"
    RESTORE = "restore"
    FLIP = "flip"
    MOVE = "move"
    MOVE_OPENING = "move_opening"
    WAIT = "wait"


@dataclass(frozen=True)
class Fix:
    """One deed that moves the ledger by `effect`; waiting moves nothing, the bank's rows will."""

    action: Action
    effect: Decimal
    entry_id: UUID | None = None
    date: dt.date | None = None
    description: str | None = None
    to_account_id: UUID | None = None


@dataclass(frozen=True)
class Explanation:
    """A cause that accounts for the whole difference; `weight` orders, `confidence` is shown."""

    cause: Cause
    reason: str
    fixes: tuple[Fix, ...]
    weight: float
    confidence: float = 0.0
    parts: tuple[Cause, ...] = field(default=())

    @property
    def effect(self) -> Decimal:
        return sum((fix.effect for fix in self.fixes), Decimal(0))

    @property
    def causes(self) -> frozenset[Cause]:
        return frozenset(self.parts or (self.cause,))
