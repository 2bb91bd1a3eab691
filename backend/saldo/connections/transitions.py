"""The state machine of a connection as one table: where it stands, what happens, where it stands then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from saldo.connections.models import ConnectionStatus
from saldo.providers.bank import (
    AccessRevoked,
    BankError,
    LoginExpired,
    Misconfigured,
    NoticeKind,
    RateLimited,
    Rejected,
)


class Happening(StrEnum):
    """What can happen to a connection."""

    LINKED = "linked"
    READ_IN_PART = "read_in_part"
    READ_WHOLE = "read_whole"
    HICCUP = "hiccup"
    BANK_TROUBLE = "bank_trouble"
    RATE_LIMIT = "rate_limit"
    REFUSAL = "refusal"
    LOGIN_EXPIRED = "login_expired"
    LOGIN_WORKS = "login_works"
    LOGIN_WORKS_UNREAD = "login_works_unread"
    EXPIRY_ANNOUNCED = "expiry_announced"
    DISCONNECT_ANNOUNCED = "disconnect_announced"
    ACCESS_REVOKED = "access_revoked"
    DISCONNECTED = "disconnected"
    NO_MOVE = "no_move"


_S = ConnectionStatus
_WORKING: Final = (_S.IMPORTING, _S.HEALTHY, _S.DEGRADED, _S.RATE_LIMITED)
_WARNED: Final = (_S.PENDING_EXPIRATION, _S.PENDING_DISCONNECT)
_LIVE: Final = (*_WORKING, *_WARNED, _S.NEEDS_LOGIN)


def _from(statuses: Iterable[ConnectionStatus], to: ConnectionStatus) -> Mapping[_S, _S]:
    return dict.fromkeys(statuses, to)


# Whatever is not named stays where it is. A warning outlives troubles that pass by themselves, and only a
# login that works ends it; a revoked access can come back through the bank's dialog; disconnected is final.
_MOVES: Final[Mapping[Happening, Mapping[ConnectionStatus, ConnectionStatus]]] = {
    Happening.LINKED: _from([_S.LINKING], _S.IMPORTING),
    Happening.READ_IN_PART: _from(_WORKING, _S.IMPORTING),
    Happening.READ_WHOLE: _from(_WORKING, _S.HEALTHY),
    Happening.HICCUP: {},
    Happening.BANK_TROUBLE: _from(_WORKING, _S.DEGRADED),
    Happening.RATE_LIMIT: _from(_WORKING, _S.RATE_LIMITED),
    Happening.REFUSAL: _from(_WORKING, _S.DEGRADED),
    Happening.LOGIN_EXPIRED: _from(_LIVE, _S.NEEDS_LOGIN),
    Happening.LOGIN_WORKS: _from((*_LIVE, _S.REVOKED), _S.HEALTHY),
    Happening.LOGIN_WORKS_UNREAD: _from((*_LIVE, _S.REVOKED), _S.IMPORTING),
    Happening.EXPIRY_ANNOUNCED: _from((*_WORKING, *_WARNED), _S.PENDING_EXPIRATION),
    Happening.DISCONNECT_ANNOUNCED: _from((*_WORKING, *_WARNED), _S.PENDING_DISCONNECT),
    Happening.ACCESS_REVOKED: _from(_LIVE, _S.REVOKED),
    Happening.DISCONNECTED: _from((*_LIVE, _S.REVOKED), _S.DISCONNECTED),
    Happening.NO_MOVE: {},
}

# What each kind of webhook is taken for, once the bank has confirmed what can be asked.
NOTICES: Final[Mapping[NoticeKind, Happening]] = {
    NoticeKind.CHANGES_AVAILABLE: Happening.NO_MOVE,
    NoticeKind.LOGIN_EXPIRED: Happening.LOGIN_EXPIRED,
    NoticeKind.LOGIN_REPAIRED: Happening.LOGIN_WORKS,
    NoticeKind.LOGIN_EXPIRING: Happening.EXPIRY_ANNOUNCED,
    NoticeKind.ACCESS_ENDING: Happening.DISCONNECT_ANNOUNCED,
    NoticeKind.ACCESS_REVOKED: Happening.ACCESS_REVOKED,
    NoticeKind.NEW_ACCOUNTS: Happening.NO_MOVE,
    NoticeKind.ACCOUNT_REVOKED: Happening.NO_MOVE,
    NoticeKind.OTHER: Happening.NO_MOVE,
}

# One hiccup is no news; a person hears of the third in a row.
_FAILURES_BEFORE_TROUBLE: Final = 3


@dataclass(frozen=True)
class Advice:
    """What a state means for a person, and the one thing to do about it."""

    meaning: str
    action: Literal["none", "wait", "sign_in", "link_again"]


ADVICE: Final[Mapping[ConnectionStatus, Advice]] = {
    _S.LINKING: Advice("The bank is being linked.", "wait"),
    _S.IMPORTING: Advice("The bank is handing over its history.", "wait"),
    _S.HEALTHY: Advice("Everything the bank knows is here.", "none"),
    _S.PENDING_EXPIRATION: Advice("Your permission at the bank ends soon.", "sign_in"),
    _S.PENDING_DISCONNECT: Advice("The bank will end this login soon.", "sign_in"),
    _S.NEEDS_LOGIN: Advice("The bank asks you to sign in again.", "sign_in"),
    _S.DEGRADED: Advice("The bank does not answer as it should; we keep trying.", "wait"),
    _S.RATE_LIMITED: Advice("The bank was asked too often; we go on a little later.", "wait"),
    _S.REVOKED: Advice("Our access was withdrawn at the bank.", "link_again"),
    _S.DISCONNECTED: Advice("You ended this connection; its history is kept.", "none"),
}


_TRIED_AGAIN: Final = Advice("The last try failed; the next one comes by itself.", "wait")


def advise(status: ConnectionStatus | str, *, is_failing: bool) -> Advice:
    """Say what a state means; a healthy login whose last sync failed may not have everything yet."""
    status = ConnectionStatus(status)
    return _TRIED_AGAIN if is_failing and status is ConnectionStatus.HEALTHY else ADVICE[status]


def move(status: ConnectionStatus | str, happening: Happening) -> ConnectionStatus:
    """Say where a connection stands after something happened."""
    status = ConnectionStatus(status)
    return _MOVES[happening].get(status, status)


def happening_of(error: BankError, attempts: int) -> Happening:
    """Say what a failed sync is taken for; `attempts` counts failures in a row, this one included."""
    match error:
        case LoginExpired():
            return Happening.LOGIN_EXPIRED
        case AccessRevoked():
            return Happening.ACCESS_REVOKED
        case Rejected() | Misconfigured():
            return Happening.REFUSAL
        case RateLimited():
            return Happening.RATE_LIMIT
        case _:
            return Happening.BANK_TROUBLE if attempts >= _FAILURES_BEFORE_TROUBLE else Happening.HICCUP


def describe_table() -> list[list[str]]:
    """Return the whole table in words, a row for each state, for the documentation and its test."""
    moving = [happening for happening in Happening if _MOVES[happening]]
    header = ["state", *(happening.value for happening in moving)]
    rows = [
        [status.value, *(after.value if (after := move(status, each)) != status else "·" for each in moving)]
        for status in ConnectionStatus
    ]
    return [header, *rows]
