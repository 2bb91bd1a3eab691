"""Connections and their syncs as a person sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections import breakers, repository
from saldo.connections.errors import ConnectionNotFound
from saldo.connections.models import SYNCABLE, BankConnection, ConnectionStatus, InstitutionTrouble, Sync
from saldo.connections.relinking import Plan
from saldo.connections.schemas import (
    BankTrouble,
    ConnectionCounts,
    ConnectionShown,
    ConnectionTrouble,
    RelinkPlan,
    SyncShown,
)
from saldo.connections.transitions import advise
from saldo.core.pagination import Page, decode_cursor, encode_cursor, page_of
from saldo.receipts import presenting as receipts
from saldo.receipts.schemas import Receipt
from saldo.transactions import rejecting
from saldo.transactions.counting import Counts, count_by_connection


async def list_shown(session: AsyncSession, workspace_id: UUID, now: datetime) -> list[ConnectionShown]:
    """List the workspace's connections, oldest first; one whose accounts all went on elsewhere is over."""
    connections = await repository.list_connections(session, workspace_id)
    shown = await _show(session, workspace_id, connections, now)
    return [each for each in shown if each.status != "disconnected" or each.counts.accounts]


async def get_shown(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, now: datetime
) -> ConnectionShown:
    """Return one connection. Raises ConnectionNotFound."""
    connection = await repository.find_connection(session, workspace_id, connection_id)
    if connection is None:
        raise ConnectionNotFound
    return (await _show(session, workspace_id, [connection], now))[0]


async def list_syncs(
    session: AsyncSession, workspace_id: UUID, connection_id: UUID, cursor: str | None, limit: int
) -> Page[SyncShown]:
    """List a connection's runs, newest first. Raises ConnectionNotFound or CursorInvalid."""
    if await repository.find_connection(session, workspace_id, connection_id) is None:
        raise ConnectionNotFound
    before = decode_cursor(cursor, UUID)[0] if cursor else None
    syncs = await repository.list_syncs(session, workspace_id, connection_id, before=before, limit=limit + 1)
    partial = await receipts.map_partial(session, workspace_id, connection_id, [sync.id for sync in syncs])
    shown = [_sync_shown(sync) if partial is None else _part_shown(sync, partial) for sync in syncs]
    return page_of(shown, limit, lambda sync: encode_cursor(sync.id))


def _part_shown(sync: Sync, receipts_of: Mapping[UUID, Receipt]) -> SyncShown:
    """Show a run to somebody who does not see all of its accounts: what it did to those that are shared."""
    receipt = receipts_of.get(sync.id)
    counts = {name: getattr(receipt, name, 0) for name in ("added", "modified", "removed", "skipped")}
    return _sync_shown(sync).model_copy(update=counts)


def plan_shown(plan: Plan) -> RelinkPlan:
    return RelinkPlan.model_validate(
        {
            "matches": [
                {
                    "offered_id": each.offered.id,
                    "account_id": each.account.account_id,
                    "account_name": each.account.name,
                    "connection_id": each.account.connection_id,
                    "by": each.by,
                }
                for each in plan.matches
            ],
            "new": [each.id for each in plan.new],
            "history": [{"account_id": each.account_id, "account_name": each.name} for each in plan.history],
            "replaces": sorted(plan.replaced),
        }
    )


async def _show(
    session: AsyncSession, workspace_id: UUID, connections: Sequence[BankConnection], now: datetime
) -> list[ConnectionShown]:
    if not connections:
        return []
    counts = await count_by_connection(session, workspace_id)
    aside = await rejecting.count_open_by_connection(session, workspace_id)
    troubles = await breakers.list_open(session, {each.institution_id for each in connections}, now)
    return [
        _connection_shown(
            each,
            _counts(counts.get(each.id, Counts()), aside.get(each.id, 0)),
            troubles.get(each.institution_id),
            now,
        )
        for each in connections
    ]


def _counts(counts: Counts, set_aside: int) -> ConnectionCounts:
    return ConnectionCounts(
        accounts=counts.accounts,
        transactions=counts.transactions,
        categorised=counts.categorised,
        set_aside=set_aside,
    )


def _connection_shown(
    connection: BankConnection, counts: ConnectionCounts, trouble: InstitutionTrouble | None, now: datetime
) -> ConnectionShown:
    is_linking = connection.status == ConnectionStatus.LINKING
    advice = advise(connection.status, is_failing=connection.error_code is not None)
    return ConnectionShown.model_validate(
        {
            "id": connection.id,
            "institution_id": connection.institution_id,
            "institution_name": connection.institution_name,
            # To a person the few seconds of linking are the beginning of the import.
            "status": ConnectionStatus.IMPORTING if is_linking else connection.status,
            "advice": {"meaning": advice.meaning, "action": advice.action},
            "error": _trouble(connection),
            "bank_trouble": trouble_shown(trouble),
            "login_expires_at": connection.login_expires_at,
            "new_accounts": connection.new_accounts_at is not None,
            "history": connection.history_status,
            "syncing": connection.lease_until is not None and connection.lease_until > now,
            "counts": counts,
            "last_synced_at": connection.last_synced_at,
            "bank_updated_at": connection.bank_updated_at,
            "next_sync_at": _next_sync_at(connection),
            "created_at": connection.created_at,
        }
    )


def trouble_shown(trouble: InstitutionTrouble | None) -> BankTrouble | None:
    if trouble is None:
        return None
    return BankTrouble.model_validate({"health": trouble.health, "paused_until": trouble.open_until})


def _trouble(connection: BankConnection) -> ConnectionTrouble | None:
    if connection.error_code is not None:
        return ConnectionTrouble(code=connection.error_code, message=connection.error_message or "")
    if connection.login_expires_at is not None and connection.status in SYNCABLE:
        day = connection.login_expires_at.date().isoformat()
        return ConnectionTrouble(
            code="LOGIN_EXPIRES", message=f"The bank's permission ends on {day}: sign in again before then."
        )
    return None


def _next_sync_at(connection: BankConnection) -> datetime | None:
    if connection.status not in SYNCABLE:
        return None
    if connection.wanted_version > connection.done_version:
        return connection.next_at
    return connection.scheduled_at


def _sync_shown(sync: Sync) -> SyncShown:
    error = (
        ConnectionTrouble(code=sync.error_code, message=sync.error_message or "")
        if sync.error_code is not None
        else None
    )
    return SyncShown.model_validate(
        {
            "id": sync.id,
            "trigger": sync.trigger,
            "status": sync.status,
            "started_at": sync.started_at,
            "finished_at": sync.finished_at,
            "added": sync.added,
            "modified": sync.modified,
            "removed": sync.removed,
            "skipped": sync.skipped,
            "pages": sync.pages,
            "restarts": sync.restarts,
            "error": error,
        }
    )
