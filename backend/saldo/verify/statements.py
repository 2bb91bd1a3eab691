"""Recompute the seals of a workspace's signed statements, and that their rows lead to the closing balance."""

from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.ledger.comparing import is_same
from saldo.reconciliation.locking import seal
from saldo.verify.findings import Finding

_SIGNED: Final = sa.text(
    """
    select id, workspace_id, account_id::text, currency, opening_date::text, closing_date::text,
      opening_balance, closing_balance, adjustment_id::text, locked_by, record, record_hash
    from reconciliations where workspace_id = :workspace and status = 'locked' order by id
    """
)
_TEXTS: Final = ("account_id", "currency", "opening_date", "closing_date", "adjustment_id", "locked_by")


async def verify_statements(session: AsyncSession, workspace_id: UUID) -> list[Finding]:
    """Check every signed statement; what changed in the ledger since is no fault of the record."""
    signed = (await session.execute(_SIGNED, {"workspace": workspace_id})).mappings()
    return [
        Finding(workspace_id, f"statement {statement['id']}", problem)
        for statement in signed
        if (problem := _find_problem(statement))
    ]


def _find_problem(statement: RowMapping) -> str | None:
    record = statement["record"]
    if seal(statement["id"], statement["workspace_id"], record) != statement["record_hash"]:
        return "the record does not fit its hash"
    if any(record[name] != statement[name] for name in _TEXTS):
        return "the statement is not the one that was signed"
    opening, closing = Decimal(record["opening_balance"]), Decimal(record["closing_balance"])
    if (opening, closing) != (statement["opening_balance"], statement["closing_balance"]):
        return "the balances are not those that were signed"
    total = sum((Decimal(row["amount"]) for row in record["rows"]), Decimal(0))
    return None if is_same(opening + total, closing) else "the signed rows do not add up"
