"""A bank in memory: the BankProvider port with an append-only change log per login, and faults on demand."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from saldo.providers.bank import (
    AccessRevoked,
    BankAccount,
    BankBalance,
    BankError,
    BankHealth,
    BankNotice,
    BankTransaction,
    ChangedWhilePaging,
    Changes,
    CursorLost,
    ForgedNotice,
    Grant,
    HistoryStatus,
    ItemState,
    LinkToken,
    LoginExpired,
    NoticeKind,
    Rejected,
    RejectedRow,
    RemovedTransaction,
)

_numbers = count(1)
Entry = tuple[str, BankTransaction | RemovedTransaction | RejectedRow]


def bank_account(name: str = "Checking", **changes: object) -> BankAccount:
    """Make the smallest valid account; a test names what it is about."""
    number = next(_numbers)
    account = BankAccount(
        id=f"account-{number}",
        persistent_id=None,
        name=name,
        official_name=None,
        mask=f"{number:04}",
        type="depository",
        subtype="checking",
        balance=BankBalance(Decimal(100), Decimal(90), None, "USD"),
    )
    return replace(account, **changes)  # type: ignore[arg-type]


def bank_transaction(account: BankAccount, **changes: object) -> BankTransaction:
    """Make the smallest valid transaction of an account."""
    row = BankTransaction(
        id=f"transaction-{next(_numbers)}",
        account_id=account.id,
        pending_id=None,
        pending=False,
        date=dt.date(2026, 11, 1),
        authorized_date=None,
        amount=Decimal("-12.34"),
        currency="USD",
        description="COFFEE BAR",
        original_description=None,
        merchant_name=None,
        merchant_entity_id=None,
        category=None,
        payment_channel=None,
        check_number=None,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


@dataclass
class FakeItem:
    """One login: its accounts, everything that ever changed, and what is wrong with it."""

    id: str
    access_token: str
    accounts: list[BankAccount]
    log: list[Entry] = field(default_factory=list)
    history: HistoryStatus = HistoryStatus.COMPLETE
    error: BankError | None = None
    updated_at: dt.datetime | None = None

    def add(self, *rows: BankTransaction) -> None:
        self.log.extend(("added", row) for row in rows)

    def modify(self, row: BankTransaction) -> None:
        self.log.append(("modified", row))

    def remove(self, row: BankTransaction) -> None:
        self.log.append(("removed", RemovedTransaction(row.id, row.account_id)))

    def spoil(self, transaction_id: str, account: BankAccount | None = None) -> None:
        """Send a row nobody can read; it names its account if one is given."""
        raw = {"amount": None} | ({"account_id": account.id} if account else {})
        self.log.append(("rejected", RejectedRow(transaction_id, "amount is missing", raw)))

    def page(self, start: int, size: int) -> Changes:
        entries = self.log[start : start + size]
        rows: dict[str, list[object]] = defaultdict(list)
        for kind, row in entries:
            rows[kind].append(row)
        end = start + len(entries)
        return Changes(
            added=rows["added"],  # type: ignore[arg-type]
            modified=rows["modified"],  # type: ignore[arg-type]
            removed=rows["removed"],  # type: ignore[arg-type]
            rejected=rows["rejected"],  # type: ignore[arg-type]
            accounts=self.accounts,
            next_cursor=f"{self.id}:{end}",
            has_more=end < len(self.log),
            history=self.history,
        )


class FakeBank:
    """Implements BankProvider; `failures[method]` raises in turn, `before_page` runs before each page."""

    def __init__(self, page_size: int = 500) -> None:
        self.page_size = page_size
        self.items: dict[str, FakeItem] = {}
        self.calls: list[str] = []
        self.failures: defaultdict[str, deque[BankError]] = defaultdict(deque)
        self.before_page: Callable[[int], object] = lambda _: None
        self.health = BankHealth.UNKNOWN
        self.choosing = False
        self._offers: dict[str, FakeItem] = {}

    @property
    def environment(self) -> str:
        return "sandbox"

    def offer(self, *accounts: BankAccount) -> str:
        """Let a person finish the dialog for a new login; return its public token."""
        number = next(_numbers)
        item = FakeItem(f"item-{number}", f"access-{number}", list(accounts) or [bank_account()])
        self._offers[token := f"public-{number}"] = item
        return token

    def offered(self, public_token: str) -> FakeItem:
        """Return the login behind a public token, exchanged or not."""
        return self._offers[public_token]

    async def create_link_token(
        self, *, user_id: str, access_token: str | None = None, choose_accounts: bool = False
    ) -> LinkToken:
        self._called("create_link_token")
        self.choosing = choose_accounts
        if access_token is not None:
            self._find(access_token)
        expires_at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=4)
        return LinkToken(f"link-{user_id}", expires_at, request_id="request")

    async def exchange(self, public_token: str) -> Grant:
        self._called("exchange")
        item = self._offers.get(public_token)
        if item is None or item.access_token in self.items:
            raise Rejected("could not find matching public token", code="INVALID_PUBLIC_TOKEN")
        self.items[item.access_token] = item
        return Grant(item.access_token, item.id)

    async def get_item(self, access_token: str) -> ItemState:
        self._called("get_item")
        item = self._find(access_token)
        code, message = (item.error.code, str(item.error)) if item.error else (None, None)
        return ItemState(item.id, "ins_1", code, message, item.updated_at, None)

    async def remove_item(self, access_token: str) -> None:
        self._called("remove_item")
        self.items.pop(access_token, None)

    async def get_bank_health(self, institution_id: str) -> BankHealth:
        self._called("get_bank_health")
        return self.health if institution_id else BankHealth.UNKNOWN

    async def list_accounts(self, access_token: str) -> Sequence[BankAccount]:
        self._called("list_accounts")
        return self._working(access_token).accounts

    async def refresh_balances(self, access_token: str) -> Sequence[BankAccount]:
        self._called("refresh_balances")
        return self._working(access_token).accounts

    async def fetch_changes(self, access_token: str, cursor: str | None) -> Changes:
        self._called("fetch_changes")
        item = self._working(access_token)
        start = _position(item, cursor)
        self.before_page(start)
        page = item.page(start, self.page_size)
        if item.history is HistoryStatus.NOT_READY:
            return replace(page, added=[], modified=[], removed=[], next_cursor="", has_more=False)
        return page

    async def get_webhook_key(self, key_id: str) -> Mapping[str, object]:
        self._called("get_webhook_key")
        raise Rejected(f"no key {key_id}", code="INVALID_WEBHOOK_VERIFICATION_KEY_ID")

    async def verify_notice(self, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> None:  # noqa: ARG002 - the port's signature
        self._called("verify_notice")
        if headers.get("fake-signature") != "good":
            raise ForgedNotice("not signed", code="SIGNATURE_MISSING")

    def read_notice(self, body: Mapping[str, object]) -> BankNotice:
        found = str(body.get("kind"))
        kind = NoticeKind(found) if found in set(NoticeKind) else NoticeKind.OTHER
        item_id = body.get("item_id")
        return BankNotice(
            kind=kind,
            type="FAKE",
            code=found,
            item_id=item_id if isinstance(item_id, str) else None,
            environment=str(body.get("environment", "sandbox")),
            account_id=str(body["account_id"]) if "account_id" in body else None,
        )

    def break_login(self, item: FakeItem) -> None:
        item.error = LoginExpired("the login details have changed", code="ITEM_LOGIN_REQUIRED")

    def _called(self, method: str) -> None:
        self.calls.append(method)
        if self.failures[method]:
            raise self.failures[method].popleft()

    def _find(self, access_token: str) -> FakeItem:
        if access_token not in self.items:
            raise AccessRevoked("this item does not exist", code="ITEM_NOT_FOUND")
        return self.items[access_token]

    def _working(self, access_token: str) -> FakeItem:
        item = self._find(access_token)
        if item.error is not None:
            raise item.error
        return item


def _position(item: FakeItem, cursor: str | None) -> int:
    if cursor is None:
        return 0
    item_id, _, position = cursor.rpartition(":")
    if item_id != item.id:
        raise CursorLost("cursor not associated with access_token", code="INVALID_FIELD")
    return int(position)


def changed_while_paging() -> ChangedWhilePaging:
    return ChangedWhilePaging(
        "Underlying data changed since last page was fetched.",
        code="TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION",
    )
