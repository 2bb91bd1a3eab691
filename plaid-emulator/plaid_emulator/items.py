"""Items: creating one from an accepted login, finding it, breaking and repairing it."""

import json
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from sqlite3 import Row

from plaid_emulator import belonging, ids, institutions
from plaid_emulator.config import DAY_SECONDS
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.logins import Login
from plaid_emulator.worlds.model import AccountSpec, Setting, World, from_e7
from plaid_emulator.worlds.registry import open_world

DEFAULT_DAYS = 90
INITIAL_DAYS = 30
# So long before a login ends, Plaid says so.
WARNING_DAYS = 7
TRANSACTIONS = "transactions"


@dataclass(frozen=True)
class NewItem:
    """What Link, or /sandbox/public_token/create, has gathered for a new Item."""

    login: Login
    products: tuple[str, ...] = ("transactions",)
    days_requested: int = DEFAULT_DAYS
    webhook: str | None = None
    # Keys of the accounts the person chose; None means all of them.
    account_keys: Collection[str] | None = None
    # What the person also agreed to: such a product begins when it is first asked for.
    consented: tuple[str, ...] = ()
    # The app that makes it.
    client_id: str | None = None


@dataclass(frozen=True)
class Item:
    """One stored Item."""

    item_id: str
    access_token: str
    institution_id: str
    username: str
    password: str
    products: tuple[str, ...]
    days_requested: int
    webhook: str | None
    created_at: float
    error_code: str | None
    login_expires_at: float | None
    status: str
    armed: bool
    head: int
    filled_until: float
    polled_at: float
    next_poll_at: float | None
    failed_at: float | None
    refreshes: int
    # Where its history begins, how far the loading of it has come (None: all there), and from where on
    # rows move the balances.
    history_from: float
    history_until: float | None
    opening_at: float
    # The last entry of the log; the ones after `head` are not visible yet.
    tail: int
    # When the coming end of the login was announced.
    warned_at: float | None

    @property
    def warning_at(self) -> float | None:
        """When the end of the login is to be announced."""
        return None if self.login_expires_at is None else self.login_expires_at - WARNING_DAYS * DAY_SECONDS

    @property
    def error(self) -> PlaidError | None:
        if self.error_code is None:
            return None
        error = PlaidError(self.error_code)
        if self.error_code == "ITEM_LOGIN_REQUIRED" and institutions.get(self.institution_id).oauth:
            error.reason = "OAUTH_INVALID_TOKEN"
        return error


def list_accounts(emulator: Emulator, login: Login) -> list[AccountSpec]:
    """List the accounts a login could share; `key` names one when the Item is created."""
    now = emulator.clock.timestamp()
    world = _world(emulator, login, now)
    return [
        replace(spec, current=from_e7(world.opening_e7(spec.key, now))) if spec.follows else spec
        for spec in world.accounts()
    ]


def create_item(emulator: Emulator, new: NewItem) -> Item:
    """Store an Item with its chosen accounts; its transactions arrive after the usual delays."""
    config, now, login = emulator.config, emulator.clock.timestamp(), new.login
    item_id = ids.random_id()
    expires_at = None if config.login_expiry_days is None else now + config.login_expiry_days * DAY_SECONDS
    with emulator.database.transaction():
        _end_duplicates(emulator, login, now)
        emulator.database.execute(
            "INSERT INTO items (item_id, access_token, institution_id, username, password, products,"
            " days_requested, webhook, created_at, login_expires_at, filled_until, polled_at, next_poll_at,"
            " made)"
            " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(made), 0) + 1 FROM items",
            *(item_id, ids.token("access"), login.institution_id, login.username, login.password),
            *(json.dumps(new.products), new.days_requested, new.webhook, now, expires_at),
            # Without the product nobody looks for transactions.
            *(now, now, now + config.initial_delay_seconds if TRANSACTIONS in new.products else None),
        )
        emulator.database.execute_many(
            "INSERT OR IGNORE INTO consents VALUES (?, ?)", [(item_id, each) for each in new.consented]
        )
        belonging.claim(emulator, item_id, new.client_id)
        _store_accounts(emulator, item_id, new)
        begin_history(emulator, get_item(emulator, item_id), now)
    emulator.wake()
    return get_item(emulator, item_id)


def _end_duplicates(emulator: Emulator, login: Login, now: float) -> None:
    """Let earlier Items of the login lose it, at the banks that let one app in only once."""
    if login.institution_id in emulator.config.one_item_institutions:
        emulator.database.execute(
            "UPDATE items SET login_expires_at = ? WHERE institution_id = ? AND username = ?"
            " AND removed_at IS NULL AND error_code IS NULL",
            *(now, login.institution_id, login.username),
        )


def begin_history(emulator: Emulator, item: Item, now: float) -> None:
    """Open the books thirty days back: the bank is quick with these, and they are all a balance needs."""
    days = min(item.days_requested, institutions.get(item.institution_id).history_days)
    history_from = now - days * DAY_SECONDS
    opening_at = max(now - INITIAL_DAYS * DAY_SECONDS, history_from)
    emulator.database.execute(
        "UPDATE items SET filled_until = ?, history_from = ?, history_until = ? WHERE item_id = ?",
        *(opening_at, history_from, history_from if history_from < opening_at else None, item.item_id),
    )
    open_books(emulator, item, opening_at)


