"""Ledgers that drifted for a known cause, from a seed: what bank and we count, and why that differs."""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from saldo.ledger.comparing import is_same
from saldo.reconciliation.likeness import transpositions
from saldo.reconciliation.situation import Cause, Entry, Explanation, Sister, Situation, Step

TODAY: Final = dt.date(2026, 11, 21)
SHOPS: Final = (
    *("GREEN GROCER 114", "CORNER MARKET", "BLUE BOTTLE COFFEE", "SHELL OIL 5744", "CITY TRANSIT FARE"),
    *("NORTHSIDE PHARMACY", "PAPER MOON BOOKS", "THAI GARDEN", "HARDWARE DEPOT", "CINEMA LUX"),
)
REGULAR: Final = (("ACME PAYROLL", 2900, 14), ("ELM STREET RENT", -1450, 30), ("STREAMFLIX", -15, 30))
# Yen have no cents, dinars have three places; a bank's rows go to the cent in most other currencies.
PLACES: Final = {"USD": 2, "EUR": 2, "CAD": 2, "JPY": 0, "KWD": 3}


@dataclass
class Drifted:
    """A situation with the truth about it; `rows` are those that a right explanation may name."""

    situation: Situation
    causes: frozenset[Cause]
    rows: set[UUID]
    name: str
    currency: str

    def is_explained_by(self, explanation: Explanation) -> bool:
        named = {fix.entry_id for fix in explanation.fixes if fix.entry_id is not None}
        return explanation.causes == self.causes and all(map(self._is_right, named))

    def _is_right(self, entry_id: UUID) -> bool:
        """Accept another row only if nobody could tell it from a right one: words, amount, the same week."""
        if entry_id in self.rows:
            return True
        rows = {entry.id: entry for entry in self.situation.entries}
        named = rows.get(entry_id)
        return named is not None and any(
            (right.description, right.amount) == (named.description, named.amount)
            and abs((right.date - named.date).days) <= 7
            for right in map(rows.get, self.rows)
            if right is not None
        )


@dataclass
class Household:
    """Half a year of one account and its sister as both bank and we know them; causes then part the two."""

    chance: random.Random
    currency: str
    is_card: bool
    ours: list[Entry] = field(default_factory=list)
    sister: list[Entry] = field(default_factory=list)
    pending: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    sister_lacks: Decimal = Decimal(0)
    rows: set[UUID] = field(default_factory=set)
    known_since_the_beginning: bool = True
    # Some banks are asked daily; others were not heard of for a while, and all that happened is one step.
    silence: tuple[dt.date, dt.date] | None = None

    def amount(self, low: float, high: float) -> Decimal:
        return round(Decimal(str(self.chance.uniform(low, high))), PLACES[self.currency])

    def entry(self, day: dt.date, amount: Decimal, description: str, **changes: object) -> Entry:
        identity = UUID(int=self.chance.getrandbits(128))
        entry = Entry(identity, UUID(int=1), day, amount, description)
        return replace(entry, **changes)  # type: ignore[arg-type]

    def pick(self, entries: Iterable[Entry] | None = None) -> Entry:
        """Choose a row of the last two months, as drift is found soon."""
        first, last = self.silence or (TODAY - dt.timedelta(days=60), TODAY - dt.timedelta(days=6))
        candidates = [
            each
            for each in (self.ours if entries is None else entries)
            if first <= each.date <= last and each.id not in self.rows
        ]
        return self.chance.choice(candidates)

    def drift(self, day: dt.date, amount: Decimal, *rows: Entry) -> None:
        """Note that ledger and bank part by this amount, seen by the sync of that day or soon after."""
        seen = day + dt.timedelta(days=self.chance.choice((0, 0, 1, 2)))
        after = None
        if self.silence is not None:
            after, seen = self.silence
        same_day = next((place for place, step in enumerate(self.steps) if step.date == seen), None)
        if same_day is None:
            self.steps.append(Step(seen, amount, after))
        else:
            self.steps[same_day] = Step(seen, self.steps[same_day].amount + amount, after)
        self.rows |= {row.id for row in rows}


