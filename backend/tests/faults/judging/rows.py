"""I1 the bank's ids and no others, I2 every field, I3 nothing twice and no ghosts, I8 no cursor ahead."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from tests.faults.judging.evidence import Findings, Hearing

_READABLE = ("importing", "healthy", "degraded", "rate_limited", "pending_expiration", "pending_disconnect")
_CONNECTIONS = (
    "SELECT * FROM bank_connections WHERE provider_item_id IS NOT NULL AND status <> 'disconnected'"
)
_ROWS = """
SELECT row.provider_transaction_id AS id, account.provider_account_id AS account_id, row.amount, row.currency,
  row.date, row.authorized_date, row.pending, row.description AS name, row.merchant_name,
  row.payment_channel, row.check_number, row.category_primary, row.category_detailed,
  (entry.amount, entry.currency, entry.date, entry.pending)
    IS DISTINCT FROM (row.amount, row.currency, row.date, row.pending) AS told_otherwise
FROM bank_transactions row JOIN transactions entry ON entry.id = row.transaction_id
LEFT JOIN accounts account ON account.id = row.account_id
WHERE row.connection_id = $1 AND row.removed_at IS NULL AND entry.removed_at IS NULL
"""
_ASIDE = """
SELECT provider_transaction_id FROM rejected_rows
WHERE connection_id = $1 AND resolved_at IS NULL AND provider_transaction_id IS NOT NULL
"""
_DOUBLES = """
SELECT 'row ' || provider_transaction_id || ' is there twice' FROM bank_transactions
GROUP BY connection_id, provider_transaction_id HAVING count(*) > 1
UNION ALL
SELECT 'transaction ' || transaction_id || ' has two voices' FROM bank_transactions
WHERE removed_at IS NULL GROUP BY transaction_id HAVING count(*) > 1
UNION ALL
SELECT 'transaction ' || id || ' is a ghost' FROM transactions entry
WHERE removed_at IS NULL AND origin = 'bank' AND NOT EXISTS (
  SELECT FROM bank_transactions row WHERE row.transaction_id = entry.id AND row.removed_at IS NULL)
UNION ALL
SELECT 'row ' || row.id || ' speaks for nobody' FROM bank_transactions row
JOIN transactions entry ON entry.id = row.transaction_id
WHERE row.removed_at IS NULL AND entry.removed_at IS NOT NULL AND entry.dismissed_at IS NULL
"""
_MOST = 10


async def examine_rows(hearing: Hearing) -> Findings:
    """Compare every connection with its bank, row by row and field by field."""
    ids: list[str] = []
    fields: list[str] = []
    for connection in await hearing.superuser.fetch(_CONNECTIONS):
        # What cannot be read any more is compared with what its cursor stands for.
        is_readable = connection["status"] in _READABLE
        truth = await hearing.ask_bank(
            connection["provider_item_id"], None if is_readable else connection["cursor"]
        )
        stored = await _stored(hearing, connection)
        aside = {row[0] for row in await hearing.superuser.fetch(_ASIDE, connection["id"])}
        expected = {row["transaction_id"]: row for row in truth["transactions"]}
        ids += [f"{key} is missing" for key in sorted(expected.keys() - stored.keys() - aside)[:_MOST]]
        ids += [f"{key} is no row of the bank's" for key in sorted(stored.keys() - expected.keys())[:_MOST]]
        for key in stored.keys() & expected.keys():
            fields += [f"{key}: {problem}" for problem in _differences(stored[key], expected[key])]
    return {"I1": ids, "I2": fields[:_MOST]}


async def examine_doubles(hearing: Hearing) -> Findings:
    """Look for rows that are there twice, and for transactions that no row speaks for."""
    return {"I3": [row[0] for row in await hearing.superuser.fetch(_DOUBLES)][:_MOST]}


async def examine_cursor(hearing: Hearing) -> Findings:
    """Whoever holds the stored cursor has been told of these rows: they must be there."""
    missing: list[str] = []
    for connection in await hearing.superuser.fetch(_CONNECTIONS):
        if not connection["cursor"]:
            continue
        truth = await hearing.ask_bank(connection["provider_item_id"], connection["cursor"])
        if not truth["settled"]:
            missing.append(f"connection {connection['id']} keeps a cursor from the middle of a pagination")
        stored = await _stored(hearing, connection)
        aside = {row[0] for row in await hearing.superuser.fetch(_ASIDE, connection["id"])}
        told = {row["transaction_id"] for row in truth["transactions"]}
        missing += [f"the cursor is ahead of {key}" for key in sorted(told - stored.keys() - aside)[:_MOST]]
    return {"I8": missing}


async def _stored(hearing: Hearing, connection: asyncpg.Record) -> dict[str, dict[str, Any]]:
    return {row["id"]: dict(row) for row in await hearing.superuser.fetch(_ROWS, connection["id"])}


def _differences(stored: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    if stored["told_otherwise"]:
        yield "the transaction reads otherwise than its row"
    for name, value in _as_ours(told).items():
        if stored[name] != value:
            yield f"{name} differs"


def _as_ours(told: Mapping[str, Any]) -> dict[str, Any]:
    category = told.get("personal_finance_category") or {}
    plain = ("account_id", "pending", "merchant_name", "payment_channel", "check_number")
    return {name: told.get(name) for name in plain} | {
        "amount": -Decimal(str(told["amount"])),
        "currency": told["iso_currency_code"] or told["unofficial_currency_code"],
        "name": told["name"],
        "date": _day(told["date"]),
        "authorized_date": _day(told.get("authorized_date")),
        "category_primary": category.get("primary"),
        "category_detailed": category.get("detailed"),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
