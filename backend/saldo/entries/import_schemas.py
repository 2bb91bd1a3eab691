"""Imports as the API takes and shows them."""

import datetime as dt
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, field_validator

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.entries.models import Import
from saldo.entries.readings import Reading

MOST_CHARACTERS = 700_000


class FileGiven(Input):
    """A bank's file."""

    file_name: str = Field(min_length=1, max_length=200, examples=["checking-2025.csv"])
    content: str = Field(
        min_length=1, max_length=MOST_CHARACTERS, description="The text of a CSV, OFX or QFX file"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_stored(cls, given: object) -> object:
        # Files have odd characters: what the database cannot hold is left out, and the rest is read.
        return given


class Choice(Input):
    """Which rows to add otherwise than proposed, by their lines."""

    include: list[int] = Field(
        default_factory=list, max_length=10_000, description="Duplicates to add all the same"
    )
    leave_out: list[int] = Field(default_factory=list, max_length=10_000, description="New rows not to add")
    reading: Reading | None = Field(
        default=None, description="What was looked at: refused when the file has been read otherwise since"
    )
    account: int | None = Field(
        default=None, description="Likewise the `number` of the file's account that was looked at"
    )


class AccountChoice(Input):
    """Which account of the file is meant."""

    account: int = Field(ge=0, description="`number` of one of the preview's accounts", examples=[1])


class RejectedRow(Output):
    """A row that could not be read, and why."""

    line: int
    reason: str = Field(examples=["“n/a” is no amount"])
    text: str = Field(description="The row as it stands in the file")


class ImportShown(Output):
    """One file on its way into one account."""

    id: UUID
    account_id: UUID
    file_name: str
    format: Literal["csv", "ofx"]
    status: Literal["draft", "applied", "undone"]
    added: int = Field(description="Transactions it brought")
    skipped: int = Field(description="Rows that were there already, or were left out")
    rejected: list[RejectedRow]
    created_at: dt.datetime
    applied_at: dt.datetime | None
    undone_at: dt.datetime | None

    @classmethod
    def of(cls, made: Import) -> Self:
        values = {name: getattr(made, name) for name in cls.model_fields if name != "rejected"}
        return cls(**values, rejected=[RejectedRow(**row) for row in made.rejected])


class ImportList(Output):
    """The imports into one account, the newest first."""

    data: list[ImportShown]


class ColumnShown(Output):
    """One column of the file, to choose from."""

    name: str = Field(examples=["Posting Date"])
    samples: list[str] = Field(max_length=3)


class Likeness(Output):
    """The transaction that a row of the file tells of, as far as can be seen."""

    id: UUID
    date: dt.date
    description: str


class ImportRow(Output):
    """One row as it would become a transaction."""

    line: int
    date: dt.date
    amount: Amount = Field(description="Positive is money in")
    description: str
    note: str | None
    category_detailed: str | None = Field(description="If the file names one that is known here")
    duplicate_of: Likeness | None = Field(description="Already there: left out unless it is chosen")


class FileAccount(Output):
    """One account that a file states: an OFX file by itself, a table by one of its columns."""

    number: int = Field(description="Counted from 0, in the order of the file")
    name: str = Field(
        description="Its kind and how its number ends, or its name", examples=["Checking ··0042"]
    )
    rows: int
    is_like: bool | None = Field(description="Its number ends like this account's; null: one has no number")


class ImportPreview(Output):
    """What a file would bring, before anything is added."""

    made: ImportShown
    accounts: list[FileAccount] = Field(description="The accounts the file states; empty for most tables")
    account: int | None = Field(
        description="The one the rows are of; null while none of several is chosen: then there are no rows"
    )
    columns: list[ColumnShown]
    reading: Reading | None = Field(description="What the columns mean; null where the file says so itself")
    is_date_order_sure: bool = Field(description="False: day and month could be meant the other way round")
    rows: list[ImportRow]


class Undone(Output):
    """What taking back an import did."""

    made: ImportShown
    removed: int
    kept: int = Field(description="Of these the bank speaks by now: they stay as the bank's")
