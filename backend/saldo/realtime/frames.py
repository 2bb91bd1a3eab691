"""The frames of the live socket, as text: built once, sent to every watcher."""

from typing import Annotated, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from saldo.events.service import StoredEvent

LONGEST_FRAME_BYTES = 64 * 1024
PING = '{"type":"ping"}'


class Hello(BaseModel):
    """A client's first frame: its ticket and the last sequence it has seen (null: start from now)."""

    model_config = ConfigDict(extra="forbid")
    type: Literal["hello"]
    ticket: str = Field(min_length=1, max_length=100)
    after: int | None = Field(ge=0)


class Pong(BaseModel):
    """A client's answer to a ping; optional."""

    type: Literal["pong"]


_CLIENT_FRAME: TypeAdapter[Hello | Pong] = TypeAdapter(Annotated[Hello | Pong, Field(discriminator="type")])


def read_hello(text: str) -> Hello | None:
    """Parse a first frame; None when it is anything else."""
    try:
        frame = _CLIENT_FRAME.validate_json(text)
    except ValidationError:
        return None
    return frame if isinstance(frame, Hello) else None


def welcome(sequence: int) -> str:
    """Greet, and say how far the log reaches."""
    return orjson.dumps({"type": "welcome", "sequence": sequence}).decode()


def reload(sequence: int) -> str:
    """Tell a client that what it missed is gone: load everything anew, then continue after this sequence."""
    return orjson.dumps({"type": "reload", "sequence": sequence}).decode()


def event(stored: StoredEvent) -> str:
    body = {
        "sequence": stored.sequence,
        "type": stored.type,
        "occurred_at": stored.occurred_at,
        "data": stored.data,
    }
    return orjson.dumps({"type": "event", "event": body}, option=orjson.OPT_UTC_Z).decode()
