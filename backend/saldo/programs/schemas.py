"""Bodies of tokens and signed clients."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from saldo.core.schemas import Input, Output
from saldo.workspaces.management_schemas import Name
from saldo.workspaces.rights import Action

Permission = Annotated[str, StringConstraints(pattern=r"^[a-z:]{3,40}$")]
Days = Annotated[int, Field(ge=1, le=366, examples=[90])]


class NewKey(Input):
    """A token or a client to make."""

    name: Name = Field(description="What it is for.", examples=["Spreadsheet"])
    permissions: Annotated[
        frozenset[Permission],
        Field(min_length=1, max_length=40, examples=[["accounts:read", "transactions:read"]]),
    ]
    expires_in_days: Days


class KeyShown(Output):
    """A token or a client."""

    id: UUID
    name: str
    hint: str = Field(description="The last characters of token or secret.", examples=["x7Qa"])
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To five minutes.")


class RightShown(Output):
    """What a program can be trusted with, in a person's words."""

    permission: str = Field(examples=["transactions:write"])
    group: str = Field(description="What it is about.", examples=["Money"])
    subject: str = Field(examples=["Transactions"])
    action: Action
    is_yours: bool = Field(description="Whether your role has it, so that you can hand it on.")


class Tokens(Output):
    """Your tokens in this workspace, the newest first, and what a token can be given."""

    data: list[KeyShown]
    rights: list[RightShown]


class TokenMade(KeyShown):
    """A new token; it cannot be shown again."""

    token: str = Field(description="Send as `Authorization: Bearer sld_...`.")


class ClientShown(KeyShown):
    """A client that signs its requests."""

    client_id: str = Field(examples=["sldc_5f0c7a9b1d2e3f4a5b6c7d8e"])
    made_by: UUID


class Clients(Output):
    """The workspace's signed clients, the newest first, and what a client can be given."""

    data: list[ClientShown]
    rights: list[RightShown]


class Rotation(Input):
    """For how long the new secret works."""

    expires_in_days: Days

    @property
    def lifetime(self) -> timedelta:
        return timedelta(days=self.expires_in_days)


class ClientMade(ClientShown):
    """A client with a new secret, which cannot be shown again."""

    secret: str
