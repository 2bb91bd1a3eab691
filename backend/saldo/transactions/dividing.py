"""Transactions in parts: what counts for which category, and what is left when the parts do not add up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from saldo.transactions.models import Transaction

_COPIED = (
    Transaction.id,
    Transaction.account_id,
    Transaction.date,
    Transaction.currency,
    Transaction.pending,
    Transaction.is_excluded,
)


@dataclass(frozen=True)
class Line:
    """What counts for one category: a whole transaction, a part of one, or what stands in no part."""

    currency: sa.SQLColumnExpression[str]
    category_primary: sa.SQLColumnExpression[str | None]
    category_detailed: sa.SQLColumnExpression[str | None]
    amount: sa.SQLColumnExpression[Decimal]


@dataclass(frozen=True)
class Share:
    """Transactions of which something is meant, and how much of each."""

    conditions: Sequence[sa.ColumnElement[bool]]
    amount: sa.SQLColumnExpression[Decimal]


def unassigned(amount: Decimal, parts: Sequence[Mapping[str, Any]] | None) -> Decimal:
    """Return what of an amount stands in no part: 0 as long as the bank has not changed the amount since."""
    return amount - sum((Decimal(part["amount"]) for part in parts), Decimal(0)) if parts else Decimal(0)


def lines(workspace_id: UUID) -> sa.Subquery:
    """Select what counts, line by line: whole transactions, and of divided ones each part.

    What is left of a divided one counts for the category of the whole, so that every sum stays right.
    """
    live = (Transaction.workspace_id == workspace_id, Transaction.removed_at.is_(None))
    own = (
        Transaction.category_primary.label("category_primary"),
        Transaction.category_detailed.label("category_detailed"),
    )
    part = _elements()
    whole = sa.select(*_COPIED, *own, Transaction.amount).where(*live, Transaction.parts.is_(None))
    parts = (
        sa.select(
            *_COPIED,
            part.c.value["category_primary"].astext.label("category_primary"),
            part.c.value["category_detailed"].astext.label("category_detailed"),
            _amount(part),
        )
        .select_from(sa.join(Transaction, part, sa.true()))
        .where(*live, Transaction.parts.is_not(None))
    )
    rest = sa.select(*_COPIED, *own, Transaction.amount - sum_of_parts()).where(
        *live, Transaction.parts.is_not(None), Transaction.amount != sum_of_parts()
    )
    return sa.union_all(whole, parts, rest).subquery("lines")


def shares(meets: Callable[[Line], sa.ColumnElement[bool]]) -> list[Share]:
    """Return the transactions that have lines as wanted: whole ones and divided ones, an index for each."""
    part = _elements()
    primary, detailed = (part.c.value[name].astext for name in ("category_primary", "category_detailed"))
    element = Line(Transaction.currency, primary, detailed, _amount(part))
    of_parts = sa.select(sa.func.sum(element.amount)).select_from(part).correlate(Transaction)
    total = of_parts.where(meets(element)).scalar_subquery()
    rest = Transaction.amount - sum_of_parts()
    # Of a divided one, the category of the whole counts only for what stands in no part.
    has_rest = sa.and_(rest != 0, meets(_own(rest)))
    amount = sa.func.coalesce(total, 0) + sa.case((has_rest, rest), else_=0)
    return [
        Share([Transaction.parts.is_(None), meets(_own(Transaction.amount))], Transaction.amount),
        Share([Transaction.parts.is_not(None), total.is_not(None) | has_rest], amount),
    ]


def _own(amount: sa.SQLColumnExpression[Decimal]) -> Line:
    return Line(Transaction.currency, Transaction.category_primary, Transaction.category_detailed, amount)


def sum_of_parts() -> sa.ScalarSelect[Decimal]:
    """Add up the parts of the transaction at hand."""
    part = _elements()
    return sa.select(sa.func.sum(_amount(part))).select_from(part).scalar_subquery()


def turned() -> sa.ScalarSelect[Any]:
    """Return the parts of the transaction at hand with money in as money out, and the other way round."""
    part = _elements()
    amount = sa.func.jsonb_build_object("amount", sa.cast(-_amount(part), sa.Text))
    return sa.select(sa.func.jsonb_agg(part.c.value.op("||")(amount))).select_from(part).scalar_subquery()


def _elements() -> sa.TableValuedAlias:
    column = sa.column("value", Transaction.parts.type)
    return sa.func.jsonb_array_elements(Transaction.parts).table_valued(column).render_derived()


def _amount(part: sa.TableValuedAlias) -> sa.Cast[Decimal]:
    return sa.cast(part.c.value["amount"].astext, Transaction.amount.type)
