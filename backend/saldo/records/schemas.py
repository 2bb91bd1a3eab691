"""Bodies of the record and of the access log."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, JsonValue

from saldo.core.schemas import Output


class Entry(Output):
    """One deed: who, what, to what, and what it looked like before and after."""

    id: UUID
    position: int | None = Field(description="Its place in the chain; null for what is older than that.")
    actor: str = Field(description="`user:<id>`, or what acted by itself.", examples=["system"])
    action: str = Field(description="A past fact in dotted words.", examples=["member.role_changed"])
    subject_type: str
    subject_id: str
    before: dict[str, JsonValue] | None
    after: dict[str, JsonValue] | None
    request_id: str | None
    occurred_at: datetime
    digest: str | None = Field(description="Covers this entry and all before it.")


class OwnEntry(Entry):
    """A deed of your own, with where it came from."""

    address: str | None
    device: str | None
    workspace_id: UUID
    workspace_name: str


class Request(Output):
    """One request: what was asked of us, and how it ended."""

    id: UUID
    occurred_at: datetime
    request_id: str
    user_id: UUID | None
    method: str
    path: str = Field(description="With names in place of ids.", examples=["/api/accounts/{account_id}"])
    status: int
    milliseconds: int
    network: str = Field(description="Not the address itself.", examples=["203.0.113.0/24"])
