"""A bank in memory, a linked connection, and a way to run what the queue was promised."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select, update

from saldo.connections import linking, syncing, tasks  # noqa: F401 - registers the handlers
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import BankConnection, Sync, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.schemas import ExchangeRequest
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.core.tasks import registered_tasks
from saldo.transactions.models import Transaction
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, FakeItem, bank_account
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


@pytest.fixture
def bank() -> FakeBank:
    return FakeBank()


@pytest.fixture
def access(database: Database, bank: FakeBank, vault: Vault, clock: FixedClock) -> BankAccess:
    return BankAccess(database, bank, vault, clock)


@pytest.fixture
def member(workspace: Home) -> Member:
    return Member(workspace.user_id, workspace.workspace_id, Role.OWNER)


def exchange_request(bank: FakeBank, public_token: str, institution_id: str = "ins_1") -> ExchangeRequest:
    """Make what the browser sends after the dialog for this login."""
    accounts = bank.offered(public_token).accounts
    return ExchangeRequest.model_validate(
        {
            "public_token": public_token,
            "institution": {"institution_id": institution_id, "name": "First Platypus Bank"},
            "accounts": [
                {
                    "id": each.id,
                    "name": each.name,
                    "mask": each.mask,
                    "type": each.type,
                    "subtype": each.subtype,
                }
                for each in accounts
            ],
        }
    )


@dataclass
class Link:
    """A linked connection with the login behind it, and the questions tests ask of both."""

    access: BankAccess
    member: Member
    connection_id: UUID
    item: FakeItem

    async def sync(self, trigger: SyncTrigger = SyncTrigger.USER) -> None:
        """Ask for a sync and run it, as the worker would."""
        await self.want(trigger)
        await self.run(trigger)

    async def want(self, trigger: SyncTrigger = SyncTrigger.USER) -> bool:
        async with self.access.database.transaction(self.member.scope) as session:
            return await request_sync(
                session, self.member.workspace_id, self.connection_id, trigger, self.access.clock.now()
            )

    async def run(self, trigger: SyncTrigger = SyncTrigger.SWEEP) -> None:
        await syncing.run_sync(self.access, self.member.workspace_id, self.connection_id, trigger)

    async def forget_cursor(self) -> None:
        """Make the next sync read everything again."""
        async with self.access.database.transaction(self.member.scope) as session:
            await session.execute(update(BankConnection).values(cursor=None))

    async def row(self) -> BankConnection:
        async with self.access.database.transaction(self.member.scope) as session:
            return (
                await session.scalars(select(BankConnection).where(BankConnection.id == self.connection_id))
            ).one()

    async def syncs(self) -> list[Sync]:
        async with self.access.database.transaction(self.member.scope) as session:
            query = select(Sync).where(Sync.connection_id == self.connection_id).order_by(Sync.id)
            return list((await session.scalars(query)).all())

    async def transactions(self) -> list[Transaction]:
        """List the live transactions a person sees."""
        async with self.access.database.transaction(self.member.scope) as session:
            query = select(Transaction).where(Transaction.removed_at.is_(None)).order_by(Transaction.id)
            return list((await session.scalars(query)).all())


async def do_promised(access: BankAccess, courier: RecordingCourier, *names: str) -> int:
    """Do the jobs of these kinds that were promised so far, as a worker would; return how many."""
    jobs = [job for job in courier.jobs if job.name in names]
    courier.clear()
    for job in jobs:
        await registered_tasks()[job.name].handler(access, **job.payload)
    return len(jobs)


MakeLink = Callable[..., Awaitable[Link]]


@pytest.fixture
def make_link(access: BankAccess, bank: FakeBank, member: Member) -> MakeLink:
    """Link one more bank."""

    async def link(*names: str, institution_id: str = "ins_1") -> Link:
        token = bank.offer(*(bank_account(name) for name in names or ("Checking",)))
        request = exchange_request(bank, token, institution_id)
        linked = await linking.link(access, member, request)
        return Link(access, member, linked.connection_id, bank.offered(token))

    return link


@pytest.fixture
async def linked(make_link: MakeLink) -> Link:
    return await make_link()
