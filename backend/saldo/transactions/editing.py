"""What a person changes in a transaction; it stands above everything the bank, a model or a rule may say."""

from uuid import UUID

from categorizer_contract import Category, find_category
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.events import service as events
from saldo.events.types import TransactionsChanged
from saldo.transactions import repository
from saldo.transactions.errors import CategoryUnknown, TransactionNotFound, ViewerMayNotChange
from saldo.transactions.models import CategorySource
from saldo.transactions.schemas import Transaction
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role


async def choose_category(
    session: AsyncSession, member: Member, transaction_id: UUID, detailed: str
) -> Transaction:
    """Give a transaction the category a person chose.

    Raises ViewerMayNotChange, CategoryUnknown and TransactionNotFound.
    """
    if member.role is Role.VIEWER:
        raise ViewerMayNotChange
    workspace_id = member.workspace_id
    category = find_category(detailed)
    if category is None:
        raise CategoryUnknown("`category_detailed` is not a code from GET /api/categories.")
    await events.take_turn(session, workspace_id)
    row = await repository.find(session, workspace_id, transaction_id, lock=True)
    if row is None:
        raise TransactionNotFound
    if not _is_chosen_already(row, category):
        await _write_choice(session, member, row, category)
        row = await repository.find(session, workspace_id, transaction_id)
    if row is None:
        raise TransactionNotFound
    return Transaction.from_row(row)


def _is_chosen_already(row: RowMapping, category: Category) -> bool:
    chosen: tuple[str | None, str | None] = (row["category_source"], row["category_detailed"])
    return chosen == (CategorySource.PERSON.value, category.detailed)


async def _write_choice(session: AsyncSession, member: Member, row: RowMapping, category: Category) -> None:
    values = {
        "category_primary": category.primary,
        "category_detailed": category.detailed,
        "category_source": CategorySource.PERSON,
        "category_confidence": None,
        "category_reason": {"kind": "person", "text": "You chose this category"},
    }
    workspace_id = member.workspace_id
    await repository.choose_category(session, workspace_id, row["id"], values)
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor=member.actor,
        action="transaction.categorised",
        subject_type="transaction",
        subject_id=row["id"],
        before={"category": row["category_detailed"], "source": row["category_source"]},
        after={"category": category.detailed, "source": CategorySource.PERSON.value},
    )
    changed = TransactionsChanged(
        account_ids=[row["account_id"]], transaction_ids=[row["id"]], modified=1, removed=0
    )
    await events.publish(session, workspace_id, changed)
