"""Delivering webhooks: each attempt signed afresh, retried for a day on Plaid's schedule."""

import asyncio
import logging
import math
import ssl
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from sqlite3 import Row

import httpx

from plaid_emulator.emulator import Emulator
from plaid_emulator.webhooks import rejections
from plaid_emulator.webhooks.signing import sign

log = logging.getLogger(__name__)
FIRST_RETRY_SECONDS = 30
RETRY_FACTOR = 4
LAST_RETRY = 6
MAX_RETRY_AFTER_SECONDS = 4 * 3600
SUCCESS, TOO_MANY = 200, 429
LAST_MOMENT_SECONDS = 0.5


class Postman:
    """Takes due webhooks out of the queue and delivers them side by side."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        # Receivers are named by their address: a proxy from the environment must not swallow loopback.
        timeout = emulator.config.webhook_timeout_seconds
        self._client = httpx.AsyncClient(timeout=timeout, trust_env=False, verify=_certificates())
        self._running: set[asyncio.Task[None]] = set()
        emulator.database.execute(
            "UPDATE webhooks SET outcome = 'waiting', next_at = ? WHERE outcome = 'sending'",
            emulator.clock.timestamp(),
        )

    def send_due(self) -> None:
        """Start an attempt for every webhook that is due."""
        for row in take_due(self._emulator):
            task = asyncio.create_task(self._attempt(row))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        # What is under way may arrive: cut off, it would be sent again at the next start.
        if self._running:
            await asyncio.wait(self._running, timeout=LAST_MOMENT_SECONDS)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._client.aclose()

    async def _attempt(self, row: Row) -> None:
        body = str(row["body"]).encode()
        headers = {
            "Content-Type": "application/json",
            "Plaid-Verification": sign(self._emulator, body, row["fault"]),
            "User-Agent": "plaid-emulator",
        }
        try:
            response = await self._client.post(row["url"], content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.info("webhook %s to %s failed: %s", row["code"], row["url"], type(error).__name__)
            settle(self._emulator, row, None, None)
        else:
            settle(self._emulator, row, response.status_code, response.headers.get("retry-after"))


@cache
def _certificates() -> ssl.SSLContext:
    """Read the certificates of this machine once: that takes longer than all else at a start."""
    return httpx.create_ssl_context(trust_env=False)


def take_due(emulator: Emulator) -> list[Row]:
    """Take the due webhooks, oldest first; a crash puts them back."""
    with emulator.database.transaction():
        rows = emulator.database.list(
            "SELECT * FROM webhooks WHERE next_at <= ? ORDER BY next_at, id", emulator.clock.timestamp()
        )
        for row in rows:
            emulator.database.execute(
                "UPDATE webhooks SET next_at = NULL, outcome = 'sending', attempts = attempts + 1"
                " WHERE id = ?",
                row["id"],
            )
    return rows


def settle(emulator: Emulator, row: Row, status: int | None, retry_after: str | None) -> None:
    """Note how an attempt ended and when the next one is due, if any."""
    now, retries = emulator.clock.timestamp(), int(row["attempts"])
    rejections.note_attempt(emulator, row["url"], accepted=status == SUCCESS)
    if status == SUCCESS:
        outcome, next_at = "delivered", None
    elif retries >= LAST_RETRY or rejections.is_rejecting(emulator, row["url"]):
        outcome, next_at = "given_up", None
    else:
        delay = float(FIRST_RETRY_SECONDS * RETRY_FACTOR**retries)
        if status == TOO_MANY:
            delay = _retry_after(retry_after, delay)
        outcome, next_at = "waiting", now + delay
    emulator.database.execute(
        "UPDATE webhooks SET outcome = ?, next_at = ?, last_status = ?, finished_at = ? WHERE id = ?",
        *(outcome, next_at, status, None if next_at is not None else now, row["id"]),
    )
    emulator.wake()


def _retry_after(header: str | None, default: float) -> float:
    """Read seconds, an HTTP date or an ISO one; a date is by the receiver's clock, which is the real one."""
    for read in (float, _seconds_until_http_date, _seconds_until_iso_date):
        with suppress(ValueError):
            seconds = read(header or "")
            return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS) if math.isfinite(seconds) else default
    return default


def _seconds_until_http_date(text: str) -> float:
    return parsedate_to_datetime(text).timestamp() - time.time()


def _seconds_until_iso_date(text: str) -> float:
    moment = datetime.fromisoformat(text)
    # Without a zone it is UTC, as everything here.
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - time.time()
