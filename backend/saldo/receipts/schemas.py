"""Receipts as the API shows them."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from saldo.core.money import Amount
from saldo.core.schemas import Output
from saldo.receipts.sealing import Sealed, seal

_COUNTS: Final = ("added", "modified", "removed", "skipped")
_UNCOUNTED: Final = dict.fromkeys(_COUNTS)


class SkippedRow(Output):
    """A row of the bank that could not be stored; it is kept aside and looked at again."""

    id: str | None = Field(description="The bank's id, if it sent one")
    reason: str = Field(description="Why it could not be stored", examples=["amount is missing"])


class AccountFigures(Output):
    """One account at the end of the run. All balances are positive for money one has, also on debts."""

    account_id: UUID
    check_id: UUID = Field(description="The stored comparison with these figures")
    currency: str
    opening_date: dt.date | None = Field(description="The day the ledger begins with")
    opening_balance: Amount | None = Field(description="Its balance before that day's entries")
    bank: Amount | None = Field(description="What the bank states")
    ledger: Amount | None = Field(description="What our rows add up to")
    pending: Amount
    entries: int = Field(description="How many posted entries that are")
    status: Literal["agrees", "pending", "off", "unknown"]
    difference: Amount = Field(description="What the ledger lacks: positive is money in")
    off_since: dt.date | None
    added: int | None = Field(description="The run's rows on this account; null on old receipts")
    modified: int | None
    removed: int | None
    skipped: int | None = Field(description="Those that named this account")


class Receipt(Output):
    """What one run of a sync did."""

    id: UUID
    connection_id: UUID
    sync_id: UUID
    number: int = Field(description="Counts a connection's receipts from 1, without gaps")
    recorded_at: dt.datetime
    trigger: str
    status: Literal["succeeded", "failed"]
    started_at: dt.datetime
    finished_at: dt.datetime
    added: int
    modified: int
    removed: int
    skipped: int
    skipped_rows: list[SkippedRow] = Field(description="The first hundred of them")
    pages: int
    restarts: int = Field(description="How often paging began anew because the bank's rows moved meanwhile")
    error_code: str | None
    accounts: list[AccountFigures]
    hash: str = Field(description="SHA-256 over all of the above and the hash before, as canonical JSON")
    previous_hash: str | None = Field(description="The hash of the receipt before; null on the first")
    is_intact: bool = Field(description="The hash fits the contents, those that you do not see among them")
    is_partial: bool = Field(
        description="Some of its accounts are not shared with you: the others are listed and counted"
    )

    @classmethod
    def from_columns(cls, row: Mapping[str, Any]) -> Self:
        sealed = Sealed(**{name: row[name] for name in Sealed.__dataclass_fields__})
        is_intact = seal(sealed) == row["hash"]
        facts = row["body"] | {"accounts": [_UNCOUNTED | account for account in row["body"]["accounts"]]}
        return cls.model_validate(
            {**vars(sealed), **facts, "hash": row["hash"], "is_intact": is_intact, "is_partial": False}
        )

    def for_accounts(self, shared: Collection[UUID]) -> Self:
        """Return what somebody may see who sees only these accounts."""
        accounts = [account for account in self.accounts if account.account_id in shared]
        if len(accounts) == len(self.accounts):
            return self
        counts = {name: sum(getattr(account, name) or 0 for account in accounts) for name in _COUNTS}
        # A row that could not be read says nothing certain, not even whose it is.
        return self.model_copy(update={"accounts": accounts, "skipped_rows": [], "is_partial": True} | counts)
