"""Doing what the admin door is asked for: one function for each kind of action."""

from datetime import date, datetime
from functools import singledispatch
from typing import Any
from urllib.parse import urlsplit

from plaid_emulator import (
    accounts,
    bank,
    institutions,
    items,
    logins,
    polling,
    pricing,
    sharing,
    sync_log,
    teller,
)
from plaid_emulator.admin import actions, describing
from plaid_emulator.clock import BeyondTime
from plaid_emulator.emulator import Emulator
from plaid_emulator.faults import Faults, Rule
from plaid_emulator.items import Item
from plaid_emulator.webhooks import catalogue, signing
from plaid_emulator.worlds.model import AccountSpec
from plaid_emulator.worlds.registry import find_persona

Told = dict[str, Any]


class Unclear(ValueError):
    """The action names nothing that is there, or not clearly enough."""


def choose_item(emulator: Emulator, named: str | None) -> Item:
    """Find the Item an action means; #1 is the first that was made, nothing means the only one."""
    everyone = items.list_items(emulator)
    if named is None:
        if len(everyone) != 1:
            raise Unclear(f"name the Item: there are {len(everyone)}")
        return everyone[0]
    if named.startswith("#") and named[1:].isdigit():
        if not 1 <= int(named[1:]) <= len(everyone):
            raise Unclear(f"there is no Item {named}: there are {len(everyone)}")
        return everyone[int(named[1:]) - 1]
    return items.get_item(emulator, named)


@singledispatch
def perform(action: actions.Action, emulator: Emulator) -> Told:
    """Do one thing and tell what is so now; raises Unclear, NoSuchTransaction or PlaidError."""
    raise NotImplementedError(type(action).__name__, emulator)


@perform.register
def _(action: actions.AddFault, emulator: Emulator) -> Told:
    standing = emulator.faults.add(Rule(**action.model_dump(exclude={"do"}, exclude_unset=True)))
    return {"id": standing.id, **describing.faults(emulator)}


@perform.register
def _(action: actions.RemoveFault, emulator: Emulator) -> Told:
    if not emulator.faults.remove(action.id):
        raise Unclear(f"there is no fault {action.id} in force")
    return describing.faults(emulator)


@perform.register
def _(_action: actions.ClearFaults, emulator: Emulator) -> Told:
    emulator.faults = Faults(seed=emulator.faults.seed)
    return describing.faults(emulator)


@perform.register
def _(action: actions.SetMutation, emulator: Emulator) -> Told:
    emulator.faults.mutation = action.mode
    return describing.faults(emulator)


@perform.register
def _(action: actions.SplitPostings, emulator: Emulator) -> Told:
    emulator.faults.split_postings = action.on
    return describing.faults(emulator)


@perform.register
def _(action: actions.SetWebhookFault, emulator: Emulator) -> Told:
    emulator.faults.webhook = action.fault
    emulator.faults.webhook_times = 0 if action.fault is None else action.times
    return describing.faults(emulator)


@perform.register
def _(action: actions.SetRateLimits, emulator: Emulator) -> Told:
    emulator.rate_limits.choose(action.table)
    return {"rate_limits": emulator.rate_limits.table}


@perform.register
def _(action: actions.MoveClock, emulator: Emulator) -> Told:
    start = emulator.clock.timestamp() if action.set is None else action.set.timestamp()
    try:
        emulator.clock.set(start + (action.advance_seconds or 0))
    except BeyondTime as error:
        raise Unclear(str(error)) from error
    if action.speed is not None:
        emulator.clock.set_speed(action.speed)
    emulator.wake()
    return describing.clock(emulator)


@perform.register
def _(action: actions.CreateItem, emulator: Emulator) -> Told:
    persona = find_persona(action.username)
    own_bank = persona.institution_id if persona else None
    institution = institutions.get(action.institution_id or own_bank or "ins_109508")
    login = logins.check_login(institution, action.username, action.password)
    new = items.NewItem(login, tuple(action.products), action.days_requested, action.webhook)
    return describing.item(emulator, items.create_item(emulator, new))


