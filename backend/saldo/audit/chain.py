"""What makes the record a chain: each entry's digest covers the entry and the digest before it."""

from datetime import UTC, datetime
from uuid import UUID

import orjson

from saldo.audit.models import AuditAnchor, AuditEntry, AuditHead
from saldo.core.encryption import Vault

BEGINNING = bytes(32)
_SORTED = orjson.OPT_SORT_KEYS


def digest(vault: Vault, entry: AuditEntry, previous: bytes) -> bytes:
    """Return the digest of an entry whose position and key are set. Raises SealBroken."""
    sides = [
        str(entry.workspace_id),
        entry.position,
        str(entry.id),
        entry.actor,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.before,
        entry.after,
        entry.request_id,
        entry.origin,
        _instant(entry.occurred_at),
        entry.key_id,
        previous.hex(),
    ]
    return vault.digest(str(entry.key_id), orjson.dumps(sides, option=_SORTED))


def seal_head(vault: Vault, head: AuditHead) -> bytes:
    """Return the seal of how far a chain has come. Raises SealBroken."""
    sides = ["head", str(head.workspace_id), head.position, head.mac.hex(), head.key_id]
    return vault.digest(head.key_id, orjson.dumps(sides))


def statement(anchor: AuditAnchor) -> bytes:
    """Return what an anchor's signature covers."""
    sides = [
        "anchor",
        str(anchor.workspace_id),
        anchor.position,
        anchor.mac.hex(),
        _instant(anchor.made_at),
        anchor.key_id,
    ]
    return orjson.dumps(sides)


def as_stored(values: object) -> object:
    """Return JSON values as the database will give them back: it keeps numbers, not how they were written."""
    match values:
        case dict():
            return {str(key): as_stored(value) for key, value in values.items()}
        case list() | tuple():
            return [as_stored(value) for value in values]
        case float() | UUID() | datetime():
            return str(values)
        case _:
            return values


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
