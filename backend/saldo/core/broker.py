"""The Celery application shared by those who send jobs and those who run them."""

from celery import Celery

# An unacknowledged job comes back after this long; it must outlast the longest job, or that job runs twice.
VISIBILITY_SECONDS = 960


def open_queue(broker_url: str, *, socket_timeout_seconds: float) -> Celery:
    """Make the Celery application; nothing connects until something is sent or a worker starts."""
    app = Celery("saldo", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue="default",
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry=False,
        task_store_errors_even_if_ignored=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_send_task_events=False,
        # A broker may be away for an hour: never give up, and start without it.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_consumer="saldo.core.consuming:EnduringConsumer",
        broker_transport_options={
            "visibility_timeout": VISIBILITY_SECONDS,
            # Celery looks for jobs of dead workers only every so many polls: look each time.
            "unacked_restore_throttle": 1,
            "socket_timeout": socket_timeout_seconds,
            "socket_connect_timeout": min(socket_timeout_seconds, 2),
            "socket_keepalive": True,
            "health_check_interval": 10,
        },
        timezone="UTC",
        enable_utc=True,
    )
    return app