def open_books(emulator: Emulator, item: Item, at: float) -> None:
    """Take the balances of this moment as those the written rows start from."""
    world = world_of(emulator, item)
    with emulator.database.transaction():
        emulator.database.execute("UPDATE items SET opening_at = ? WHERE item_id = ?", at, item.item_id)
        emulator.database.execute_many(
            "UPDATE accounts SET opening_e7 = ? WHERE item_id = ? AND key = ?",
            [
                (world.opening_e7(spec.key, at), item.item_id, spec.key)
                for spec in world.accounts()
                if spec.follows
            ],
        )


def get_item(emulator: Emulator, item_id: str) -> Item:
    row = emulator.database.find("SELECT * FROM items WHERE item_id = ? AND removed_at IS NULL", item_id)
    if row is None:
        raise PlaidError("ITEM_NOT_FOUND")
    return _item(row)


def find_by_access_token(emulator: Emulator, access_token: str) -> Item:
    """Find the Item of a token; raises what Plaid answers to wrong, foreign and dead ones."""
    refusal = ids.refused_shape(access_token, "access")
    if refusal is not None:
        raise PlaidError("INVALID_ACCESS_TOKEN", message=refusal)
    row = emulator.database.find("SELECT * FROM items WHERE access_token = ?", access_token)
    if row is None:
        raise PlaidError("INVALID_ACCESS_TOKEN")
    if row["removed_at"] is not None:
        raise PlaidError("ITEM_NOT_FOUND")
    return _item(row)


def list_items(emulator: Emulator) -> list[Item]:
    """List the Items there are, in the order they were made."""
    rows = emulator.database.list("SELECT * FROM items WHERE removed_at IS NULL ORDER BY made")
    return [_item(row) for row in rows]


def remove_item(emulator: Emulator, item_id: str) -> None:
    """End an Item; its rows go, its token keeps answering ITEM_NOT_FOUND."""
    with emulator.database.transaction():
        for table in ("log", "bank_rows", "served", "accounts"):
            emulator.database.execute(f"DELETE FROM {table} WHERE item_id = ?", item_id)  # noqa: S608 - our constants
        emulator.database.execute(
            "UPDATE items SET removed_at = ?, next_poll_at = NULL WHERE item_id = ?",
            *(emulator.clock.timestamp(), item_id),
        )


def rotate_access_token(emulator: Emulator, item_id: str) -> str:
    token = ids.token("access")
    emulator.database.execute("UPDATE items SET access_token = ? WHERE item_id = ?", token, item_id)
    return token


def set_webhook(emulator: Emulator, item_id: str, webhook: str | None) -> None:
    emulator.database.execute("UPDATE items SET webhook = ? WHERE item_id = ?", webhook, item_id)


def set_error(emulator: Emulator, item_id: str, error_code: str) -> None:
    """Break an Item: nothing is fetched from its bank until somebody repairs it."""
    now = emulator.clock.timestamp()
    emulator.database.execute(
        "UPDATE items SET error_code = ?, failed_at = ? WHERE item_id = ?", error_code, now, item_id
    )


def set_warned(emulator: Emulator, item_id: str, at: float | None) -> None:
    """Note when the coming end of a login was announced."""
    emulator.database.execute("UPDATE items SET warned_at = ? WHERE item_id = ?", at, item_id)


def repair_item(emulator: Emulator, item_id: str, login: Login | None = None) -> Item:
    """Heal an Item, as update mode does, and look at its bank at once."""
    item, now, config = get_item(emulator, item_id), emulator.clock.timestamp(), emulator.config
    if login is not None and login.username != item.username:
        raise PlaidError("INVALID_UPDATED_USERNAME")
    expires_at = None if config.login_expiry_days is None else now + config.login_expiry_days * DAY_SECONDS
    emulator.database.execute(
        "UPDATE items SET error_code = NULL, login_expires_at = ?, warned_at = NULL, next_poll_at = ?"
        " WHERE item_id = ?",
        *(expires_at, now if TRANSACTIONS in item.products else None, item_id),
    )
    emulator.wake()
    return get_item(emulator, item_id)


def world_of(emulator: Emulator, item: Item) -> World:
    login = Login(item.institution_id, item.username, item.password)
    return _world(emulator, login, item.created_at)


def _world(emulator: Emulator, login: Login, created_at: float) -> World:
    return open_world(
        Setting(
            seed=emulator.config.seed,
            username=login.username,
            password=login.password,
            institution_id=login.institution_id,
            epoch=emulator.epoch,
            created_at=created_at,
        )
    )


def _store_accounts(emulator: Emulator, item_id: str, new: NewItem) -> None:
    specs = _world(emulator, new.login, emulator.clock.timestamp()).accounts()
    chosen = {spec.key for spec in specs} if new.account_keys is None else set(new.account_keys)
    if not chosen & {spec.key for spec in specs}:
        raise PlaidError("NO_ACCOUNTS")
    for position, spec in enumerate(specs):
        store_account(emulator, item_id, spec, position=position, shared=spec.key in chosen)


def store_account(
    emulator: Emulator, item_id: str, spec: AccountSpec, *, position: int, shared: bool, opening_e7: int = 0
) -> str:
    """Write down one account and answer its id."""
    account_id = ids.derived_id(item_id, "account", spec.key)
    emulator.database.execute(
        "INSERT INTO accounts (account_id, item_id, position, key, selected, spec, opening_e7)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(account_id, item_id, position, spec.key, int(shared), json.dumps(spec.__dict__), opening_e7),
    )
    return account_id


def _item(row: Row) -> Item:
    values = {field.name: row[field.name] for field in fields(Item)}
    return Item(**{**values, "products": tuple(json.loads(row["products"])), "armed": bool(row["armed"])})
