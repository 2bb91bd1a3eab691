"""Bodies of administration."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from saldo.core.schemas import Output
from saldo.records.schemas import Entry, Request


class Person(Output):
    """Someone with an account; not what they have in it."""

    id: UUID
    email: str
    display_name: str
    is_administrator: bool
    is_address_confirmed: bool
    created_at: datetime
    last_seen_at: datetime | None = Field(description="When a session of theirs was renewed last.")
    workspaces: int
    deleted_at: datetime | None
    erase_at: datetime | None = Field(description="When a deleted person can no longer be restored.")


class EntryOfAnyone(Entry):
    """A deed in any workspace."""

    actor_email: str | None = Field(description="Null when nobody acted, or whoever did was erased.")


class RequestOfAnyone(Request):
    """A request of anyone."""

    email: str | None = Field(description="Null when nobody was signed in, or whoever asked was erased.")


class SessionOfPerson(Output):
    """A session of someone, going on or over."""

    id: UUID
    device: str = Field(examples=["Firefox on Linux"])
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    end_reason: str | None


class SessionsOfPerson(Output):
    """Sessions, the newest first."""

    data: list[SessionOfPerson]


class Queue(Output):
    """Jobs that wait for a worker."""

    name: str = Field(examples=["default"])
    waiting: int


class Repeated(Output):
    """A job that beat sends again and again."""

    task: str = Field(examples=["connections.sweep"])
    every_seconds: float
    queue: str


class ErasureUnderWay(Output):
    """Someone whose time has come and who is not gone yet."""

    user_id: UUID
    email: str
    erase_at: datetime
    banks_waiting: int = Field(description="Accesses whose bank has not been told yet; rows wait for that.")
    rows_left: int = Field(description="Rows of their own workspaces that are still to go.")


class ErasuresUnderWay(Output):
    """Erasures under way, the oldest first; twenty at most."""

    data: list[ErasureUnderWay]


class Jobs(Output):
    """What waits, and what is repeated."""

    queues: list[Queue]
    repeated: list[Repeated]
    letters_waiting: int
    exports_running: int
    erasures_waiting: int
