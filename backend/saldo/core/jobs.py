"""What a transaction may promise to happen after its commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import JsonValue


@dataclass(frozen=True)
class Job:
    """Work for the backend's own worker: a registered task's name and ids, nothing heavier."""

    name: str
    payload: Mapping[str, JsonValue] = field(default_factory=dict)
    queue: str = "default"
    delay_seconds: float = 0


@dataclass(frozen=True)
class Chain:
    """Work for another worker; `reply` is a job of ours that receives the result as `result`."""

    task: str
    payload: Mapping[str, JsonValue] = field(repr=False)
    queue: str
    reply: Job


@dataclass(frozen=True)
class Bell:
    """A workspace's event log has grown up to `sequence`: whoever watches should look."""

    workspace_id: UUID
    sequence: int


@dataclass(frozen=True)
class SessionEnded:
    """A sign-in session is over: its sockets must close."""

    session_id: UUID


@dataclass(frozen=True)
class MemberChanged:
    """What a person may see of a workspace has changed: their sockets there must close and come again."""

    workspace_id: UUID
    user_id: UUID


Message = Job | Chain | Bell | SessionEnded | MemberChanged
