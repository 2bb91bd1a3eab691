"""F22: the key that seals bank accesses is changed in the middle of a sync."""

from collections.abc import Awaitable, Callable

import pytest

from saldo.commands import keying
from saldo.connections import linking, syncing
from saldo.connections.bank_access import BankAccess
from saldo.connections.models import SyncStatus, SyncTrigger
from saldo.core.database import Database
from saldo.core.encryption import SealBroken, Vault
from saldo.providers.bank import Changes
from saldo.workspaces.access import Member
from saldo.workspaces.models import Role
from tests.connections.conftest import Link, exchange_request
from tests.factories.workspaces import Home
from tests.fakes.bank import FakeBank, bank_account, bank_transaction
from tests.fakes.clock import FixedClock

_OLD, _NEW = bytes(range(32)), bytes(range(32, 64))
_BEFORE, _BOTH, _AFTER = (
    Vault({"test": _OLD}),
    Vault({"next": _NEW, "test": _OLD}),
    Vault({"next": _NEW}),
)


class _Interrupted(FakeBank):
    """A bank whose second page comes after something else has happened."""

    def __init__(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__(page_size=2)
        self._meanwhile = meanwhile
        self._pages = 0

    async def fetch_changes(self, access_token: str, cursor: str | None) -> Changes:
        self._pages += 1
        if self._pages == 2:
            await self._meanwhile()
        return await super().fetch_changes(access_token, cursor)


async def _link(access: BankAccess, workspace: Home) -> Link:
    bank = access.bank
    assert isinstance(bank, FakeBank)
    token = bank.offer(bank_account())
    member = Member(workspace.user_id, workspace.workspace_id, Role.OWNER)
    linked = await linking.link(access, member, exchange_request(bank, token))
    return Link(access, member, linked.connection_id, bank.offered(token))


async def test_a_key_is_changed_in_the_middle_of_a_sync(
    database: Database, workspace: Home, clock: FixedClock
) -> None:
    changed = []

    async def rotate() -> None:
        changed.append(await keying.reseal(database, _BOTH))

    bank = _Interrupted(rotate)
    linked = await _link(BankAccess(database, bank, _BEFORE, clock), workspace)
    linked.item.add(*(bank_transaction(linked.item.accounts[0]) for _ in range(7)))

    # The workers were started anew with both keys, then the command runs: as docs/security.md says.
    both = BankAccess(database, bank, _BOTH, clock)
    await syncing.run_sync(both, workspace.workspace_id, linked.connection_id, SyncTrigger.SWEEP)

    assert changed[0] >= 1
    assert len(await linked.transactions()) == 7
    assert {one.status for one in await linked.syncs()} == {SyncStatus.SUCCEEDED}

    linked.item.add(bank_transaction(linked.item.accounts[0]))
    only_new = Link(
        BankAccess(database, bank, _AFTER, clock), linked.member, linked.connection_id, linked.item
    )
    await only_new.sync()
    assert len(await linked.transactions()) == 8
    with pytest.raises(SealBroken):
        await linked.sync()
