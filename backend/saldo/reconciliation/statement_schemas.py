"""Statements as the API shows them: balances as the bank prints them, amounts positive for money in."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.ledger.comparing import signed
from saldo.reconciliation.locking import Change, ChangeKind
from saldo.reconciliation.schemas import LARGEST
from saldo.reconciliation.statements import Asked, Shown


class StatementRequest(Input):
    """What is printed on a statement."""

    account_id: UUID
    closing_date: dt.date
    closing_balance: Amount = Field(description="On a debt, what is owed", gt=-LARGEST, lt=LARGEST)
    opening_date: dt.date | None = Field(
        None, description="The day after the last locked statement, or the first of the month, if not given"
    )
    opening_balance: Amount | None = Field(
        None,
        description="The last locked statement's closing balance, or the ledger's, if not given",
        gt=-LARGEST,
        lt=LARGEST,
    )

    def as_asked(self) -> Asked:
        return Asked(**dict(self))


class TickRequest(Input):
    """Which rows to tick off, or to take the tick from."""

    transaction_ids: list[UUID] = Field(min_length=1, max_length=500)
    ticked: bool = True


class LockRequest(Input):
    """How to lock a statement that does not add up."""

    adjust: bool = Field(default=False, description="Add a signed entry over the remaining difference")


class StatementRow(Output):
    """One row that may be ticked, or is."""

    id: UUID
    date: dt.date
    amount: Amount
    description: str
    ticked: bool


class Statement(Output):
    """A bank statement held against our rows."""

    id: UUID
    account_id: UUID
    currency: str
    opening_date: dt.date
    opening_balance: Amount
    closing_date: dt.date
    closing_balance: Amount
    difference: Amount = Field(description="What the ticked rows still lack; zero when it may be locked")
    ticked_count: int
    status: Literal["open", "locked"]
    created_by: str
    locked_by: str | None = Field(description="Who signed it: `user:` and the person's id")
    locked_at: dt.datetime | None
    adjustment_id: UUID | None = Field(description="The entry that made up for a difference")
    record_hash: str | None = Field(description="SHA-256 of the signed record")

    @classmethod
    def of(cls, shown: Shown) -> Self:
        return cls.model_validate(_fields(shown))


class StatementChange(Output):
    """A row of a locked period that is no longer as it was signed."""

    kind: ChangeKind = Field(description="`arrived`: it was not there to be ticked")
    transaction_id: UUID
    description: str
    date_before: dt.date | None
    date_now: dt.date | None
    amount_before: Amount | None
    amount_now: Amount | None


class StatementDetail(Statement):
    """A statement with its rows, and what has changed since it was signed."""

    rows: list[StatementRow] = Field(description="Oldest first; once locked, the ticked ones")
    changes: list[StatementChange] = Field(description="What has changed under the signature")

    @classmethod
    def with_rows(cls, shown: Shown, changes: Sequence[Change] = ()) -> Self:
        rows = [{**row, "ticked": row["id"] in shown.ticked} for row in shown.rows if not row["is_removed"]]
        told = [vars(each) for each in changes]
        return cls.model_validate({**_fields(shown), "rows": rows, "changes": told})


_AS_PRINTED = ("opening_balance", "closing_balance")
_OF_STATEMENT = tuple(
    name for name in Statement.model_fields if name not in {*_AS_PRINTED, "difference", "ticked_count"}
)


def _fields(shown: Shown) -> dict[str, object]:
    statement = shown.statement
    return {
        **{name: getattr(statement, name) for name in _OF_STATEMENT},
        **{name: signed(shown.account["type"], getattr(statement, name)) for name in _AS_PRINTED},
        "difference": shown.difference,
        "ticked_count": len(shown.ticked),
    }
