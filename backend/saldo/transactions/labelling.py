"""What the categoriser answered: lock the rows it was asked about, and store what has been decided."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.transactions.models import Transaction
from saldo.transactions.waiting import WORDS

_STATE: Final = (
    Transaction.id,
    Transaction.bank_merchant_name,
    Transaction.merchant_name,
    Transaction.merchant_source,
    Transaction.bank_category_detailed,
    Transaction.category_primary,
    Transaction.category_detailed,
    Transaction.category_source,
    Transaction.category_confidence,
    Transaction.category_reason,
    Transaction.category_model,
    Transaction.label_attempts,
    Transaction.labelled_at,
    WORDS,
)


@dataclass(frozen=True)
class Labelling:
    """What one transaction's category and merchant shall be from now on."""

    transaction_id: UUID
    category_primary: str | None
    category_detailed: str | None
    category_source: str | None
    category_confidence: float | None
    category_reason: Mapping[str, Any] | None
    category_alternatives: Sequence[Mapping[str, Any]] | None
    category_model: str | None
    merchant_name: str | None
    merchant_key: str | None


async def lock_open(
    session: AsyncSession, workspace_id: UUID, transaction_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Return those of the rows that were asked about and still exist, locked in the order of their ids."""
    query = (
        sa.select(*_STATE)
        .where(
            Transaction.workspace_id == workspace_id,
            Transaction.id == sa.any_(sa.literal(list(transaction_ids), sa.ARRAY(sa.Uuid))),
            Transaction.label_requested_at.is_not(None),
            Transaction.removed_at.is_(None),
        )
        .order_by(Transaction.id)
        .with_for_update()
    )
    found = (await session.execute(query)).mappings()
    return {row["id"]: {str(name): value for name, value in row.items()} for row in found}


_STORE: Final = """
update transactions as old set
  category_primary = new.category_primary, category_detailed = new.category_detailed,
  category_source = new.category_source, category_confidence = new.category_confidence,
  category_reason = new.category_reason::jsonb, category_alternatives = new.category_alternatives::jsonb,
  category_model = new.category_model, merchant_name = new.merchant_name, merchant_key = new.merchant_key,
  labelled_at = $2, updated_at = now()
from unnest(
  $3::uuid[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::text[], $9::text[], $10::text[],
  $11::text[], $12::text[]
) as new(
  id, category_primary, category_detailed, category_source, category_confidence, category_reason,
  category_alternatives, category_model, merchant_name, merchant_key
)
where old.workspace_id = $1 and old.id = new.id and (
  old.labelled_at is null or (
    old.category_primary, old.category_detailed, old.category_source, old.category_confidence,
    old.category_reason,
    old.category_alternatives, old.category_model, old.merchant_name, old.merchant_key
  ) is distinct from (
    new.category_primary, new.category_detailed, new.category_source, new.category_confidence,
    new.category_reason::jsonb, new.category_alternatives::jsonb, new.category_model, new.merchant_name,
    new.merchant_key
  )
)
returning old.id
"""


async def store(
    session: AsyncSession, workspace_id: UUID, labellings: Sequence[Labelling], *, now: dt.datetime
) -> list[UUID]:
    """Write what has been decided; return the rows that changed. The same decision again changes nothing."""
    columns: list[list[Any]] = [
        [each.transaction_id for each in labellings],
        [each.category_primary for each in labellings],
        [each.category_detailed for each in labellings],
        [each.category_source for each in labellings],
        [each.category_confidence for each in labellings],
        [_json(each.category_reason) for each in labellings],
        [_json(each.category_alternatives) for each in labellings],
        [each.category_model for each in labellings],
        [each.merchant_name for each in labellings],
        [each.merchant_key for each in labellings],
    ]
    connection = await session.connection()
    result = await connection.exec_driver_sql(_STORE, (workspace_id, now, *columns))
    return [row.id for row in result]


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
