"""A lease lives as long as its worker, and no longer."""

from datetime import timedelta

import pytest

from saldo.connections import leases
from saldo.connections.bank_access import BankAccess
from saldo.connections.leases import LEASE, Claim
from saldo.connections.models import SyncTrigger
from tests.connections.conftest import Link
from tests.fakes.clock import FixedClock


@pytest.fixture(autouse=True)
def _quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "HEARTBEAT_SECONDS", 0.01)


async def _claim(access: BankAccess, link: Link) -> Claim:
    claim = await leases.claim(access, link.member.workspace_id, link.connection_id, SyncTrigger.LINK)
    assert claim is not None
    return claim


async def _lease_reaches(link: Link, least: object, tries: int = 200) -> bool:
    for _ in range(tries):
        if (await link.row()).lease_until == least:
            return True
    return False


async def test_a_living_worker_keeps_its_lease(linked: Link, access: BankAccess, clock: FixedClock) -> None:
    claim = await _claim(access, linked)

    async with leases.kept_alive(access, claim):
        clock.advance(seconds=25)
        assert await _lease_reaches(linked, clock.now() + LEASE)
        clock.advance(seconds=25)
        assert await _lease_reaches(linked, clock.now() + LEASE)


async def test_a_lease_that_was_taken_over_is_not_taken_back(
    linked: Link, access: BankAccess, clock: FixedClock
) -> None:
    old = await _claim(access, linked)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    new = await _claim(access, linked)
    until = (await linked.row()).lease_until
    clock.advance(seconds=5)

    async with leases.kept_alive(access, old):
        assert not await _lease_reaches(linked, clock.now() + LEASE, tries=20)

    row = await linked.row()
    assert (row.lease_token, row.lease_until) == (new.lease_token, until)


async def test_a_claim_does_not_print_its_token(linked: Link, access: BankAccess) -> None:
    claim = await _claim(access, linked)

    assert claim.access_token == linked.item.access_token
    assert claim.access_token not in repr(claim)
    assert timedelta(seconds=3 * leases.HEARTBEAT_SECONDS) < LEASE
