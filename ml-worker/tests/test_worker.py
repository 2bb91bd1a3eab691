"""The real worker process behind a real broker: a request goes in, the linked task brings the answer."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from categorizer_contract import QUEUE, TASK, CategorizeRequest, CategorizeResult, Row
from celery import Celery
from saldo_dev.pytest_services import ValkeyServer

ROOT = Path(__file__).parents[1]
DEADLINE_SECONDS = 60


@pytest.fixture
def worker(valkey_server: ValkeyServer) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "categorizer.worker", "worker", "-Q", QUEUE, "-c", "1"]
    environment = os.environ | {"REDIS_URL": valkey_server.url, "CELERY_BROKER_URL": ""}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield process
        process.terminate()


def receive(app: Celery, queue: str) -> Any:
    deadline = time.monotonic() + DEADLINE_SECONDS
    with app.connection_for_read() as connection:
        box = connection.SimpleQueue(queue)
        while time.monotonic() < deadline:
            try:
                message = box.get(timeout=1)
            except box.Empty:
                continue
            message.ack()
            return message.payload
    pytest.fail("the linked task did not come")


@pytest.mark.usefixtures("worker")
def test_the_linked_task_brings_a_valid_answer(valkey_server: ValkeyServer) -> None:
    app = Celery("backend", broker=valkey_server.url)
    app.conf.update(task_serializer="json", accept_content=["json"])
    rows = [
        Row.model_validate(
            {"id": str(n), "description": f"STARBUCKS STORE {n:05d}", "amount": "-4", "currency": "USD"}
        )
        for n in range(200)
    ]
    request = CategorizeRequest(batch_id="b1", rows=rows)

    reply = app.signature("reply", queue="replies")
    app.send_task(TASK, args=[request.model_dump(mode="json")], queue=QUEUE, link=reply)
    arguments, _, _ = receive(app, "replies")

    answer = CategorizeResult.model_validate(arguments[0])
    assert answer.batch_id == "b1"
    assert [label.id for label in answer.labels] == [row.id for row in rows]
    assert {label.detailed for label in answer.labels} == {"FOOD_AND_DRINK_COFFEE"}
