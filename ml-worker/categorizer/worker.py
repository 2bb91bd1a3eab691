"""The Celery process: takes a request of the contract, returns the answer; its link carries it back.

celery -A categorizer.worker worker -Q categorizer -c 1
"""

import os
from typing import Any

from categorizer_contract import QUEUE, TASK, CategorizeRequest
from celery import Celery, signals
from celery.app import trace

from categorizer.serving import answer, open_classifier

# Celery would write every answer, merchants and all, into its log.
trace.LOG_SUCCESS = "Task %(name)s[%(id)s] succeeded in %(runtime)ss"

app = Celery("categorizer", broker=os.environ.get("CELERY_BROKER_URL") or os.environ.get("REDIS_URL"))
app.conf.update(
    task_default_queue=QUEUE,
    task_serializer="json",
    accept_content=["json"],
    # The answer travels in the linked task; nobody reads results.
    task_ignore_result=True,
    # A batch that kills its worker must not come back to kill the next: whoever asked and hears nothing asks
    # again, in smaller batches, until the culprit is alone.
    task_acks_late=False,
    task_reject_on_worker_lost=False,
    worker_prefetch_multiplier=1,
    task_soft_time_limit=120,
    task_time_limit=150,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
        # By the usual names this worker would give out the backend's longer jobs a second time.
        "unacked_key": "categorizer.unacked",
        "unacked_index_key": "categorizer.unacked_index",
        "unacked_mutex_key": "categorizer.unacked_mutex",
    },
    # A broker may be away for an hour: never give up, and start without it. A batch in hand is finished
    # meanwhile: its answer is of use, and a process that is ended has to read its model again.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_consumer="categorizer.consuming:EnduringConsumer",
    worker_hijack_root_logger=False,
)


@signals.worker_process_init.connect
def _warm_up(**_: object) -> None:
    # The first batch should not wait for weights and knowledge to be read.
    classifier = open_classifier()
    warm = {"id": "warm", "description": "warm up", "amount": "-1", "currency": "USD"}
    answer(CategorizeRequest.model_validate({"batch_id": "warm", "rows": [warm]}), classifier)


@app.task(name=TASK)
def categorize(request: dict[str, Any]) -> dict[str, Any]:
    """Label the rows of one request."""
    return answer(CategorizeRequest.model_validate(request), open_classifier()).model_dump(mode="json")
