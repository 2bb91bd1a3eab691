"""Bank accounts and rows in their smallest valid form, and a linked bank to bring them."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from saldo.accounts import service as accounts
from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.providers.bank import (
    BankAccount,
    BankBalance,
    BankCategory,
    BankTransaction,
    Changes,
    HistoryStatus,
    RemovedTransaction,
)
from saldo.transactions import ingest
from saldo.transactions.ingest import Applied
from tests.factories.workspaces import Home

_numbers = count(1)
DAY = dt.date(2026, 11, 20)
COFFEE = BankCategory("FOOD_AND_DRINK", "FOOD_AND_DRINK_COFFEE", "HIGH")


def bank_account(identity: str = "checking", **changes: Any) -> BankAccount:
    """Make an account with 1,000.00 USD in it; balance fields may be given beside the account's own."""
    balance: dict[str, Any] = {
        "current": Decimal("1000.00"),
        "available": Decimal("900.00"),
        "limit": None,
        "currency": "USD",
    }
    balance |= {name: changes.pop(name) for name in list(changes) if name in balance}
    fields: dict[str, Any] = {
        "persistent_id": None,
        "name": identity.title(),
        "official_name": None,
        "mask": None,
        "type": "depository",
        "subtype": None,
    }
    return BankAccount(id=identity, **(fields | changes), balance=BankBalance(**balance))


def bank_row(identity: str | None = None, **changes: Any) -> BankTransaction:
    """Make a posted row of 4.50 USD spent on the checking account."""
    fields: dict[str, Any] = {
        "account_id": "checking",
        "pending_id": None,
        "pending": False,
        "date": DAY,
        "authorized_date": None,
        "amount": Decimal("-4.50"),
        "currency": "USD",
        "description": "BLUE BOTTLE COFFEE",
        "original_description": None,
        "merchant_name": None,
        "merchant_entity_id": None,
        "category": None,
        "payment_channel": None,
        "check_number": None,
    }
    return BankTransaction(id=identity or f"row-{next(_numbers)}", **(fields | changes))


def delta(**changes: Any) -> Changes:
    """Make a delta; `removed` takes plain ids."""
    removed = [RemovedTransaction(identity, None) for identity in changes.pop("removed", ())]
    fields: dict[str, Any] = {
        "added": (),
        "modified": (),
        "rejected": (),
        "accounts": (),
        "next_cursor": "cursor",
        "has_more": False,
        "history": HistoryStatus.COMPLETE,
    }
    return Changes(**(fields | changes), removed=removed)


@dataclass
class Bank:
    """A linked bank: what it says goes straight into the ledger."""

    database: Database
    home: Home
    connection_id: UUID
    account_ids: dict[str, UUID] = field(default_factory=dict)

    async def apply(self, **changes: Any) -> Applied:
        """Apply one delta in a transaction of its own."""
        async with self.database.transaction(self.home.scope) as session:
            return await ingest.apply_changes(
                session, self.home.workspace_id, self.connection_id, self.account_ids, delta(**changes)
            )

    async def state(self, *bank_accounts: BankAccount, as_of: dt.datetime, fresh: bool = False) -> None:
        """Record accounts and balances."""
        async with self.database.transaction(self.home.scope) as session:
            self.account_ids = await accounts.record_accounts(
                session, self.home.workspace_id, self.connection_id, bank_accounts, as_of, fresh=fresh
            )


async def link_bank(
    database: Database, home: Home, *bank_accounts: BankAccount, as_of: dt.datetime | None = None
) -> Bank:
    """Store a healthy connection with these accounts (one checking account if none are named)."""
    connection_id = new_id()
    async with database.transaction(home.scope) as session:
        await session.execute(
            _CONNECTION,
            {
                "id": connection_id,
                "workspace": home.workspace_id,
                "user": home.user_id,
                "hash": str(connection_id),
            },
        )
    bank = Bank(database, home, connection_id)
    await bank.state(*(bank_accounts or (bank_account(),)), as_of=as_of or dt.datetime.now(dt.UTC))
    return bank


_CONNECTION = sa.text(
    """
    insert into bank_connections (
      id, workspace_id, institution_id, institution_name, public_token_hash, status, history_status,
      wanted_version, done_version, next_at, attempts, created_by
    ) values (
      :id, :workspace, 'ins_1', 'Maple Street Bank', :hash, 'healthy', 'complete', 1, 1, now(), 0, :user
    )
    """
)


async def read_rows(database: Database, home: Home, statement: str) -> list[dict[str, Any]]:
    """Read rows as the workspace sees them."""
    async with database.transaction(home.scope) as session:
        return [dict(row) for row in (await session.execute(sa.text(statement))).mappings()]


async def live_rows(database: Database, home: Home) -> list[dict[str, Any]]:
    """Read the transactions a person sees, oldest first."""
    return await read_rows(
        database, home, "select * from transactions where removed_at is null order by date, amount, id"
    )
