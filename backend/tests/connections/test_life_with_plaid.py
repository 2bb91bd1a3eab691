"""A connection's whole life through Plaid's own client: linked, disconnected, linked again, purged."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from saldo.accounts.models import Account
from saldo.connections import disconnecting, jobs, linking, purging
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import BankConnection, SyncTrigger
from saldo.connections.schemas import ExchangeRequest
from saldo.connections.syncing import run_sync
from saldo.core.database import Database
from saldo.core.encryption import Vault
from saldo.providers.plaid.client import PlaidBank
from saldo.providers.plaid.config import PlaidConfig
from saldo.transactions.models import Transaction
from saldo.workspaces.access import Member
from tests.connections.conftest import do_promised
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier
from tests.fakes.emulator import KEYS, PERSONA, PERSONAS_BANK, Emulator, run_emulator


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    pytest.importorskip("plaid_emulator")
    log = tmp_path_factory.mktemp("emulator") / "log"
    with run_emulator(log, "--initial-delay", "0", "--historical-delay", "0") as running:
        yield running


@pytest.fixture
def plaid(database: Database, emulator: Emulator, vault: Vault, clock: FixedClock) -> BankAccess:
    config = PlaidConfig(client_id=KEYS["client_id"], secret=KEYS["secret"], base_url=emulator.url)
    return BankAccess(database, PlaidBank(config), vault, clock)


async def _link(plaid: BankAccess, member: Member, emulator: Emulator) -> UUID:
    """Let the household link its bank, and read everything."""
    token = await asyncio.to_thread(emulator.make_public_token, username=PERSONA, institution=PERSONAS_BANK)
    await asyncio.to_thread(emulator.wait_for_histories)
    request = ExchangeRequest.model_validate(
        {
            "public_token": token,
            "institution": {"institution_id": PERSONAS_BANK, "name": "Maple Street Bank"},
            "accounts": [],
        }
    )
    linked = await linking.link(plaid, member, request)
    await run_sync(plaid, member.workspace_id, linked.connection_id, SyncTrigger.LINK)
    return linked.connection_id


async def _state(plaid: BankAccess, member: Member) -> tuple[set[UUID], dict[UUID, str | None]]:
    """Return the ids of all accounts, and of all live transactions with their notes."""
    async with plaid.database.transaction(member.scope) as session:
        accounts = set(await session.scalars(select(Account.id)))
        live = select(Transaction.id, Transaction.note).where(Transaction.removed_at.is_(None))
        return accounts, {row.id: row.note for row in await session.execute(live)}


async def test_a_household_leaves_its_bank_and_comes_back(
    plaid: BankAccess, member: Member, emulator: Emulator, courier: RecordingCourier
) -> None:
    first = await _link(plaid, member, emulator)
    async with plaid.database.transaction(member.scope) as session:
        some = select(Transaction.id).order_by(Transaction.id).limit(200).scalar_subquery()
        noted = update(Transaction).where(Transaction.id.in_(some))
        await session.execute(noted.values(note="ours", note_source="person"))
    accounts, before = await _state(plaid, member)
    await disconnecting.disconnect(plaid, member, first)
    assert await do_promised(plaid, courier, jobs.REMOVE_ITEM) == 1

    second = await _link(plaid, member, emulator)

    accounts_after, after = await _state(plaid, member)
    async with plaid.database.transaction(member.scope) as session:
        checks = await session.execute(
            text("SELECT DISTINCT ON (account_id) status FROM ledger_checks ORDER BY account_id, id DESC")
        )
        states = {row.status for row in checks}
    assert len(before) > 100
    assert (accounts_after, set(after) - set(before)) == (accounts, set())
    assert {key for key, note in after.items() if note} == {key for key, note in before.items() if note}
    assert sum(note == "ours" for note in after.values()) == 200
    assert "off" not in states

    await disconnecting.disconnect(plaid, member, second, purge=True)
    await do_promised(plaid, courier, jobs.REMOVE_ITEM)
    await purging.purge(plaid, member.workspace_id, second)
    async with plaid.database.transaction(member.scope) as session:
        left = await session.scalar(select(func.count()).select_from(Transaction))
        removals = await session.execute(text("SELECT count(*) FROM item_removals WHERE removed_at IS NULL"))
        connections = list(await session.scalars(select(BankConnection.id)))
    assert (left, removals.scalar_one(), connections) == (0, 0, [first])
