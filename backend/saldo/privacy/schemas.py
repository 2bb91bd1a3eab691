"""Bodies of profile, consents, exports and erasure."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from saldo.core.schemas import Input, Output
from saldo.workspaces.management_schemas import Name

UserType = Literal["person", "family", "freelancer", "business"]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
TimeZone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,60}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")]
Subject = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,39}$")]


class Profile(Output):
    """How a person wants to be addressed, and figures and dates to be shown."""

    display_name: str
    email: str
    locale: str | None = Field(description="Null: that of the browser.", examples=["en-CA"])
    currency: str = Field(description="Empty: that of the accounts.", examples=["CAD"])
    time_zone: str | None = Field(description="Null: that of the device.", examples=["America/Toronto"])
    user_type: UserType
    is_administrator: bool = Field(description="Whether you look after this installation.")
    created_at: datetime


class ProfileChange(Input):
    """What is to be different; what is absent stays."""

    display_name: Name | None = None
    locale: Locale | None = Field(None, description="Null: that of the browser.", examples=["en-CA"])
    currency: Currency | None = None
    time_zone: TimeZone | None = Field(
        None, description="Null: that of the device.", examples=["America/Toronto"]
    )
    user_type: UserType | None = None


class ConsentGiven(Input):
    """What you agree to, and in which wording."""

    subject: Subject = Field(examples=["bank-data"])
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,40}$")] = Field(
        examples=["2026-11-21"]
    )


class ConsentShown(Output):
    """What you agreed to, and whether it still holds."""

    id: UUID
    subject: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


class Consents(Output):
    """Every consent ever given, the newest first."""

    data: list[ConsentShown]


class ExportShown(Output):
    """An archive of everything you have here."""

    id: UUID
    status: Literal["waiting", "running", "ready", "failed"]
    done: int = Field(description="Tables written.")
    total: int = Field(description="Tables there are; 0 while waiting.")
    created_at: datetime
    finished_at: datetime | None


class Exports(Output):
    """Your exports of the last day, the newest first."""

    data: list[ExportShown]


class Erasing(Output):
    """Your data is on its way out."""

    erase_at: datetime