def make_household(chance: random.Random) -> Household:
    home = Household(chance, chance.choice(list(PLACES)), is_card=chance.random() < 0.3)
    scale = {"JPY": 150.0, "KWD": 0.3}.get(home.currency, 1.0)
    for back in range(180, -1, -1):
        day = TODAY - dt.timedelta(days=back)
        home.ours += _a_day(home, day, back, scale)
        if back % 30 == 11:
            paid = home.amount(200 * scale, 900 * scale) * (1 if home.is_card else -1)
            home.ours.append(home.entry(day, paid, "TRANSFER BETWEEN OWN ACCOUNTS"))
            home.sister.append(home.entry(day, -paid, "TRANSFER BETWEEN OWN ACCOUNTS"))
        if chance.random() < 0.4:
            home.sister.append(home.entry(day, -home.amount(3 * scale, 80 * scale), chance.choice(SHOPS)))
    for _ in range(5):
        recent = TODAY - dt.timedelta(days=chance.randrange(4))
        home.pending.append(home.entry(recent, -home.amount(3 * scale, 60 * scale), chance.choice(SHOPS)))
    for _ in range(8):
        old = TODAY - dt.timedelta(days=chance.randrange(5, 100))
        home.removed.append(home.entry(old, -home.amount(3 * scale, 60 * scale), chance.choice(SHOPS)))
    return home


def _a_day(home: Household, day: dt.date, back: int, scale: float) -> list[Entry]:
    """Make one day's rows: pay and rent, true twins of a fare, the same few prices, and the odd purchase."""
    chance, places = home.chance, PLACES[home.currency]

    def price(amount: float) -> Decimal:
        return round(Decimal(str(amount * scale)), places)

    rows = [
        home.entry(day, price(amount), name)
        for name, amount, every in REGULAR
        if not home.is_card and back % every == 3
    ]
    if day.weekday() < 5 and chance.random() < 0.7:
        rows += [home.entry(day, price(-2.75), "CITY TRANSIT FARE") for _ in range(2)]
    if chance.random() < 0.5:
        rows.append(home.entry(day, price(chance.choice((-4.5, -5.25, -3.8))), "BLUE BOTTLE COFFEE"))
    for _ in range(chance.choice((0, 1, 1, 2))):
        rows.append(home.entry(day, -home.amount(3 * scale, 120 * scale), chance.choice(SHOPS)))
    return rows


def lose_a_row(home: Household) -> Cause:
    lost = home.pick()
    home.ours.remove(lost)
    home.drift(lost.date, lost.amount)
    return Cause.MISSING


def withdraw_a_row(home: Household) -> Cause:
    gone = home.pick()
    home.ours.remove(gone)
    home.removed.append(gone)
    home.drift(gone.date, gone.amount, gone)
    return Cause.MISSING


def double_a_row(home: Household) -> Cause:
    row = home.pick()
    is_typed = home.chance.random() < 0.3
    days = home.chance.choice((0, 0, 1))
    text = "typed by hand" if is_typed else row.description
    copy = home.entry(row.date + dt.timedelta(days=days), row.amount, text, is_manual=is_typed)
    home.ours.append(copy)
    home.drift(copy.date, -row.amount, copy, row)
    return Cause.DUPLICATE


def count_pending_twice(home: Household) -> Cause:
    posted = home.pick(each for each in home.ours if each.amount < 0)
    with_tip = home.chance.random() < 0.5
    held = round(posted.amount / Decimal("1.18"), PLACES[home.currency]) if with_tip else posted.amount
    days = dt.timedelta(days=home.chance.randrange(1, 4))
    early = home.entry(posted.date - days, held, posted.description, was_pending=True)
    home.ours.append(early)
    home.drift(posted.date, -held, early, posted)
    return Cause.PENDING_AND_POSTED


def count_pending_at_the_bank(home: Household) -> Cause:
    row = home.chance.choice(home.pending)
    home.drift(row.date, row.amount, row)
    return Cause.PENDING_COUNTED


def transpose_digits(home: Household) -> Cause:
    fitting = [
        each for each in home.ours if transpositions(each.amount) and each.amount == round(each.amount, 2)
    ]
    row = home.pick(fitting)
    wrong = home.chance.choice(transpositions(row.amount))
    home.ours.remove(row)
    mistyped = replace(row, amount=wrong, is_manual=home.chance.random() < 0.5)
    home.ours.append(mistyped)
    home.drift(row.date, row.amount - wrong, mistyped)
    return Cause.TRANSPOSED


