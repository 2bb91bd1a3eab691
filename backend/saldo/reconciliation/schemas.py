"""Comparisons and suggestions as the API shows them."""

import datetime as dt
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.ledger.checking import Checked
from saldo.ledger.comparing import signed
from saldo.ledger.schemas import Status
from saldo.reconciliation.models import Suggestion
from saldo.reconciliation.rating import Step
from saldo.reconciliation.situation import Action, Cause

LARGEST = 10**18  # what the database can hold


class ReconcileRequest(Input):
    """What to compare an account with."""

    bank_balance: Amount | None = Field(
        None,
        description="The balance the bank shows you (on a debt, what is owed); what it told us if not given",
        gt=-LARGEST,
        lt=LARGEST,
        examples=["1204.17"],
    )


class Comparison(Output):
    """How ledger and bank of one account compare. On a debt both balances are what is owed."""

    account_id: UUID
    status: Status = Field(
        description="`pending`: they differ by just what is pending; `unknown`: there is nothing to compare"
    )
    difference: Amount = Field(description="What the ledger lacks: positive is money in")
    off_since: dt.date | None = Field(description="The day of the first comparison that found them apart")
    currency: str
    bank: Amount | None
    ledger: Amount | None
    pending: Amount

    @classmethod
    def of(cls, checked: Checked) -> Self:
        figures = checked.figures
        return cls(
            account_id=figures.account_id,
            status=checked.standing.status.value,
            difference=checked.standing.difference,
            off_since=checked.off_since,
            currency=figures.currency,
            bank=None if figures.bank is None else signed(figures.type, figures.bank),
            ledger=None if figures.ledger is None else signed(figures.type, figures.ledger),
            pending=figures.pending,
        )


class SuggestedFix(Output):
    """One deed of a suggestion."""

    action: Action = Field(description="`wait` does nothing: the bank's own rows will settle it")
    effect: Amount = Field(description="By how much it moves the ledger: positive is money in")
    entry_id: UUID | None = Field(description="The transaction it is about")
    date: dt.date | None
    description: str | None
    to_account_id: UUID | None = Field(description="Where a row is moved to")


class SuggestionShown(Output):
    """One explanation of a difference, and what would mend it."""

    id: UUID
    account_id: UUID
    cause: Cause
    parts: list[Cause] = Field(description="The causes that work together; just one in most cases")
    reason: str = Field(examples=["“THAI GARDEN” (-42.10) is there twice: 1 Sep."])
    confidence: float = Field(description="0 to 1, among all explanations that were found")
    fixes: list[SuggestedFix] = Field(description="Their effects sum to the difference")
    status: Literal["proposed", "applied", "undone", "ignored"]
    decided_by: str | None = Field(description="Who decided: `user:` and the person's id")
    decided_at: dt.datetime | None

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        return cls.model_validate({name: getattr(suggestion, name) for name in cls.model_fields})


class Reconciled(Output):
    """How an account stands and what would mend it, the likeliest first."""

    comparison: Comparison
    suggestions: list[SuggestionShown]


class BulkRequest(Input):
    """Which accounts to compare."""

    account_ids: list[UUID] | None = Field(
        None, description="All active ones if not given", min_length=1, max_length=500
    )


class BulkOutcome(Output):
    """How one account came out."""

    account_id: UUID
    status: Literal["agrees", "pending", "off", "unknown", "failed"]
    difference: Amount
    suggestions: int = Field(description="How many explanations POST /api/accounts/{id}/reconcile will show")
    error: str | None = Field(description="Why it could not be compared")


class BulkReconciled(Output):
    """The outcome of every account that was compared."""

    results: list[BulkOutcome]


class HealthPart(Output):
    """One part of the score."""

    name: Literal["connection", "freshness", "agreement", "completeness", "rhythm", "statements"]
    score: int | None = Field(description="Null when nothing is known: the part does not count")
    most: int = Field(description="The points to be had")
    text: str = Field(examples=["Ledger and bank agree."])
    next_step: Step | None = Field(description="What you can do about it")


class AccountHealth(Output):
    """How well an account is doing, and what would help."""

    account_id: UUID
    score: int = Field(description="0 to 100, out of the parts that are known", ge=0, le=100)
    parts: list[HealthPart]


class MendedShown(Output):
    """A suggestion as it was decided on, and how each account it touched stands now, its own first."""

    suggestion: SuggestionShown
    comparisons: list[Comparison]


class SuggestionList(Output):
    """What people decided on suggestions of one account, the last decision first."""

    data: list[SuggestionShown]
