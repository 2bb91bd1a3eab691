# ruff: noqa: ARG002 every argument is refused with the call
"""The bank provider of an installation without one: every call says what to set."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from saldo.providers.bank import (
    BankAccount,
    BankHealth,
    BankNotice,
    Changes,
    Grant,
    ItemState,
    LinkToken,
    Misconfigured,
)


def _refuse() -> NoReturn:
    raise Misconfigured(
        "Bank connections are switched off: set ENABLE_PLAID=true with your Plaid keys, then restart.",
        code="BANK_DISABLED",
    )


class DisabledBank:
    """Implements BankProvider by refusing."""

    @property
    def environment(self) -> str:
        return "disabled"

    async def create_link_token(
        self, *, user_id: str, access_token: str | None = None, choose_accounts: bool = False
    ) -> LinkToken:
        _refuse()

    async def exchange(self, public_token: str) -> Grant:
        _refuse()

    async def get_item(self, access_token: str) -> ItemState:
        _refuse()

    async def remove_item(self, access_token: str) -> None:
        _refuse()

    async def get_bank_health(self, institution_id: str) -> BankHealth:
        _refuse()

    async def list_accounts(self, access_token: str) -> Sequence[BankAccount]:
        _refuse()

    async def refresh_balances(self, access_token: str) -> Sequence[BankAccount]:
        _refuse()

    async def fetch_changes(self, access_token: str, cursor: str | None) -> Changes:
        _refuse()

    async def get_webhook_key(self, key_id: str) -> Mapping[str, object]:
        _refuse()

    async def verify_notice(self, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        _refuse()

    def read_notice(self, body: Mapping[str, object]) -> BankNotice:
        _refuse()
