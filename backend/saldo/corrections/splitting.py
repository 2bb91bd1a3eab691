"""Divide a transaction among categories, divide it otherwise, or make it whole again."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.money import format_amount
from saldo.corrections.correcting import Correction, carry_out, read_text, take_turn
from saldo.corrections.errors import PartsWrong
from saldo.corrections.split_schemas import PartGiven
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions import listing
from saldo.transactions.errors import TransactionNotFound
from saldo.transactions.revising import Deed
from saldo.workspaces.access import Member


async def split(
    session: AsyncSession, member: Member, transaction_id: UUID, given: Sequence[PartGiven], now: dt.datetime
) -> Correction:
    """Divide a transaction into these parts; it can be taken back as any other change.

    The categories of its parts teach nothing: they are about this purchase, not about the merchant.
    Raises PartsWrong, CategoryUnknown and TransactionNotFound.
    """
    await take_turn(session, member)
    row = await _get_row(session, member, transaction_id)
    _refuse_wrong(row["amount"], given)
    categories = await catalogue.read(session, member.workspace_id)
    return await _write(session, member, row, [_as_kept(part, categories) for part in given], now)


async def unite(session: AsyncSession, member: Member, transaction_id: UUID, now: dt.datetime) -> Correction:
    """Make a transaction whole again; a whole one stays as it is. Raises TransactionNotFound."""
    await take_turn(session, member)
    row = await _get_row(session, member, transaction_id)
    return await _write(session, member, row, None, now)


async def _write(
    session: AsyncSession,
    member: Member,
    row: RowMapping,
    parts: list[dict[str, Any]] | None,
    now: dt.datetime,
) -> Correction:
    name = row["merchant_name"] or row["description"]
    title = f"{name} in {len(parts)} parts" if parts else f"{name} in one piece"
    revision_id = None
    if parts != row["parts"]:
        wanted = {row["id"]: {"parts": parts}}
        revision_id = await carry_out(session, member, wanted, Deed("split", title, member.actor), now)
    transaction = await listing.get_transaction(session, member.workspace_id, row["id"])
    return Correction(transaction, revision_id, None)


async def _get_row(session: AsyncSession, member: Member, transaction_id: UUID) -> RowMapping:
    row = await listing.find_row(session, member.workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    return row


def _refuse_wrong(amount: Decimal, given: Sequence[PartGiven]) -> None:
    if any(part.amount == 0 for part in given):
        raise PartsWrong("A part of nothing is no part: every amount must be other than 0.")
    left = amount - sum((part.amount for part in given), Decimal(0))
    if left:
        raise PartsWrong(
            f"The parts must add up to {format_amount(amount)} exactly; {format_amount(left)} is left."
        )


def _as_kept(part: PartGiven, categories: Catalogue) -> dict[str, Any]:
    category = categories.require(part.category_detailed)
    return {
        "amount": format_amount(part.amount),
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "note": read_text(part.note),
    }
