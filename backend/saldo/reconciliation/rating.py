"""The parts of an account's score, each with what it says and what helps: pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from sqlalchemy import RowMapping

from saldo.accounts.models import AccountStatus
from saldo.ledger.models import CheckStatus
from saldo.transactions.rhythm import Rhythm

_DAY: Final = dt.timedelta(days=1)
_WORKING: Final = {
    "healthy": 1.0,
    "importing": 1.0,
    "linking": 1.0,
    "pending_expiration": 1.0,
    "pending_disconnect": 1.0,
    "rate_limited": 0.5,
    "degraded": 0.5,
}
_FRESH: Final = ((_DAY * 1.5, 1.0), (_DAY * 3, 0.6), (_DAY * 7, 0.3))
_SMALL: Final = Decimal(1)
_LONG: Final = 30


class Step(StrEnum):
    """What a person can do about a part."""

    RECONNECT = "reconnect"
    LOOK_AT_BANK = "look_at_bank"
    SYNC = "sync"
    RECONCILE = "reconcile"
    REVIEW_SKIPPED = "review_skipped"
    REVIEW_STATEMENTS = "review_statements"


@dataclass(frozen=True)
class Part:
    """One part of the score; a part about which nothing is known has no `score` and does not count."""

    name: str
    score: int | None
    most: int
    text: str
    next_step: Step | None = None


def add_up(parts: tuple[Part, ...]) -> int:
    """Return the share of the points that were to be had, as 0 to 100."""
    known = [part for part in parts if part.score is not None]
    most = sum(part.most for part in known)
    return round(100 * sum(part.score or 0 for part in known) / most) if most else 0


def rate_connection(account_status: str, status: str, bank: str) -> Part:
    if account_status != AccountStatus.ACTIVE:
        return Part("connection", 0, 30, f"{bank} no longer tells of this account.", Step.RECONNECT)
    share = _WORKING.get(status, 0.0)
    text = {
        1.0: f"The connection to {bank} works.",
        0.5: f"{bank} has trouble at the moment; we keep trying.",
    }.get(share, f"The connection to {bank} needs you.")
    return Part("connection", round(30 * share), 30, text, None if share else Step.RECONNECT)


def rate_freshness(last_synced_at: dt.datetime | None, now: dt.datetime) -> Part:
    if last_synced_at is None:
        return Part("freshness", 0, 20, "The bank has not been asked yet.", Step.SYNC)
    age = now - last_synced_at
    share = next((share for limit, share in _FRESH if age <= limit), 0.0)
    days = age // _DAY
    text = (
        "Asked the bank within a day and a half." if share == 1 else f"Last asked the bank {days} days ago."
    )
    return Part("freshness", round(20 * share), 20, text, None if share == 1 else Step.SYNC)


def rate_agreement(check: RowMapping | None, today: dt.date) -> Part:
    status = check["status"] if check else CheckStatus.UNKNOWN
    if check is None or status == CheckStatus.UNKNOWN:
        return Part("agreement", None, 35, "The bank states nothing that our rows could be compared with.")
    if status == CheckStatus.AGREES:
        return Part("agreement", 35, 35, "Ledger and bank agree.")
    if status == CheckStatus.PENDING:
        return Part("agreement", 35, 35, "Ledger and bank differ by just what is pending.")
    days = (today - check["off_since"]).days
    share = 0.6 if abs(check["difference"]) < _SMALL else 0.3 if days <= _LONG else 0.0
    text = f"Off by {check['difference']:.2f} {check['currency']} since {check['off_since']:%-d %b %Y}."
    return Part("agreement", round(35 * share), 35, text, Step.RECONCILE)


def rate_completeness(skipped: int) -> Part:
    if not skipped:
        return Part("completeness", 15, 15, "Every row that the bank sent is stored.")
    text = f"{skipped} of the bank's rows could not be read and are set aside."
    return Part("completeness", 5, 15, text, Step.REVIEW_SKIPPED)


def rate_rhythm(rhythm: Rhythm, heard_until: dt.date) -> Part:
    if rhythm.limit_days is None:
        return Part("rhythm", None, 10, "Too few postings to know how often this account usually has one.")
    days, most = rhythm.silent_days(heard_until), rhythm.longest_usual_days
    if rhythm.is_silent(heard_until):
        text = f"Nothing was posted for {days} days; {most} are usual at most."
        return Part("rhythm", 0, 10, text, Step.LOOK_AT_BANK)
    last = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    return Part("rhythm", 10, 10, f"Posts as usual: last {last}; up to {most} days apart are usual.")


def rate_statements(closing_dates: Sequence[dt.date] | None) -> Part:
    if closing_dates is None:
        return Part("statements", None, 10, "No statement is signed.")
    if not closing_dates:
        return Part("statements", 10, 10, "The signed statements are as they were signed.")
    days = ", ".join(f"{day:%-d %b %Y}" for day in closing_dates)
    text = f"Rows have changed under the signed statement of {days}."
    return Part("statements", 0, 10, text, Step.REVIEW_STATEMENTS)
