"""The list of transactions as a CSV file, written portion by portion however long it is."""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.core.database import Database
from saldo.core.money import format_amount
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions import listing, repository
from saldo.transactions.repository import Filters, Position
from saldo.transactions.schemas import TransactionFilter
from saldo.workspaces.access import Member

# Programs read these names: a new column goes to the end.
COLUMNS: Final = (
    "date", "account", "merchant", "bank_text", "amount", "currency", "category", "category_group", "tags",
    "note", "pending", "excluded", "parts", "origin", "paid_on", "account_id", "id",
)  # fmt: skip
_ROWS_A_PORTION: Final = 2_000
# Excel takes a file for the old Windows code page unless it begins with this mark.
_MARK: Final = "\ufeff"
# With one of these in front a spreadsheet would run a bank's or a merchant's text as a formula.
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class _Export:
    """What is written, and the words for it."""

    database: Database
    member: Member
    filters: Filters
    categories: Catalogue
    accounts: Mapping[UUID, str]

    async def write(self, rows: Sequence[sa.RowMapping]) -> AsyncIterator[str]:
        """Write the header and these rows, then all that follow them.

        Each portion has a transaction of its own: a slow reader must not hold a connection.
        """
        yield _MARK + _as_text([COLUMNS])
        while rows:
            yield _as_text([self._cells(row) for row in rows])
            if len(rows) < _ROWS_A_PORTION:
                return
            last = Position(rows[-1]["date"], rows[-1]["id"])
            async with self.database.transaction(self.member.scope) as session:
                rows = await self.read(session, last)

    async def read(self, session: AsyncSession, after: Position | None) -> Sequence[sa.RowMapping]:
        """Read one portion."""
        return await repository.list_page(
            session, self.member.workspace_id, self.filters, after, _ROWS_A_PORTION
        )

    def _cells(self, row: sa.RowMapping) -> list[str]:
        code = row["category_detailed"]
        category = self.categories.get(code) if code else None
        return [
            row["date"].isoformat(),
            _safe(self.accounts.get(row["account_id"], "")),
            _safe(row["merchant_name"] or ""),
            _safe(row["description"]),
            format_amount(row["amount"]),
            _safe(row["currency"]),
            _safe(category.label if category else ""),
            _safe(category.group_label if category else ""),
            _safe(", ".join(row["tags"])),
            _safe(row["note"] or ""),
            _yes_or_no(row["pending"]),
            _yes_or_no(row["is_excluded"]),
            _safe(self._parts(row)),
            row["origin"],
            row["authorized_date"].isoformat() if row["authorized_date"] else "",
            str(row["account_id"]),
            str(row["id"]),
        ]

    def _parts(self, row: sa.RowMapping) -> str:
        return "; ".join(
            f"{self.categories.get(part['category_detailed']).label} {format_amount(Decimal(part['amount']))}"
            for part in row["parts"] or []
        )


async def export(database: Database, member: Member, query: TransactionFilter) -> AsyncIterator[str]:
    """Begin a file of the transactions a list by these filters shows, in its order. Raises FilterInvalid."""
    async with database.transaction(member.scope) as session:
        categories = await catalogue.read(session, member.workspace_id)
        filters = listing.read_filters(query, categories)
        made = _Export(database, member, filters, categories, await _name_accounts(session, member))
        rows = await made.read(session, None)
    return made.write(rows)


async def _name_accounts(session: AsyncSession, member: Member) -> dict[UUID, str]:
    query = sa.select(Account.id, Account.name, Account.mask).where(
        Account.workspace_id == member.workspace_id
    )
    return {row.id: f"{row.name} {row.mask or ''}".strip() for row in await session.execute(query)}


def _as_text(rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def _yes_or_no(value: object) -> str:
    return "yes" if value else "no"