@perform.register
def _(action: actions.BreakLogin, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    polling.break_login(emulator, item, action.error_code)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(action: actions.RepairLogin, emulator: Emulator) -> Told:
    item = items.repair_item(emulator, choose_item(emulator, action.item).item_id)
    catalogue.send_login_repaired(emulator, item)
    return describing.item(emulator, item)


@perform.register
def _(action: actions.RotateToken, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    items.rotate_access_token(emulator, item.item_id)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(action: actions.RemoveItem, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    items.remove_item(emulator, item.item_id)
    return {"removed": item.item_id}


@perform.register
def _(action: actions.LookAtBank, emulator: Emulator) -> Told:
    item = polling.catch_up(emulator, choose_item(emulator, action.item))
    polling.poll_if_ready(emulator, item)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(action: actions.AddTransactions, emulator: Emulator) -> Told:
    item = polling.catch_up(emulator, choose_item(emulator, action.item))
    with emulator.database.transaction():
        for row in action.rows:
            bank.add_by_hand(emulator, item, _by_hand(emulator, item, row))
        polling.poll_if_ready(emulator, item)
    return _told_since(emulator, item)


@perform.register
def _(action: actions.PostTransaction, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    teller.post(emulator, item, action.transaction_id, action.amount)
    return _told_since(emulator, item)


@perform.register
def _(action: actions.VanishTransaction, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    teller.vanish(emulator, item, action.transaction_id)
    return _told_since(emulator, item)


@perform.register
def _(action: actions.AmendTransaction, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    change = teller.Amendment(action.amount, action.name, action.date, action.currency)
    teller.amend(emulator, item, action.transaction_id, change)
    return _told_since(emulator, item)


@perform.register
def _(action: actions.RemoveTransaction, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    teller.remove(emulator, item, action.transaction_id)
    return _told_since(emulator, item)


@perform.register
def _(action: actions.ChangePrice, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    pricing.change_price(emulator, item.item_id, action.name, action.factor)
    return {"item_id": item.item_id, "name": action.name, "factor": action.factor}


@perform.register
def _(action: actions.OpenAccount, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    spec = AccountSpec(
        key="hand",
        current=action.balance,
        **action.model_dump(include={"name", "mask", "type", "subtype", "currency", "limit"}),
    )
    account_id = teller.open_account(emulator, item, spec, shared=action.shared)
    return {"account_id": account_id, **describing.item(emulator, item)}


@perform.register
def _(action: actions.CloseAccount, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    teller.close_account(emulator, item, action.account_id)
    return describing.item(emulator, item)


@perform.register
def _(action: actions.ShareAccount, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    teller.share_account(emulator, item, action.account_id, shared=action.shared)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(action: actions.RevokeAccount, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    return describing.item(emulator, sharing.revoke_account(emulator, item, action.account_id))


@perform.register
def _(action: actions.RevokePermission, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    polling.revoke_permission(emulator, item)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(action: actions.FireWebhook, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    catalogue.fire(emulator, item, action.type, action.code, action.new_transactions)
    return {"webhook_fired": True}


@perform.register
def _(action: actions.SetWebhook, emulator: Emulator) -> Told:
    item = choose_item(emulator, action.item)
    if action.url and urlsplit(action.url).scheme not in {"http", "https"}:
        raise Unclear("a webhook goes to an http or https address")
    items.set_webhook(emulator, item.item_id, action.url or None)
    return describing.item(emulator, items.get_item(emulator, item.item_id))


@perform.register
def _(_action: actions.RotateKey, emulator: Emulator) -> Told:
    return {"key_id": signing.rotate(emulator)}


@perform.register
def _(_action: actions.Reset, emulator: Emulator) -> Told:
    emulator.reset()
    return describing.clock(emulator)


def _told_since(emulator: Emulator, before: Item) -> Told:
    """Tell what an action has brought into the Item's log."""
    item = items.get_item(emulator, before.item_id)
    stretch = sync_log.Stretch(before.head, before.head, item.head)
    told = sync_log.read(emulator, item.item_id, stretch, max(item.head - before.head, 1))
    gone = [row for row in told if row["told"] == sync_log.REMOVED]
    there = [row for row in told if row["told"] != sync_log.REMOVED]
    return {
        "transactions": describing.transactions(emulator, there),
        "removed": describing.transactions(emulator, gone),
    }


def _by_hand(emulator: Emulator, item: Item, row: actions.NewTransaction) -> bank.ByHand:
    chosen = accounts.list_selected(emulator, item.item_id)
    if not chosen:
        raise Unclear("this Item shares no account")
    default = next((account for account in chosen if account.spec.type == "depository"), chosen[0])
    account_id = row.account_id or default.account_id
    if account_id not in {account.account_id for account in chosen}:
        raise Unclear("account_id names no account of this Item")
    day = _day(row.date or emulator.clock.now())
    return bank.ByHand(account_id, row.amount, row.description, day, day, row.currency, pending=row.pending)


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
