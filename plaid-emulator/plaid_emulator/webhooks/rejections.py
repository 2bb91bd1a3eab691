"""Receivers that reject nearly everything: what they refused in the last day is not sent to them again."""

from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator

REJECTED_SHARE = 0.9


def note_attempt(emulator: Emulator, url: str, *, accepted: bool) -> None:
    """Write down how an attempt ended and forget those of more than a day ago."""
    now = emulator.clock.timestamp()
    with emulator.database.transaction():
        emulator.database.execute(
            "DELETE FROM webhook_attempts WHERE url = ? AND at <= ?", url, now - DAY_SECONDS
        )
        emulator.database.execute("INSERT INTO webhook_attempts VALUES (?, ?, ?)", url, now, accepted)


def is_rejecting(emulator: Emulator, url: str) -> bool:
    """Whether a receiver has rejected more than nine in ten attempts of the last day.

    Plaid does not say how many attempts it takes to judge; the first failures must not be the last word.
    """
    row = emulator.database.list(
        "SELECT count(*) AS attempts, coalesce(sum(accepted), 0) AS accepted FROM webhook_attempts"
        " WHERE url = ? AND at > ?",
        *(url, emulator.clock.timestamp() - DAY_SECONDS),
    )[0]
    attempts, rejected = int(row["attempts"]), int(row["attempts"] - row["accepted"])
    judged = attempts >= emulator.config.webhook_attempts_to_judge
    return judged and rejected > REJECTED_SHARE * attempts
