"""The world of one user_custom login: its accounts, their rows, balances that end where they should."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from plaid_emulator.worlds.custom import configuration, generating, inflow
from plaid_emulator.worlds.custom.recognising import recognise
from plaid_emulator.worlds.custom.schema import Account, Configuration, Transaction
from plaid_emulator.worlds.model import AccountSpec, BankRow, Setting, to_e7

HISTORY = timedelta(days=730)
NOON_SECONDS = 12 * 3600
OWED = {"credit", "loan"}
FACTS = ("numbers", "identity", "liability", "holdings", "investment_transactions", "income", "inflow_model")
MASKS = ("0000", "1111", "2222", "3333", "4444", "5555", "6666", "7777", "8888", "9999")


@dataclass(frozen=True)
class Told:
    """One account with its balance at creation and the rows that are fixed from the start."""

    key: str
    account: Account
    balance: float
    rows: list[BankRow] = field(default_factory=list)

    @property
    def sign(self) -> int:
        return 1 if self.account.type in OWED else -1


class CustomWorld:
    """What the configuration says; what it leaves open is drawn from its seed."""

    def __init__(self, setting: Setting) -> None:
        self._created_at = setting.created_at
        self._created = datetime.fromtimestamp(setting.created_at, UTC).date()
        config = configuration.read(setting.password, self._created)
        self._owner = next((each.identity for each in config.override_accounts if each.identity), None)
        self._told = {told.key: told for told in _tell(config, setting.seed, self._created, self._created_at)}

    def accounts(self) -> Sequence[AccountSpec]:
        return [self._spec(index, told) for index, told in enumerate(self._told.values())]

    def rows(self, since: float, until: float) -> Iterator[BankRow]:
        for told in self._told.values():
            yield from (row for row in told.rows if since < row.appears_at <= until)
            yield from self._inflow(told, since, until)

    def opening_e7(self, account: str, since: float) -> int:
        told = self._told[account]
        rows = [*told.rows, *self._inflow(told, since, self._created_at)]
        moved = sum(
            row.amount_e7 for row in rows if row.appears_at > since and row.settles_at <= self._created_at
        )
        return to_e7(told.balance) - told.sign * moved

    def _inflow(self, told: Told, since: float, until: float) -> Iterator[BankRow]:
        first = max(datetime.fromtimestamp(since, UTC).date(), self._created - HISTORY)
        charges = [
            (date.fromisoformat(row.details["date"]), row.amount_e7 / to_e7(1))
            for row in told.rows
            if row.amount_e7 > 0
        ]
        owed = inflow.Owed(self._created, told.balance, charges)
        last = datetime.fromtimestamp(until, UTC).date() + timedelta(days=31)
        for flow in inflow.flows(told.account, owed, first, last):
            at = _midnight(flow.day) + NOON_SECONDS
            if since < at <= until:
                details = _details(flow.name, flow.day, flow.day) | {"pfc": flow.pfc, "confidence": "HIGH"}
                amount = to_e7(flow.amount)
                yield BankRow(f"{told.key}.{flow.key}", told.key, at, at, amount, amount, details)

    def _spec(self, index: int, told: Told) -> AccountSpec:
        account, meta = told.account, told.account.meta
        number = (account.numbers and account.numbers.account) or ""
        named = f"Plaid {account.subtype.title()}"
        forced = account.force_available_balance is not None or account.has_null_available_balance
        return AccountSpec(
            key=told.key,
            name=meta.name or named,
            mask=(meta.mask if meta.mask is not None else number[-4:] or MASKS[index]) or None,
            type=account.type,
            subtype=account.subtype,
            official_name=meta.official_name,
            currency=account.currency,
            available=account.force_available_balance,
            limit=meta.limit,
            follows=True,
            available_follows=not forced,
            holder_category=account.holder_category,
            facts=self._facts(account),
        )

    def _facts(self, account: Account) -> dict[str, Any]:
        facts = {name: getattr(account, name) for name in FACTS if getattr(account, name) is not None}
        # Plaid: the same names belong to all accounts of an Item.
        if self._owner is not None:
            facts.setdefault("identity", self._owner)
        if account.meta.apy is not None:
            facts["apy"] = account.meta.apy
        return {
            name: value.model_dump(mode="json", exclude_none=True) if hasattr(value, "model_dump") else value
            for name, value in facts.items()
        }


def _tell(config: Configuration, seed: int, created: date, created_at: float) -> Iterator[Told]:
    accounts = config.override_accounts or generating.default_accounts()
    for index, account in enumerate(accounts):
        # Days count from creation, so that the same seed tells the same on every day.
        rng = random.Random(f"{config.seed or seed}.custom.{index}")  # noqa: S311 - repeatable on purpose
        balance = account.starting_balance
        told = Told(
            f"{index}.{account.subtype}",
            account,
            generating.balance(account, rng) if balance is None else balance,
        )
        given = account.transactions
        if given is None:
            drawn = generating.rows(account, rng, created)
        else:
            drawn = ((each, recognise(each.description, each.amount)) for each in given)
        told.rows.extend(
            _row(f"{told.key}.{number}", told.key, each, details, created_at)
            for number, (each, details) in enumerate(drawn)
        )
        yield told


def _row(key: str, account: str, each: Transaction, details: dict[str, Any], created_at: float) -> BankRow:
    """Place a transaction in time: posted from its day on, or pending until its posting day comes."""
    amount, settles_at = to_e7(each.amount), _midnight(each.date_posted)
    pending = settles_at > created_at
    appears_at = min(_midnight(each.date_transacted), created_at) if pending else settles_at
    details = details | _details(each.description, each.date_transacted, each.date_posted)
    if each.currency is not None:
        details["currency"] = each.currency
    return BankRow(key, account, appears_at, settles_at, amount, amount, details)


def _details(name: str, transacted: date, posted: date) -> dict[str, Any]:
    return {
        "name": name,
        "original": name,
        "pending_date": transacted.isoformat(),
        "authorized_date": transacted.isoformat(),
        "date": posted.isoformat(),
    }


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
