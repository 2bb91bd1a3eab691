"""`saldo keys`: see which keys seal what, and seal everything anew with the first key of the ring."""

import argparse
from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import text

from saldo.commands.opening import open_database
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault

# Every sealed column: table, column, the row's id, and whose it is (a person stands in for a workspace).
SEALED = (
    ("bank_connections", "access_token", "id", "workspace_id"),
    ("item_removals", "access_token", "id", "workspace_id"),
    ("mails", "text", "id", "user_id"),
    ("personal_keys", "key", "user_id", "user_id"),
    ("signed_clients", "secret", "id", "workspace_id"),
    ("totp_seeds", "seed", "user_id", "user_id"),
)
_BATCH = 500


def add_to(commands: Any) -> None:
    """Add the commands to a parser's."""
    keys = commands.add_parser("keys", help="the keys that seal secrets").add_subparsers(required=True)
    keys.add_parser("status", help="count secrets by the key that seals them").set_defaults(run=run_status)
    again = keys.add_parser("re-encrypt", help="seal everything anew with the first key of ENCRYPTION_KEYS")
    again.set_defaults(run=run_again)


async def run_status(_options: argparse.Namespace) -> int:
    """Say how many secrets each key seals; a key that seals none may leave the ring."""
    async with open_database() as (database, vault):
        counts = await count(database)
    for key_id, number in sorted(counts.items()):
        mark = " (seals now)" if key_id == vault.current_key_id else ""
        print(f"{key_id}{mark}: {number} secrets")
    return 0


async def run_again(_options: argparse.Namespace) -> int:
    """Seal anew, in portions, while everything runs."""
    async with open_database() as (database, vault):
        changed = await reseal(database, vault)
    print(f"Sealed {changed} secrets anew with the key {vault.current_key_id}.")
    return 0


async def count(database: Database) -> Counter[str]:
    """Count sealed secrets by key."""
    counts: Counter[str] = Counter()
    async with database.transaction(SYSTEM) as session:
        for table, column, _, _ in SEALED:
            sealed_by = f"SELECT split_part({column}, '.', 2), count(*) FROM {table}"  # noqa: S608 - constants
            rows = await session.execute(text(f"{sealed_by} WHERE {column} LIKE 'v1.%' GROUP BY 1"))
            for key_id, number in rows:
                counts[key_id] += number
    return counts


async def reseal(database: Database, vault: Vault) -> int:
    """Seal every secret anew whose key is not the first; return how many were."""
    changed = 0
    for place in SEALED:
        while portion := await _reseal_portion(database, vault, place):
            changed += portion
    return changed


async def _reseal_portion(database: Database, vault: Vault, place: tuple[str, str, str, str]) -> int:
    table, column, row_id, owner = place
    async with database.transaction(SYSTEM) as session:
        rows = (
            await session.execute(
                text(
                    f"SELECT {row_id}, {owner}, {column} FROM {table} "  # noqa: S608 - constants
                    f"WHERE {column} LIKE 'v1.%' AND split_part({column}, '.', 2) <> :current "
                    "LIMIT :batch FOR UPDATE SKIP LOCKED"
                ),
                {"current": vault.current_key_id, "batch": _BATCH},
            )
        ).all()
        for identity, owner_id, sealed in rows:
            fresh = _again(vault, sealed, (table, column, identity, owner_id))
            # Only if nobody has replaced the secret meanwhile: a sync may run beside this.
            await session.execute(
                text(f"UPDATE {table} SET {column} = :fresh WHERE {row_id} = :id AND {column} = :sealed"),  # noqa: S608 - constants
                {"fresh": fresh, "id": identity, "sealed": sealed},
            )
    return len(rows)


def _again(vault: Vault, sealed: str, place: tuple[str, str, UUID, UUID]) -> str:
    table, column, row_id, owner = place
    # The key's id is part of what the seal covers, so the secret itself is sealed again, not only its key.
    secret = vault.open(sealed, table=table, column=column, row_id=row_id, workspace_id=owner)
    return vault.seal(secret, table=table, column=column, row_id=row_id, workspace_id=owner)
