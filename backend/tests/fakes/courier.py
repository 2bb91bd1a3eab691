"""A courier that keeps what it was given."""

from collections.abc import Sequence

from saldo.core.jobs import Bell, Job, Message


class RecordingCourier:
    """Delivers to a list."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def deliver(self, messages: Sequence[Message]) -> None:
        self.messages.extend(messages)

    @property
    def jobs(self) -> list[Job]:
        return [message for message in self.messages if isinstance(message, Job)]

    @property
    def bells(self) -> list[Bell]:
        return [message for message in self.messages if isinstance(message, Bell)]

    def clear(self) -> None:
        self.messages.clear()
