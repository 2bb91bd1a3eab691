"""Webhooks: what is sent when, signatures a careful receiver accepts, retries, and every planned fault."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import jwt
import pytest
from emulator_harness import Bank, Json, Live, Receiver, wait_until
from plaid.model.sandbox_item_fire_webhook_request import SandboxItemFireWebhookRequest
from plaid.model.transactions_refresh_request import TransactionsRefreshRequest
from plaid.model.webhook_verification_key_get_request import WebhookVerificationKeyGetRequest

DYNAMIC = "user_transactions_dynamic"


def link_quietly(live: Live, bank: Bank, url: str) -> str:
    """Make an Item whose first webhooks are over before anybody listens."""
    token = bank.link(days=1)
    bank.page(token)
    live.emulator.database.execute("UPDATE items SET webhook = ?", url)
    return token


def fire(bank: Bank, token: str) -> None:
    bank.api.sandbox_item_fire_webhook(SandboxItemFireWebhookRequest(token, webhook_code="LOGIN_REPAIRED"))


def key_of(bank: Bank, kid: str) -> Json:
    answer = bank.api.webhook_verification_key_get(WebhookVerificationKeyGetRequest(kid))
    return {name: value for name, value in answer.key.to_dict().items() if value is not None}


def verify(bank: Bank, headers: Json, raw: bytes) -> Json:
    """Check a webhook the way a careful receiver does; raises what it would refuse for."""
    token = headers["Plaid-Verification"]
    header = jwt.get_unverified_header(token)
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    key = jwt.PyJWK(key_of(bank, header["kid"]), algorithm="ES256")
    claims: Json = jwt.decode(token, key, algorithms=["ES256"])
    assert time.time() - claims["iat"] < 300, "too old"
    assert claims["request_body_sha256"] == hashlib.sha256(raw).hexdigest(), "altered"
    return claims


def test_a_webhook_is_signed_and_written_with_two_spaces(bank: Bank, receiver: Receiver) -> None:
    token = bank.link(webhook=receiver.url)
    fire(bank, token)
    receiver.wait_for("LOGIN_REPAIRED")

    headers, raw, body = next(
        each for each in receiver.received if each[2]["webhook_code"] == "LOGIN_REPAIRED"
    )

    assert verify(bank, headers, raw)
    assert raw == json.dumps(body, indent=2).encode()
    assert body.keys() == {"webhook_type", "webhook_code", "item_id", "environment"}


def test_before_the_first_sync_only_the_older_codes_come(bank: Bank, receiver: Receiver) -> None:
    token = bank.link(webhook=receiver.url)

    receiver.wait_for("HISTORICAL_UPDATE")

    assert receiver.wait_for("INITIAL_UPDATE")["new_transactions"] == 16
    assert receiver.wait_for("HISTORICAL_UPDATE")["new_transactions"] == 16
    assert "SYNC_UPDATES_AVAILABLE" not in receiver.codes()
    assert token


def test_the_first_sync_arms_the_sync_webhook(start: Callable[..., Live], receiver: Receiver) -> None:
    live = start(initial_delay_seconds=60, historical_delay_seconds=120)
    bank = Bank(live.url)
    bank.page(bank.link(webhook=receiver.url))

    live.admin("/clock", {"advance_seconds": 61})
    first = receiver.wait_for("SYNC_UPDATES_AVAILABLE")
    live.admin("/clock", {"advance_seconds": 61})
    second = receiver.wait_for("SYNC_UPDATES_AVAILABLE", times=2)
    bank.close()

    assert (first["initial_update_complete"], first["historical_update_complete"]) == (True, False)
    assert (second["initial_update_complete"], second["historical_update_complete"]) == (True, True)


def test_a_refresh_tells_of_rows_that_came_and_went(bank: Bank, receiver: Receiver) -> None:
    token = bank.link(username=DYNAMIC, webhook=receiver.url)
    bank.sync(token)

    bank.api.transactions_refresh(TransactionsRefreshRequest(token))

    assert receiver.wait_for("DEFAULT_UPDATE")["new_transactions"] >= 8
    assert len(receiver.wait_for("TRANSACTIONS_REMOVED")["removed_transactions"]) == 4
    assert receiver.wait_for("SYNC_UPDATES_AVAILABLE")


def test_an_attempt_that_fails_is_repeated_on_schedule_and_signed_afresh(
    live: Live, bank: Bank, receiver: Receiver
) -> None:
    token = link_quietly(live, bank, receiver.url)
    receiver.answers = [500, 202, 200]
    fire(bank, token)

    for attempts, delay in ((1, 30), (2, 120), (3, 0)):
        wait_for_attempts(live, receiver, attempts)
        live.admin("/clock", {"advance_seconds": delay + 0.5})

    assert wait_until(lambda: _outcomes(live)[-1] == "delivered")
    assert all(verify(bank, headers, raw) for headers, raw, _ in receiver.received)
    assert len({headers["Plaid-Verification"] for headers, _, _ in receiver.received}) == 3


def test_a_webhook_is_given_up_after_a_day(live: Live, bank: Bank) -> None:
    token = bank.link(webhook="http://127.0.0.1:9/closed")
    fire(bank, token)

    for _ in range(7):
        wait_until(lambda: not _sending(live))
        live.admin("/clock", {"advance_seconds": 9 * 3600})
    wait_until(lambda: not _sending(live))

    rows = live.admin("/webhooks")["webhooks"]
    fired = next(row for row in rows if row["code"] == "LOGIN_REPAIRED")
    assert (fired["outcome"], fired["attempts"]) == ("given_up", 7)


def test_a_receiver_that_rejects_nearly_all_is_not_tried_again(
    start: Callable[..., Live], receiver: Receiver
) -> None:
    live = start(webhook_attempts_to_judge=10)
    bank = Bank(live.url)
    token = link_quietly(live, bank, receiver.url)

    receiver.answers = [500] * 10
    for number in range(1, 11):
        fire(bank, token)
        wait_for_attempts(live, receiver, number)
    assert _outcomes(live)[-10:] == ["waiting"] * 9 + ["given_up"]

    # What waits from before is tried as planned, and a day later nobody remembers.
    live.admin("/clock", {"advance_seconds": 31})
    wait_for_attempts(live, receiver, 19)
    live.admin("/clock", {"advance_seconds": 25 * 3600})
    wait_until(lambda: not _sending(live))
    receiver.answers, before = [500], len(receiver.received)
    fire(bank, token)
    wait_until(lambda: len(receiver.received) > before and not _sending(live))
    bank.close()

    assert _outcomes(live)[-1] == "waiting"


@pytest.mark.parametrize(
    "write",
    [
        lambda _: "600",
        lambda moment: format_datetime(moment, usegmt=True),
        lambda moment: moment.isoformat(),
        lambda moment: moment.replace(tzinfo=None).isoformat(),
    ],
    ids=["seconds", "an HTTP date", "an ISO date", "an ISO date without a zone"],
)
def test_retry_after_is_honoured(
    live: Live, bank: Bank, receiver: Receiver, write: Callable[[datetime], str]
) -> None:
    token = link_quietly(live, bank, receiver.url)
    in_ten_minutes = datetime.now(UTC) + timedelta(seconds=600)
    receiver.answers, receiver.headers = [429], {"retry-after": write(in_ten_minutes)}
    fire(bank, token)
    wait_until(lambda: receiver.received and not _sending(live))

    wait = live.admin("/webhooks")["webhooks"][-1]["next_at"] - live.emulator.clock.timestamp()
    live.admin("/clock", {"advance_seconds": 601})

    assert 500 < wait <= 600

    assert wait_until(lambda: len(receiver.received) == 2)


def test_a_rotated_key_is_told_as_expired(live: Live, bank: Bank, receiver: Receiver) -> None:
    token = bank.link(webhook=receiver.url)
    fire(bank, token)
    receiver.wait_for("LOGIN_REPAIRED")
    old = jwt.get_unverified_header(receiver.received[0][0]["Plaid-Verification"])["kid"]

    new = live.admin("/keys/rotate", {})["key_id"]
    fire(bank, token)
    receiver.wait_for("LOGIN_REPAIRED", times=2)

    assert key_of(bank, old)["expired_at"]
    assert "expired_at" not in key_of(bank, new)
    assert jwt.get_unverified_header(receiver.received[-1][0]["Plaid-Verification"])["kid"] == new


@pytest.mark.parametrize(
    ("fault", "refused"),
    [
        ("forged", jwt.InvalidSignatureError),
        ("stale", AssertionError),
        ("altered", AssertionError),
        ("wrong_key", Exception),
    ],
)
def test_a_faulty_signature_is_one_a_receiver_refuses(
    live: Live, bank: Bank, receiver: Receiver, fault: str, refused: type[Exception]
) -> None:
    token = link_quietly(live, bank, receiver.url)
    live.admin("/faults", {"webhook": fault})

    fire(bank, token)
    receiver.wait_for("LOGIN_REPAIRED")
    fire(bank, token)
    receiver.wait_for("LOGIN_REPAIRED", times=2)

    with pytest.raises(refused):
        verify(bank, *receiver.received[0][:2])
    assert verify(bank, *receiver.received[1][:2])


@pytest.mark.parametrize(("fault", "times"), [("duplicate", 2), ("lost", 0), ("late", 0)])
def test_webhooks_can_come_twice_late_or_never(
    live: Live, bank: Bank, receiver: Receiver, fault: str, times: int
) -> None:
    token = link_quietly(live, bank, receiver.url)
    live.admin("/faults", {"webhook": fault})

    fire(bank, token)
    wait_until(lambda: receiver.codes().count("LOGIN_REPAIRED") == times and not _sending(live))
    live.admin("/clock", {"advance_seconds": 121})

    expected = times + (fault == "late")
    assert wait_until(lambda: receiver.codes().count("LOGIN_REPAIRED") == expected and not _sending(live))


def wait_for_attempts(live: Live, receiver: Receiver, count: int) -> None:
    wait_until(lambda: len(receiver.received) == count and not _sending(live))


def _outcomes(live: Live) -> list[Any]:
    return [row["outcome"] for row in live.admin("/webhooks")["webhooks"] if row["url"]]


def _sending(live: Live) -> bool:
    now = live.emulator.clock.timestamp()
    due = live.emulator.database.list("SELECT 1 FROM webhooks WHERE outcome = 'sending' OR next_at <= ?", now)
    return bool(due)
