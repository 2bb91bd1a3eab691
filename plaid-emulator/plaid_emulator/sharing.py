"""Which accounts a person shares: chosen again in update mode, opened later, closed or taken back."""

from collections.abc import Collection

from plaid_emulator import accounts, polling, sync_log
from plaid_emulator.accounts import Account
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.items import Item, get_item
from plaid_emulator.sync_log import ADDED, Entry
from plaid_emulator.webhooks import catalogue


def select_accounts(emulator: Emulator, item_id: str, keys: Collection[str]) -> Item:
    """Share exactly these accounts from now on, as update mode with account selection does.

    The others vanish from every answer; what was told of them is not taken back. Newly shared ones bring
    their history, announced like that of a new Item.
    """
    known = {account.key for account in accounts.list_every(emulator, item_id)}
    if not keys or not known.issuperset(keys):
        raise PlaidError("INVALID_ACCOUNT_ID")
    return share_exactly(emulator, item_id, keys)


def share_exactly(emulator: Emulator, item_id: str, keys: Collection[str]) -> Item:
    """Share these accounts, perhaps none; closed ones among them are open again."""
    everyone = accounts.list_every(emulator, item_id)
    joining = [account for account in everyone if account.key in keys and not account.selected]
    with emulator.database.transaction():
        emulator.database.execute_many(
            "UPDATE accounts SET selected = ? WHERE account_id = ?",
            [(int(account.key in keys), account.account_id) for account in everyone],
        )
        for account in joining:
            emulator.database.execute("DELETE FROM closed_accounts WHERE account_id = ?", account.account_id)
        item = get_item(emulator, item_id)
        sync_log.append(emulator, item_id, _told_before(emulator, item, joining))
        if joining and item.status == polling.HISTORICAL and item.error_code is None:
            polling.poll(emulator, item, newly_shared=True)
    return get_item(emulator, item_id)


def revoke_account(emulator: Emulator, item: Item, account_id: str) -> Item:
    """Let the person take back one account at their bank; the app is asked to delete what it knows of it."""
    everyone = accounts.list_every(emulator, item.item_id)
    if account_id not in {account.account_id for account in everyone}:
        raise PlaidError("INVALID_ACCOUNT_ID")
    with emulator.database.transaction():
        keys = {each.key for each in everyone if each.selected and each.account_id != account_id}
        item = share_exactly(emulator, item.item_id, keys)
        catalogue.send_account_revoked(emulator, item, account_id)
    return item


def _told_before(emulator: Emulator, item: Item, joining: Collection[Account]) -> list[Entry]:
    """List what was told of accounts that are shared again: who dropped it needs it, nobody is hurt.

    What is gone is told again too: a reader who was behind never heard of it while the account was hidden.
    """
    wanted = {account.account_id for account in joining}
    if not any(account.fed for account in joining):
        return []
    gone = [
        sync_log.removal(row["transaction_id"], row["account_id"])
        for row in sync_log.list_gone(emulator, item.item_id)
        if row["account_id"] in wanted
    ]
    live = [
        Entry(
            *(ADDED, row["transaction_id"], row["account_id"], row["body"]),
            pending=bool(row["pending"]),
            date=row["date"],
            original=row["original"],
            again=True,
        )
        for row in reversed(sync_log.list_live(emulator, item.item_id))
        if row["account_id"] in wanted
    ]
    return gone + live
