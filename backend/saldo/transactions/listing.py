"""The list of transactions: read the filters, then the page or its sums."""

import datetime as dt
from uuid import UUID

from categorizer_contract import PRIMARIES
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.pagination import Page, Pagination, decode_cursor, encode_cursor
from saldo.core.text import storable
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions import repository
from saldo.transactions.errors import FilterInvalid, TransactionNotFound
from saldo.transactions.repository import Filters, Position
from saldo.transactions.schemas import (
    UNCATEGORISED,
    CurrencySum,
    Transaction,
    TransactionFilter,
    TransactionQuery,
    TransactionSummary,
)


async def list_transactions(
    session: AsyncSession, workspace_id: UUID, query: TransactionQuery
) -> Page[Transaction]:
    """Return one page, newest first. Raises FilterInvalid and CursorInvalid."""
    categories = await catalogue.read(session, workspace_id)
    filters = read_filters(query, categories)
    after = Position(*decode_cursor(query.cursor, dt.date.fromisoformat, UUID)) if query.cursor else None
    rows = await repository.list_page(session, workspace_id, filters, after, query.limit + 1)
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    next_cursor = encode_cursor(shown[-1]["date"], shown[-1]["id"]) if more else None
    return Page(
        data=[Transaction.from_row(row, categories) for row in shown],
        pagination=Pagination(next_cursor=next_cursor, limit=query.limit),
    )


async def summarise(
    session: AsyncSession, workspace_id: UUID, query: TransactionFilter
) -> TransactionSummary:
    """Count and add up what a list by these filters shows. Raises FilterInvalid."""
    filters = read_filters(query, await catalogue.read(session, workspace_id))
    sums = await repository.sum_by_currency(session, workspace_id, filters)
    return TransactionSummary(
        count=sum(each["count"] for each in sums),
        excluded_count=sum(each["excluded_count"] for each in sums),
        currencies=[
            CurrencySum(
                currency=each["currency"],
                count=each["count"],
                money_in=each["money_in"],
                money_out=each["money_out"],
                net=each["money_in"] + each["money_out"],
            )
            for each in sums
        ],
    )


async def get_transaction(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> Transaction:
    """Return one transaction. Raises TransactionNotFound."""
    row = await repository.find(session, workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    return Transaction.from_row(row, await catalogue.read(session, workspace_id))


async def find_row(session: AsyncSession, workspace_id: UUID, transaction_id: UUID) -> RowMapping | None:
    """Return one live transaction as it is stored."""
    return await repository.find(session, workspace_id, transaction_id)


def read_filters(query: TransactionFilter, categories: Catalogue) -> Filters:
    """Read the filters as they were asked for. Raises FilterInvalid."""
    _refuse_contradictions(query)
    is_uncategorised = query.category == UNCATEGORISED
    primary, detailed = (None, None) if is_uncategorised else _read_category(query.category, categories)
    return Filters(
        account_id=query.account_id,
        first=query.first,
        last=query.last,
        category_primary=primary,
        category_detailed=detailed,
        merchant_key=storable(query.merchant) if query.merchant else None,
        search=storable(query.search).strip() or None if query.search else None,
        without=storable(query.without).split() if query.without else (),
        least=query.least,
        most=query.most,
        pending=query.pending,
        currency=storable(query.currency) if query.currency else None,
        is_uncategorised=is_uncategorised,
        counts_as=query.counts_as,
    )


def _refuse_contradictions(query: TransactionFilter) -> None:
    if query.first and query.last and query.first > query.last:
        raise FilterInvalid("`from` is later than `to`: no day lies between them.", errors=_at("from", "to"))
    if query.least is not None and query.most is not None and query.least > query.most:
        raise FilterInvalid("`least` is more than `most`.", errors=_at("least", "most"))


def _read_category(code: str | None, categories: Catalogue) -> tuple[str | None, str | None]:
    if not code:
        return None, None
    if code in PRIMARIES:
        return code, None
    category = categories.find(code)
    if category is None:
        message = "`category` is not a code from GET /api/categories."
        raise FilterInvalid(message, errors=_at("category"))
    # The primary stands in the index; the detailed code narrows further.
    return category.primary, category.detailed


def _at(*names: str) -> list[dict[str, str]]:
    """Name the filters at fault as a malformed one is named, so that a page can leave out just these."""
    return [{"field": f"query.{name}", "message": "This filter makes no sense."} for name in names]
