"""What the API says of links made anew, and of taking them back."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from saldo.core.schemas import Output


class RelinkShown(Output):
    """An account that this link carried on."""

    id: UUID
    account_id: UUID
    account_name: str
    former_connection_id: UUID = Field(description="The link it came with before.")
    made_at: datetime
    undone_at: datetime | None
    obstacle: str | None = Field(
        description="Why it cannot be taken back; null when it can.",
        examples=["It was taken back already."],
    )


class RelinkList(Output):
    """Every account that this link carried on, the newest first."""

    data: list[RelinkShown]


class RelinkUndone(Output):
    """Two accounts where there was one."""

    account_id: UUID = Field(description="The old account, history again, with all that was said of it.")
    successor_id: UUID = Field(description="The link's own account from now on.")
    moved: int = Field(
        description="Transactions that only this link told of: they went along with their edits."
    )
