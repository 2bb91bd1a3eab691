"""Say which rows of a file are here already: by the bank's own ids, else by day, amount and words."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts.models import Account
from saldo.entries.readings import Row
from saldo.transactions.joining import COMPARED
from saldo.transactions.matching import MOST_DAYS_FROM_ENTRY, Movement, as_a_person_said, match
from saldo.transactions.models import Transaction

_AROUND: Final = dt.timedelta(days=MOST_DAYS_FROM_ENTRY)


@dataclass(frozen=True)
class Known:
    """A transaction that is here, and what a file has called it."""

    movement: Movement[UUID]
    identity: str | None


async def list_known(
    session: AsyncSession, account: sa.RowMapping, rows: Sequence[Row], identities: Collection[str] = ()
) -> list[Known]:
    """List what is in the account around the days of these rows, or came there by a name of one of them."""
    if not rows:
        return []
    days = [row.date for row in rows]
    every = sa.select(*COMPARED, Transaction.import_identity).where(
        Transaction.workspace_id == account["workspace_id"], Transaction.removed_at.is_(None)
    )
    near = every.where(
        Transaction.account_id == account["id"],
        Transaction.date.between(min(days) - _AROUND, max(days) + _AROUND),
    )
    # A person may have moved it to another day or account since. All accounts are named for the index's sake.
    called_so = every.where(
        Transaction.account_id.in_(
            sa.select(Account.id).where(Account.workspace_id == account["workspace_id"])
        ),
        Transaction.import_identity == sa.any_(sa.literal(sorted(identities), sa.ARRAY(sa.Text))),
        sa.func.coalesce(Transaction.moved_from, Transaction.account_id) == account["id"],
    )
    query = near.union(called_so).order_by("date", "id")
    return [Known(Movement(*row[:-1]), row[-1]) for row in await session.execute(query)]


def find_duplicates(
    account: sa.RowMapping, rows: Sequence[Row], known: Sequence[Known], identities: Mapping[int, str]
) -> dict[int, Movement[UUID]]:
    """Pair rows with what is there, one to one: of three like rows, two known ones make one new."""
    called = {each.identity: each.movement for each in known if each.identity}
    same = {row.line: called[name] for row in rows if (name := identities.get(row.line)) in called}
    rest = [row for row in rows if row.line not in same]
    taken = {each.id for each in same.values()}
    days = [row.date for row in rows]

    def may_be_meant(each: Known) -> bool:
        # What a bank calls otherwise is another row, unless this file should repeat the name and does not:
        # then the bank makes up new ones for each file.
        is_another = identities and each.identity and not min(days) <= each.movement.date <= max(days)
        return each.movement.id not in taken and not is_another

    free = {each.movement.id: each.movement for each in known if may_be_meant(each)}
    stated = [
        Movement(row.line, account["id"], row.date, row.amount, account["currency"], row.description)
        for row in rest
    ]
    alike = match(stated, list(free.values()), as_a_person_said)
    return same | {line: free[found] for line, found in alike.items()}
