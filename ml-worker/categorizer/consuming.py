"""The worker's bond with its broker: it outlives the broker, whatever the worker has in hand."""

import logging

from celery.worker.consumer import Consumer

log = logging.getLogger(__name__)


class EnduringConsumer(Consumer):
    """Celery's consumer, which connects again even when the lost connection cannot be tidied up."""

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        """Give up the lost connection and what was taken over it; whoever asked asks again."""
        try:
            super().on_connection_error_after_connected(exc)
        except Exception as error:  # noqa: BLE001 - whatever it is, the connection is lost anyway
            # Closing it, kombu hands unfinished jobs back by a transport it has dropped already, and the
            # AttributeError would end the worker; the backend's worker has the same guard.
            log.warning("the broker's connection was dropped: %s", type(error).__name__)
            super().on_connection_error_after_connected(exc)  # has no connection left to close
