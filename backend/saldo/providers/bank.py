"""What Saldo asks of a bank aggregator, in plain words: no provider's vocabulary above this line."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class HistoryStatus(StrEnum):
    """How much of an account's past the bank has handed over."""

    NOT_READY = "not_ready"
    INITIAL = "initial"
    COMPLETE = "complete"


@dataclass(frozen=True)
class LinkToken:
    """What the browser needs to open the provider's dialog."""

    token: str = field(repr=False)
    expires_at: dt.datetime
    request_id: str


@dataclass(frozen=True)
class Grant:
    """Lasting access to one login at one bank."""

    access_token: str = field(repr=False)
    item_id: str


@dataclass(frozen=True)
class BankBalance:
    """Balances as the bank states them: owed amounts are positive on credit and loan accounts."""

    current: Decimal | None
    available: Decimal | None
    limit: Decimal | None
    currency: str | None
    updated_at: dt.datetime | None = None


@dataclass(frozen=True)
class BankAccount:
    """One account behind a login; `id` changes when the login is linked anew."""

    id: str
    persistent_id: str | None
    name: str
    official_name: str | None
    mask: str | None
    type: str
    subtype: str | None
    balance: BankBalance


@dataclass(frozen=True)
class BankCategory:
    """The provider's own guess at a category (Personal Finance Category v2 codes)."""

    primary: str
    detailed: str
    confidence_level: str | None


@dataclass(frozen=True)
class BankTransaction:
    """One row as the bank states it, with one change: a positive amount is money in."""

    id: str
    account_id: str
    pending_id: str | None
    pending: bool
    date: dt.date
    authorized_date: dt.date | None
    amount: Decimal
    currency: str
    description: str
    original_description: str | None
    merchant_name: str | None
    merchant_entity_id: str | None
    category: BankCategory | None
    payment_channel: str | None
    check_number: str | None
    raw: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class RejectedRow:
    """A row the provider sent that could not be read; kept visible, never dropped in silence."""

    id: str | None
    reason: str
    raw: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True)
class RemovedTransaction:
    """The bank withdrew a row; it says no more than which one."""

    id: str
    account_id: str | None


@dataclass(frozen=True)
class Changes:
    """One page, or the sum of all pages, of what changed since a cursor."""

    added: Sequence[BankTransaction]
    modified: Sequence[BankTransaction]
    removed: Sequence[RemovedTransaction]
    rejected: Sequence[RejectedRow]
    accounts: Sequence[BankAccount]
    next_cursor: str
    has_more: bool
    history: HistoryStatus


@dataclass(frozen=True)
class ItemState:
    """The health of a login as the provider sees it."""

    item_id: str
    institution_id: str | None
    error_code: str | None
    error_message: str | None
    last_successful_update: dt.datetime | None
    consent_expires_at: dt.datetime | None


class NoticeKind(StrEnum):
    """What a webhook asks us to look at; it is a hint, never the truth itself."""

    CHANGES_AVAILABLE = "changes_available"
    LOGIN_EXPIRED = "login_expired"
    LOGIN_REPAIRED = "login_repaired"
    LOGIN_EXPIRING = "login_expiring"
    ACCESS_ENDING = "access_ending"
    ACCESS_REVOKED = "access_revoked"
    NEW_ACCOUNTS = "new_accounts"
    ACCOUNT_REVOKED = "account_revoked"
    OTHER = "other"


@dataclass(frozen=True)
class BankNotice:
    """One webhook, read: `type` and `code` are the provider's own words, kept for the record."""

    kind: NoticeKind
    type: str
    code: str
    item_id: str | None
    environment: str | None
    expires_at: dt.datetime | None = None
    error_code: str | None = None
    error_message: str | None = None
    account_id: str | None = None


class BankHealth(StrEnum):
    """How a bank itself is doing, as the provider measures it over all its customers."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


class BankError(Exception):
    """A call to the bank failed; the subclasses are what a caller handles differently.

    BankError
    ├── LoginExpired          the person must sign in at the bank again
    ├── AccessRevoked         access is gone for good
    ├── TryAgainLater         the bank or provider is busy or down; `after_seconds` when it said so
    │   ├── RateLimited       we asked too often
    │   └── BankDown          this one bank does not answer the provider; others may
    ├── ChangedWhilePaging    restart from the first page's cursor
    ├── CursorLost            the cursor is unknown: start over from the beginning
    ├── Rejected              the provider refused the request; a person must look
    ├── ForgedNotice          a webhook that the provider did not send, or not like this, or not now
    └── Misconfigured         our keys or settings are wrong
    """

    def __init__(self, message: str, *, code: str = "", request_id: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.request_id = request_id


class LoginExpired(BankError):
    """The person must sign in at the bank again."""


class AccessRevoked(BankError):
    """Access is gone for good: removed by us, or revoked by the person."""


class TryAgainLater(BankError):
    """The bank or the provider is busy, slow or down."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        request_id: str | None = None,
        after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, code=code, request_id=request_id)
        self.after_seconds = after_seconds


class RateLimited(TryAgainLater):
    """We asked too often."""


class BankDown(TryAgainLater):
    """This one bank does not answer the provider; others may."""


class ChangedWhilePaging(BankError):
    """Rows changed between two pages: what was read so far is stale."""


class CursorLost(BankError):
    """The provider does not know our cursor."""


class Rejected(BankError):
    """The provider refused the request as wrong."""


class ForgedNotice(BankError):
    """A webhook whose signature, age or body does not hold."""


class Misconfigured(BankError):
    """Our keys or settings are wrong."""


class BankProvider(Protocol):
    """A bank aggregator. Every method may raise BankError; none may be called inside a transaction."""

    @property
    def environment(self) -> str:
        """Name the provider's world that our keys belong to: sandbox, production, or disabled."""

    async def create_link_token(
        self, *, user_id: str, access_token: str | None = None, choose_accounts: bool = False
    ) -> LinkToken:
        """Open the door for the browser's dialog; with an access token, to repair that login.

        `choose_accounts` lets the person say anew which of that login's accounts we may see.
        """

    async def exchange(self, public_token: str) -> Grant:
        """Turn the dialog's one-use token into lasting access."""

    async def get_item(self, access_token: str) -> ItemState:
        """Say how the login is doing."""

    async def remove_item(self, access_token: str) -> None:
        """End our access; harmless when it has ended already."""

    async def get_bank_health(self, institution_id: str) -> BankHealth:
        """Say how a bank is doing for everyone; limited per installation, so ask seldom."""

    async def list_accounts(self, access_token: str) -> Sequence[BankAccount]:
        """List the accounts with the balances the provider has at hand (free, about a day old)."""

    async def refresh_balances(self, access_token: str) -> Sequence[BankAccount]:
        """Ask the bank itself for balances (slow, limited, billed)."""

    async def fetch_changes(self, access_token: str, cursor: str | None) -> Changes:
        """Fetch one page of at most 500 changes after the cursor; None starts from the beginning."""

    async def get_webhook_key(self, key_id: str) -> Mapping[str, object]:
        """Return the JWK that signed a webhook. Raises Rejected when there is no such key."""

    async def verify_notice(self, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> None:
        """Check that the provider sent these very bytes lately. Raises ForgedNotice when it did not."""

    def read_notice(self, body: Mapping[str, object]) -> BankNotice:
        """Say what a stored webhook means; one that is not understood is of kind OTHER."""
