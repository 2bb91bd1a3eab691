"""Faults on demand: what has been asked to go wrong, and what of it hits a call."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Mutation(StrEnum):
    """When a page in the middle of a sync answers that the data moved."""

    NATURAL = "natural"
    ALWAYS = "always"
    ONCE = "once"
    NEVER = "never"


class WebhookFault(StrEnum):
    """How a webhook can go wrong on its way."""

    FORGED = "forged"
    STALE = "stale"
    ALTERED = "altered"
    WRONG_KEY = "wrong_key"
    DUPLICATE = "duplicate"
    LATE = "late"
    OUT_OF_ORDER = "out_of_order"
    LOST = "lost"


class Kind(StrEnum):
    """How a call can go wrong. Three keep it from doing anything, the others spoil its answer."""

    ERROR = "error"
    STATUS = "status"
    RESET = "reset"
    LATENCY = "latency"
    ANSWER_LOST = "answer_lost"
    CUT = "cut"
    DRIP = "drip"
    NOT_JSON = "not_json"
    MISSING_FIELD = "missing_field"
    NULL_FIELD = "null_field"
    WRONG_TYPE = "wrong_type"
    REPLACE_FIELD = "replace_field"


BEFORE_THE_WORK = {Kind.ERROR, Kind.STATUS, Kind.RESET}
EVERYWHERE = "*"


class Rule(BaseModel):
    """One thing that shall go wrong, where, how often and how likely."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    endpoint: str = Field(default=EVERYWHERE, description="a path such as /item/get, or * for all")
    item_id: str | None = Field(default=None, description="only calls about this Item")
    error_code: str = Field(default="INTERNAL_SERVER_ERROR", description="for error: any of Plaid's codes")
    status: int = Field(default=502, ge=400, le=599, description="for status: a bare answer of a proxy")
    seconds: float = Field(default=1.0, ge=0, le=600, description="for latency and drip")
    field: str | None = Field(
        default=None, description="for the field faults: added.0.amount, accounts.*.name"
    )
    value: Any = Field(default=None, description="for replace_field: what stands there instead")
    skip: int = Field(default=0, ge=0, description="matching calls that pass unharmed before")
    times: int = Field(default=1, ge=-1, description="how often it strikes; -1 until it is cleared")
    probability: float = Field(default=1.0, gt=0, le=1)

    @model_validator(mode="after")
    def _needs_a_field(self) -> "Rule":
        if self.kind is Kind.REPLACE_FIELD and not self.field:
            raise ValueError("replace_field needs a field to replace")
        return self


@dataclass(frozen=True)
class Call:
    """One call of the API: the how-manieth of its endpoint, about which Item, which page of a sync."""

    endpoint: str
    number: int
    item_id: str | None = None
    page: int = 1


@dataclass
class Standing:
    """A rule in force and how far it has got."""

    id: int
    rule: Rule
    seen: int = 0
    left: int = 0

    def strikes(self, call: Call, seed: int) -> bool:
        """Decide whether this call is hit; the same calls in the same order always are."""
        rule = self.rule
        if self.left == 0 or rule.endpoint not in {EVERYWHERE, call.endpoint}:
            return False
        if rule.item_id not in {None, call.item_id}:
            return False
        self.seen += 1
        draw = random.Random(f"{seed}.{self.id}.{self.seen}").random()  # noqa: S311 - repeatable on purpose
        if self.seen <= rule.skip or draw >= rule.probability:
            return False
        self.left -= self.left > 0
        return True


@dataclass
class Faults:
    """The faults now in force."""

    latency_ms: int = 0
    mutation: Mutation = Mutation.NATURAL
    # Never tell a removal and an addition on one page, so that a posting is torn in two.
    split_postings: bool = False
    webhook: WebhookFault | None = None
    # How many more webhooks suffer from the fault; -1 means all.
    webhook_times: int = 0
    seed: int = 0
    standing: list[Standing] = field(default_factory=list)
    _last_id: int = 0

    def add(self, rule: Rule) -> Standing:
        """Put a rule in force; several may hit the same call."""
        self._last_id += 1
        self.standing.append(Standing(self._last_id, rule, left=rule.times))
        return self.standing[-1]

    def remove(self, rule_id: int) -> bool:
        before = len(self.standing)
        self.standing = [each for each in self.standing if each.id != rule_id]
        return len(self.standing) < before

    def take(self, call: Call) -> list[Rule]:
        """Use up what hits this call: all delays, and the first of the other faults."""
        hits: list[Rule] = []
        for each in self.standing:
            busy = any(rule.kind is not Kind.LATENCY for rule in hits)
            if (each.rule.kind is Kind.LATENCY or not busy) and each.strikes(call, self.seed):
                hits.append(each.rule)
        self.standing = [each for each in self.standing if each.left != 0]
        return hits

    def take_webhook_fault(self) -> WebhookFault | None:
        if self.webhook is None or self.webhook_times == 0:
            return None
        if self.webhook_times > 0:
            self.webhook_times -= 1
        return self.webhook

    def take_mutation(self, *, moved: bool) -> bool:
        """Decide whether this page in the middle of a sync must restart."""
        if self.mutation is Mutation.ONCE:
            self.mutation = Mutation.NATURAL
            return True
        return self.mutation is Mutation.ALWAYS or (self.mutation is Mutation.NATURAL and moved)
