"""An Item's accounts as Plaid shows them, with balances that follow the rows at the bank."""

import json
from dataclasses import dataclass
from typing import Any

from plaid_emulator import ids
from plaid_emulator.clock import iso
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.institutions import get as get_institution
from plaid_emulator.items import Item
from plaid_emulator.worlds.model import AccountSpec, from_e7, to_e7

MOST_SUMS = 10_000


@dataclass(frozen=True)
class Account:
    """One account of one Item."""

    account_id: str
    key: str
    selected: bool
    spec: AccountSpec
    opening_e7: int | None
    # Set once somebody has changed it by /sandbox/item/set_verification_status.
    verification_status: str | None = None
    # Whether any transaction of it was ever told.
    fed: bool = False


def list_selected(emulator: Emulator, item_id: str) -> list[Account]:
    """List the accounts the person shared, in the bank's order."""
    return [account for account in list_every(emulator, item_id) if account.selected]


def list_every(emulator: Emulator, item_id: str) -> list[Account]:
    """List all accounts of the login, the ones not shared too."""
    rows = emulator.database.list(
        "SELECT * FROM accounts LEFT JOIN verifications USING (account_id)"
        " WHERE item_id = ? ORDER BY position",
        item_id,
    )
    return [
        Account(
            row["account_id"],
            row["key"],
            bool(row["selected"]),
            AccountSpec(**json.loads(row["spec"])),
            row["opening_e7"],
            row["status"],
            bool(row["fed"]),
        )
        for row in rows
    ]


def choose(emulator: Emulator, item: Item, account_ids: list[str] | None) -> list[Account]:
    """Pick the requested accounts; an unknown or unshared one is refused as Plaid does."""
    accounts = list_selected(emulator, item.item_id)
    if account_ids is None:
        return accounts
    by_id = {account.account_id: account for account in accounts}
    if not set(account_ids) <= by_id.keys():
        raise PlaidError("INVALID_ACCOUNT_ID")
    return [account for account in accounts if account.account_id in set(account_ids)]


def render(emulator: Emulator, item: Item, account: Account, at: float) -> dict[str, Any]:
    """Make Plaid's account object with balances as the bank had them at `at`."""
    spec = account.spec
    body: dict[str, Any] = {
        "account_id": account.account_id,
        "balances": balances(emulator, item, account, at),
        "holder_category": spec.holder_category,
        "mask": spec.mask,
        "name": spec.name,
        "official_name": spec.official_name,
        "subtype": spec.subtype,
        "type": spec.type,
    }
    if get_institution(item.institution_id).persistent_ids and spec.type == "depository":
        body["persistent_account_id"] = ids.derived_id(item.institution_id, item.username, spec.key)
    if "apy" in spec.facts:
        body["apy"] = spec.facts["apy"]
    if account.verification_status is not None:
        body["verification_status"] = account.verification_status
    return body


def render_link_account(account: Account) -> dict[str, Any]:
    """Make the account object of Link's onSuccess metadata."""
    spec = account.spec
    return {
        "id": account.account_id,
        "name": spec.name,
        "mask": spec.mask,
        "type": spec.type,
        "subtype": spec.subtype,
        "verification_status": None,
        "class_type": None,
    }


def balances(emulator: Emulator, item: Item, account: Account, at: float) -> dict[str, Any]:
    spec = account.spec
    current, available = spec.current, spec.available
    if spec.follows:
        current, following = _following(emulator, item.item_id, account, at)
        available = following if spec.available_follows else spec.available
    return {
        "available": available,
        "current": current,
        "iso_currency_code": spec.currency,
        "last_updated_datetime": iso(at) if spec.follows else None,
        "limit": spec.limit,
        "unofficial_currency_code": None,
    }


def _following(emulator: Emulator, item_id: str, account: Account, at: float) -> tuple[float, float | None]:
    spec = account.spec
    posted, pending = _sums(emulator, item_id, account, at)
    owed = spec.type in {"credit", "loan"}
    current = (account.opening_e7 or 0) + (posted if owed else -posted)
    if spec.type == "depository":
        # Money on its way in is not available yet; money on its way out no longer is.
        return from_e7(current), from_e7(current - max(pending, 0))
    if spec.type == "credit" and spec.limit is not None:
        return from_e7(current), from_e7(to_e7(spec.limit) - current - pending)
    return from_e7(current), None


def _sums(emulator: Emulator, item_id: str, account: Account, at: float) -> tuple[int, int]:
    """Add up what has posted and what is pending; every page of a sync asks, so the answer is kept."""
    item = emulator.database.list("SELECT books, opening_at FROM items WHERE item_id = ?", item_id)[0]
    known, moment = emulator.sums, (at, item["books"], item["opening_at"])
    if account.account_id not in known or known[account.account_id][0] != moment:
        rows = emulator.database.list(
            "SELECT settles_at <= ? AS posted,"
            " sum(CASE WHEN settles_at <= ? THEN amount_e7 ELSE pending_e7 END) AS total"
            " FROM bank_rows WHERE item_id = ? AND account_id = ? AND appears_at > ? AND appears_at <= ?"
            " AND (vanishes = 0 OR settles_at > ?) GROUP BY 1",
            *(at, at, item_id, account.account_id, item["opening_at"], at, at),
        )
        totals = {bool(row["posted"]): int(row["total"]) for row in rows}
        if len(known) >= MOST_SUMS:
            known.clear()
        known[account.account_id] = moment, (totals.get(True, 0), totals.get(False, 0))
    return known[account.account_id][1]
