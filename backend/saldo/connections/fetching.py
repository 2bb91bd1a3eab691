"""Read everything a bank changed since the cursor: all pages, no transaction open, restarts included."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

import structlog

from saldo.connections import repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.leases import Claim
from saldo.connections.models import SyncTrigger
from saldo.core.database import workspace_scope
from saldo.core.errors import Unavailable
from saldo.events import service as events
from saldo.events.types import SyncProgress
from saldo.providers.bank import (
    BankAccount,
    BankError,
    BankTransaction,
    ChangedWhilePaging,
    Changes,
    CursorLost,
    HistoryStatus,
    ItemState,
    RejectedRow,
    RemovedTransaction,
    TryAgainLater,
)

log = structlog.get_logger(__name__)

MOST_RESTARTS = 4
_ITEM_EVERY = timedelta(minutes=5)
_PROGRESS_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Fetched:
    """The sum of all pages; `full` says that they tell the whole history, not a difference.

    `listed`: the accounts the bank names when asked for all; what is missing is not shared any more. `item`:
    what the provider says of the login itself, when it was asked.
    """

    changes: Changes
    pages: int
    restarts: int
    full: bool
    listed: frozenset[str]
    item: ItemState | None = None


@dataclass
class _Pages:
    """Pages folded in their order: a later page's word on a row replaces an earlier one's."""

    added: dict[str, BankTransaction] = field(default_factory=dict)
    modified: dict[str, BankTransaction] = field(default_factory=dict)
    removed: dict[str, RemovedTransaction] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    accounts: dict[str, BankAccount] = field(default_factory=dict)
    cursor: str | None = None
    history: HistoryStatus = HistoryStatus.NOT_READY
    count: int = 0

    def add(self, page: Changes) -> None:
        for gone in page.removed:
            self.added.pop(gone.id, None)
            self.modified.pop(gone.id, None)
            self.removed[gone.id] = gone
        # After the removals: a row that is removed and added again under its id is there.
        for row in page.added:
            self.removed.pop(row.id, None)
            self.added[row.id] = row
        for row in page.modified:
            self.removed.pop(row.id, None)
            (self.added if row.id in self.added else self.modified)[row.id] = row
        self.rejected.extend(page.rejected)
        self.accounts.update((account.id, account) for account in page.accounts)
        self.cursor, self.history = page.next_cursor or self.cursor, page.history
        self.count += 1

    @property
    def rows(self) -> int:
        return len(self.added) + len(self.modified) + len(self.removed)

    @property
    def by_account(self) -> Mapping[str, int]:
        """Count the rows of each account, by the provider's id."""
        told = Counter(row.account_id for rows in (self.added, self.modified) for row in rows.values())
        told.update(row.account_id for row in self.removed.values() if row.account_id is not None)
        return told

    def sum(self, accounts: Sequence[BankAccount]) -> Changes:
        return Changes(
            added=list(self.added.values()),
            modified=list(self.modified.values()),
            removed=list(self.removed.values()),
            rejected=self.rejected,
            # One that was closed while we read is listed no more, and yet its rows are on the pages.
            accounts=list((self.accounts | {account.id: account for account in accounts}).values()),
            next_cursor=self.cursor or "",
            has_more=False,
            history=self.history,
        )


async def fetch_all(access: BankAccess, claim: Claim) -> Fetched:
    """Read every page; when rows change meanwhile, start again from the first page's cursor.

    Raises BankError; ChangedWhilePaging only when that went on for five tries.
    """
    start, full, restarts = claim.cursor, claim.full, 0
    progress = _Progress(access, claim)
    while True:
        try:
            pages = await _read_pages(access, claim, start, progress)
            break
        except ChangedWhilePaging:
            # Every page already read is stale, not just the one that failed.
            restarts += 1
            if restarts > MOST_RESTARTS:
                raise
        except CursorLost:
            if start is None:
                raise
            log.warning("sync.cursor_lost", connection_id=str(claim.connection_id))
            start, full, restarts = None, True, restarts + 1
    accounts = await _list_accounts(access, claim, pages)
    if pages.count > 1:
        await progress.publish("saving", pages)
    return Fetched(
        pages.sum(accounts),
        pages=pages.count,
        restarts=restarts,
        full=full,
        listed=frozenset(account.id for account in accounts),
        item=await _ask_item(access, claim, pages),
    )


async def _read_pages(access: BankAccess, claim: Claim, start: str | None, progress: "_Progress") -> _Pages:
    pages = _Pages(cursor=start)
    while True:
        page = await access.bank.fetch_changes(claim.access_token, pages.cursor)
        before = pages.cursor
        pages.add(page)
        if not page.has_more:
            return pages
        if pages.cursor == before:
            # A provider that promises more and does not move on would hold us for ever.
            raise TryAgainLater("The bank's pages do not advance.", code="PAGES_STUCK")
        await progress.show(pages)


async def _list_accounts(access: BankAccess, claim: Claim, pages: _Pages) -> Sequence[BankAccount]:
    """Ask for all accounts now and then: pages name only those with transactions, and calls are counted."""
    if not _is_first_whole(claim, pages) and claim.trigger not in {SyncTrigger.USER, SyncTrigger.SCHEDULE}:
        return ()
    try:
        return await access.bank.list_accounts(claim.access_token)
    except BankError as error:
        log.warning("sync.accounts_unavailable", code=error.code, connection_id=str(claim.connection_id))
        return ()


def _is_first_whole(claim: Claim, pages: _Pages) -> bool:
    return pages.history is HistoryStatus.COMPLETE and claim.history is not HistoryStatus.COMPLETE


async def _ask_item(access: BankAccess, claim: Claim, pages: _Pages) -> ItemState | None:
    """Ask now and then when the provider itself last read the bank: fifteen times a minute is the limit.

    Once more when a history is whole: before, there is no answer, and the next sync may be half a day away.
    """
    asked_at = claim.provider_asked_at
    is_recent = asked_at is not None and access.clock.now() - asked_at < _ITEM_EVERY
    if is_recent and not _is_first_whole(claim, pages):
        return None
    try:
        return await access.bank.get_item(claim.access_token)
    except BankError as error:
        log.warning("sync.item_unavailable", code=error.code, connection_id=str(claim.connection_id))
        return None


class _Progress:
    """Tells the workspace how far a long fetch has come, once a second at most."""

    def __init__(self, access: BankAccess, claim: Claim) -> None:
        self._access = access
        self._claim = claim
        self._shown_at = time.monotonic() - _PROGRESS_EVERY_SECONDS

    async def show(self, pages: _Pages) -> None:
        now = time.monotonic()
        if now - self._shown_at < _PROGRESS_EVERY_SECONDS:
            return
        self._shown_at = now
        await self.publish("fetching", pages)

    async def publish(self, phase: Literal["fetching", "saving"], pages: _Pages) -> None:
        claim = self._claim
        try:
            async with self._access.database.transaction(workspace_scope(claim.workspace_id)) as session:
                known = await repository.map_accounts(session, claim.workspace_id, claim.connection_id)
                event = SyncProgress(
                    connection_id=claim.connection_id,
                    sync_id=claim.sync_id,
                    phase=phase,
                    pages=pages.count,
                    transactions=pages.rows,
                    by_account={known[name]: n for name, n in pages.by_account.items() if name in known},
                )
                await events.publish(session, claim.workspace_id, event)
        except Unavailable:
            log.warning("sync.progress_not_shown", sync_id=str(claim.sync_id))
