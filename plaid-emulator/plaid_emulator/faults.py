"""Faults on demand: what the admin has asked to go wrong."""

from dataclasses import dataclass, field
from enum import StrEnum


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
    LOST = "lost"


@dataclass
class EndpointFault:
    """Answer an endpoint with an error a number of times; -1 means until cleared."""

    error_code: str
    times: int = 1


@dataclass
class Faults:
    """The faults now in force."""

    latency_ms: int = 0
    mutation: Mutation = Mutation.NATURAL
    endpoints: dict[str, EndpointFault] = field(default_factory=dict)
    webhook: WebhookFault | None = None
    # How many more webhooks suffer from the fault; -1 means all.
    webhook_times: int = 0

    def take_endpoint_error(self, path: str) -> str | None:
        """Use up one planned error of this endpoint, if there is one."""
        fault = self.endpoints.get(path) or self.endpoints.get("*")
        if fault is None or fault.times == 0:
            return None
        if fault.times > 0:
            fault.times -= 1
        return fault.error_code

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