def flip_a_sign(home: Household) -> Cause:
    row = home.pick()
    home.ours.remove(row)
    flipped = replace(row, amount=-row.amount, is_manual=home.chance.random() < 0.5)
    home.ours.append(flipped)
    home.drift(row.date, 2 * row.amount, flipped)
    return Cause.SIGN


def misplace_a_row(home: Household) -> Cause:
    row = home.pick()
    home.ours.remove(row)
    home.sister.append(row)
    home.sister_lacks -= row.amount
    home.drift(row.date, row.amount, row)
    return Cause.SISTER


def withdraw_several(home: Household) -> Cause:
    first = home.pick()
    near = [each for each in home.ours if abs((each.date - first.date).days) <= 2]
    gone = home.chance.sample(near, min(len(near), home.chance.randrange(2, 5)))
    if len(gone) < 2:
        return withdraw_several(home)
    for row in gone:
        home.ours.remove(row)
    home.removed += gone
    last = max(row.date for row in gone)
    home.drift(last, sum((row.amount for row in gone), Decimal(0)), *gone)
    return Cause.SUBSET


def double_a_batch(home: Household) -> Cause:
    first = home.pick()
    near = [each for each in home.ours if 0 <= (each.date - first.date).days <= 2]
    batch = home.chance.sample(near, min(len(near), home.chance.randrange(2, 5)))
    if len({row.amount for row in batch}) < 2:
        return double_a_batch(home)
    copies = [home.entry(row.date, row.amount, row.description) for row in batch]
    home.ours += copies
    last = max(row.date for row in batch)
    home.drift(last, -sum((row.amount for row in batch), Decimal(0)), *copies, *batch)
    return Cause.SUBSET


def begin_wrongly(home: Household) -> Cause:
    home.known_since_the_beginning = False
    home.drift(TODAY, home.amount(20, 900) * home.chance.choice((1, -1)))
    return Cause.OPENING


CAUSES: Final[dict[str, Callable[[Household], Cause]]] = {
    "a row lost": lose_a_row,
    "a row withdrawn": withdraw_a_row,
    "a row twice": double_a_row,
    "pending and posted": count_pending_twice,
    "pending at the bank": count_pending_at_the_bank,
    "digits transposed": transpose_digits,
    "sign turned": flip_a_sign,
    "in a sister account": misplace_a_row,
    "several withdrawn": withdraw_several,
    "a batch twice": double_a_batch,
    "opening balance": begin_wrongly,
}
_SINGLE: Final = [
    name for name in CAUSES if name not in {"opening balance", "several withdrawn", "a batch twice"}
]
COMBINATION: Final = "two causes"


def make_drifted(name: str, seed: int) -> Drifted:
    """Make the ledger of this cause and seed; the same every time."""
    chance = random.Random(f"{name} {seed}")
    home = make_household(chance)
    if name != COMBINATION and chance.random() < 0.3:
        until = TODAY - dt.timedelta(days=chance.randrange(10))
        home.silence = (until - dt.timedelta(days=chance.randrange(9, 20)), until)
    names = chance.sample(_SINGLE, 2) if name == COMBINATION else [name]
    causes = frozenset(CAUSES[each](home) for each in names)
    if is_same(sum((step.amount for step in home.steps), Decimal(0)), Decimal(0)):
        return make_drifted(name, seed + 100_000)  # two causes that undo each other are no drift
    return Drifted(situation_of(home), causes, home.rows, name, home.currency)


def situation_of(home: Household) -> Situation:
    sister = Sister(UUID(int=2), "Savings", home.sister_lacks, home.sister)
    return Situation(
        account_id=UUID(int=1),
        difference=sum((step.amount for step in home.steps), Decimal(0)),
        today=TODAY,
        steps=sorted(home.steps, key=lambda step: step.date) if home.known_since_the_beginning else (),
        entries=home.ours,
        pending=home.pending,
        removed=home.removed,
        sisters=[sister],
    )
