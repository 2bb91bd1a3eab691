"""A worker's bond with its broker: it outlives the broker, whatever the worker has in hand."""

import structlog
from celery.worker.consumer import Consumer

log = structlog.get_logger(__name__)


class EnduringConsumer(Consumer):
    """Celery's consumer, which connects again even when the lost connection cannot be tidied up."""

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Give up the lost connection and what was taken over it; the jobs themselves are found again."""
        try:
            super().on_connection_error_after_connected(exc)
        except Exception as error:  # noqa: BLE001 - whatever it is, the connection is lost anyway
            # Closing it, kombu wants to hand unfinished jobs back over the very connection that is gone, by a
            # pool or transport it has dropped already: AttributeError or AssertionError, and the worker ends.
            log.warning("broker.connection_dropped", reason=type(error).__name__)
            super().on_connection_error_after_connected(exc)  # has no connection to close now: ends the jobs
