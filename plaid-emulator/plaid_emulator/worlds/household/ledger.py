"""The books of one household: rows in order, balances after them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.worlds.household.money import Foreign
from plaid_emulator.worlds.model import E7, Amendment, BankRow

CENT_E7 = E7 // 100
# Nobody likes a card declined.
FULL = 0.92
OWED = {"credit", "loan"}
# Banks post card payments in the night, direct debits and pay before breakfast.
POSTING_SECONDS = 4 * 3600
DIRECT_SECONDS = 5 * 3600 + 1800
AMENDING_SECONDS = 9 * 3600


@dataclass(frozen=True)
class Change:
    """A change of mind, so many days after posting: other details, another amount (0 takes the row back)."""

    days: int
    details: dict[str, Any] = field(default_factory=dict)
    cents: int | None = None


@dataclass(frozen=True)
class Draft:
    """A movement as a rule imagines it; cents are the account's and positive for money out."""

    key: str
    account: str
    cents: int
    details: dict[str, Any]
    seconds: int = DIRECT_SECONDS
    pending_days: int = 0
    pending_cents: int | None = None
    hidden: bool = False
    # A hold: pending for its days, then gone without having moved the balance.
    vanishes: bool = False
    # What Plaid tells when the amount is in another currency than the account.
    foreign: Foreign | None = None
    change: Change | None = None


@dataclass
class Ledger:
    """Balances in cents as a person sees them, and every row so far."""

    types: dict[str, str]
    opening: dict[str, int]
    balances: dict[str, int] = field(default_factory=dict)
    rows: list[BankRow] = field(default_factory=list)
    # Credit limits in cents.
    limits: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.balances = dict(self.opening)

    def write(self, day: date, draft: Draft) -> None:
        """Write a movement that happens on this day."""
        if not draft.vanishes:
            owed = self.types[draft.account] in OWED
            self.balances[draft.account] += draft.cents if owed else -draft.cents
        midnight = datetime.combine(day, time(), UTC).timestamp()
        appears_at = midnight + draft.seconds
        settles_at, posted = appears_at, day
        if draft.pending_days:
            posted = day + timedelta(days=draft.pending_days)
            settles_at = midnight + draft.pending_days * DAY_SECONDS + POSTING_SECONDS
        details = {
            "authorized_date": day.isoformat(),
            **draft.details,
            "pending_date": day.isoformat(),
            "date": posted.isoformat(),
        }
        amount = draft.cents * CENT_E7
        pending = (draft.cents if draft.pending_cents is None else draft.pending_cents) * CENT_E7
        if draft.foreign is not None:
            told = draft.foreign.amount_e7
            details |= draft.foreign.details()
            self._book_difference(draft, (appears_at, settles_at), amount - told, pending - told)
            amount = pending = told
        self.rows.append(
            BankRow(
                *(draft.key, draft.account, appears_at, settles_at, amount, pending, details),
                vanishes=draft.vanishes,
                hidden=draft.hidden,
                amendments=self._amend(draft, midnight) if draft.change else (),
            )
        )

    def _amend(self, draft: Draft, midnight: float) -> tuple[Amendment, ...]:
        change = draft.change or Change(0)
        at = midnight + (draft.pending_days + change.days) * DAY_SECONDS + AMENDING_SECONDS
        if change.cents is None:
            return (Amendment(at, change.details),)
        difference = (change.cents - draft.cents) * CENT_E7
        key = f"{draft.key}.corrected"
        silent = {"name": "CORRECTION"}
        self.rows.append(BankRow(key, draft.account, at, at, difference, difference, silent, hidden=True))
        owed = self.types[draft.account] in OWED
        self.balances[draft.account] += (difference if owed else -difference) // CENT_E7
        return (Amendment(at, change.details, change.cents * CENT_E7, withdrawn=change.cents == 0),)

    def is_short(self, account: str, least_cents: int | None) -> bool:
        """Whether a purchase is out of the question: the card is full, or less than this is left."""
        if account in self.limits:
            return self.balances[account] > self.limits[account] * FULL
        return least_cents is not None and self.balances[account] < least_cents

    def opening_e7(self, account: str, since: float) -> int:
        """Tell the balance before the first row that appears after `since`."""
        sign = 1 if self.types[account] in OWED else -1
        moved = sum(
            row.amount_e7
            for row in self.rows
            if row.account == account and row.appears_at <= since and not row.vanishes
        )
        return self.opening[account] * CENT_E7 + sign * moved

    def _book_difference(self, draft: Draft, when: tuple[float, float], amount: int, pending: int) -> None:
        # The row shows the foreign amount; a silent one beside it makes the balance move by the right sum.
        self.rows.append(
            BankRow(
                *(f"{draft.key}.exchange", draft.account, *when, amount, pending, {"name": "EXCHANGE"}),
                vanishes=draft.vanishes,
                hidden=True,
            )
        )
