"""Every implementation of the bank port, each with the hands to make things happen behind it."""

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

import pytest

from saldo.providers.bank import BankProvider
from saldo.providers.plaid.client import PlaidBank
from saldo.providers.plaid.config import PlaidConfig
from tests.fakes.bank import FakeBank, FakeItem, bank_account, bank_transaction
from tests.fakes.emulator import KEYS, Emulator, run_emulator


class World(Protocol):
    """What happens behind the port: people link, banks post, logins break."""

    @property
    def bank(self) -> BankProvider:
        """The port itself."""

    async def offer(self) -> str:
        """Finish the dialog for a new login with some history; return its public token."""

    async def spend(self, item_id: str, amount: Decimal, description: str) -> None:
        """Post a payment of this size."""

    async def break_login(self, access_token: str) -> None:
        """Make the bank want a new sign-in."""


class FakeWorld:
    """Behind the fake."""

    def __init__(self) -> None:
        self.bank = FakeBank(page_size=50)

    async def offer(self) -> str:
        account = bank_account()
        token = self.bank.offer(account, bank_account("Card", type="credit", subtype="credit card"))
        self.bank.offered(token).add(*(bank_transaction(account) for _ in range(120)))
        return token

    async def spend(self, item_id: str, amount: Decimal, description: str) -> None:
        item = self._item(item_id)
        item.add(bank_transaction(item.accounts[0], amount=-amount, description=description))

    async def break_login(self, access_token: str) -> None:
        self.bank.break_login(self.bank.items[access_token])

    def _item(self, item_id: str) -> FakeItem:
        return next(item for item in self.bank.items.values() if item.id == item_id)


class PlaidWorld:
    """Behind the real client: the emulator."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self.bank = PlaidBank(
            PlaidConfig(client_id=KEYS["client_id"], secret=KEYS["secret"], base_url=emulator.url)
        )

    async def offer(self) -> str:
        return await asyncio.to_thread(self._emulator.make_public_token)

    async def spend(self, item_id: str, amount: Decimal, description: str) -> None:
        row: dict[str, object] = {"description": description, "amount": float(amount)}
        await asyncio.to_thread(self._emulator.create_transactions, item_id, row)

    async def break_login(self, access_token: str) -> None:
        await asyncio.to_thread(self._emulator.reset_login, access_token)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    pytest.importorskip("plaid_emulator")
    log = tmp_path_factory.mktemp("emulator") / "log"
    with run_emulator(log, "--initial-delay", "0", "--historical-delay", "0") as running:
        yield running


@pytest.fixture(params=["fake", "plaid"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "fake":
        return FakeWorld()
    return PlaidWorld(request.getfixturevalue("emulator"))
