"""One case: an endpoint, what is sent to it, and what must come back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator_harness import Json

from conformance.world import AS_JSON, Answer, World

Body = Callable[[World], Json]
Check = Callable[[World, Any], object]


@dataclass(frozen=True)
class Case:
    """`code` None: it succeeds. `check` looks at the client's model, which has passed its own checks."""

    endpoint: str
    name: str
    body: Body
    code: str | None = None
    says: str = ""
    check: Check = lambda _, answer: answer.request_id
    # The official client refuses to send some mistakes; these go without it.
    call: Callable[[World, "Case"], Answer] | None = None
    arrange: Callable[[World], object] = field(default=lambda _: None)

    @property
    def id(self) -> str:
        return f"{self.endpoint} {self.name}"


def succeeds(endpoint: str, name: str, body: Body, check: Check | None = None) -> Case:
    return Case(endpoint, name, body) if check is None else Case(endpoint, name, body, check=check)


def mistake(endpoint: str, name: str, body: Body, code: str, says: str = "") -> Case:
    """Fail with what the official client would not even send."""
    return Case(endpoint, name, body, code, says, call=without_client)


def without_client(world: World, case: Case) -> Answer:
    return world.post(case.endpoint, json.dumps(case.body(world)), AS_JSON)


def fails(endpoint: str, name: str, body: Body, code: str, says: str = "") -> Case:
    return Case(endpoint, name, body, code, says)
