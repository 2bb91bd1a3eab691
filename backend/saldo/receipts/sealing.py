"""The seal of a receipt: SHA-256 over canonical JSON, the hash of the receipt before included."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Sealed:
    """Everything of a receipt that its hash covers."""

    id: UUID
    workspace_id: UUID
    connection_id: UUID
    sync_id: UUID
    number: int
    recorded_at: datetime
    body: Mapping[str, Any]
    previous_hash: str | None


def seal(receipt: Sealed) -> str:
    """Return the receipt's hash in hexadecimal."""
    covered = {
        "id": str(receipt.id),
        "workspace_id": str(receipt.workspace_id),
        "connection_id": str(receipt.connection_id),
        "sync_id": str(receipt.sync_id),
        "number": receipt.number,
        "recorded_at": instant(receipt.recorded_at),
        "body": receipt.body,
        "previous_hash": receipt.previous_hash,
    }
    return hashlib.sha256(canonical(covered)).hexdigest()


def canonical(value: object) -> bytes:
    """Write JSON in the one way everybody can repeat: sorted keys, no spaces, UTF-8, no floats.

    Amounts and instants are text, so that no reader's idea of a number enters the hash.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
