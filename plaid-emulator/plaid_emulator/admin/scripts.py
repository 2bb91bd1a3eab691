"""The format of fault scripts: steps that wait for a call or a moment, and chances drawn from a seed."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plaid_emulator.admin.actions import AnyAction
from plaid_emulator.admin.naming import EndpointName, NamedRule
from plaid_emulator.calls import SYNC
from plaid_emulator.faults import EVERYWHERE

EXAMPLES = Path(__file__).with_name("examples")


class Part(BaseModel):
    """A part of a script: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class When(Part):
    """What a step waits for: a call, a page of a sync, or a moment after the start by the emulated clock."""

    endpoint: EndpointName | None = Field(default=None, description="a call of this endpoint, * for any")
    sync_page: int | None = Field(default=None, ge=1, description="a call for this page of a sync")
    call: int = Field(default=1, ge=1, description="the how-manieth such call since the start")
    item: str | None = Field(default=None, description="only calls about this Item: its id, #1, #2...")
    after_seconds: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _waits_for_one_thing(self) -> "When":
        by_call = self.endpoint is not None or self.sync_page is not None
        if by_call == (self.after_seconds is not None):
            raise ValueError("a step waits either for a call (endpoint, sync_page) or for after_seconds")
        if self.sync_page is not None and self.endpoint not in {None, SYNC}:
            raise ValueError("sync_page goes with /transactions/sync only")
        return self


class Step(Part):
    """When it is time, do these things before the call that it was waiting for does its work."""

    when: When
    then: list[AnyAction] = Field(min_length=1)
    every: bool = Field(default=False, description="again at every further multiple of `call`")


class Chance(Part):
    """Faults that strike at random: the seed, the endpoint and the number of the call decide alone."""

    probability: float = Field(gt=0, le=1)
    faults: list[NamedRule] = Field(min_length=1)
    endpoints: list[EndpointName] = Field(default=[EVERYWHERE], min_length=1)
    calls: int = Field(default=-1, ge=-1, description="for so many calls of each endpoint; -1: until stopped")


class Script(Part):
    """A story of faults."""

    name: str = Field(default="script", max_length=100)
    about: str = Field(default="", max_length=1000)
    seed: int = 0
    steps: list[Step] = []
    random: list[Chance] = []

    @model_validator(mode="after")
    def _does_something(self) -> "Script":
        if not self.steps and not self.random:
            raise ValueError("a script needs steps or random faults")
        return self


def list_examples() -> list[dict[str, Any]]:
    """List the scripts that come along."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
