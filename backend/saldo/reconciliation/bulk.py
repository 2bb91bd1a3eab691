"""Compare many accounts, each in a transaction of its own: one that fails is its own failure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import structlog

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.accounts.models import AccountStatus
from saldo.core.database import Database
from saldo.core.errors import SaldoError
from saldo.events import service as events
from saldo.events.types import BulkReconciliationComplete
from saldo.reconciliation import reconciling
from saldo.reconciliation.reconciling import refuse_viewers
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)

FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """How one account came out; `error` says why it could not be compared."""

    account_id: UUID
    status: str
    difference: Decimal = Decimal(0)
    suggestions: int = 0
    error: str | None = None


async def reconcile_all(
    database: Database, member: Member, account_ids: Sequence[UUID] | None, now: dt.datetime
) -> list[Outcome]:
    """Compare these accounts, or all active ones, and tell the workspace of each as it is done.

    Raises AccountNotFound, before anything is compared, when one of them does not exist.
    """
    refuse_viewers(member)
    async with database.transaction(member.scope) as session:
        rows = {row["id"]: row for row in await accounts.list_accounts(session, member.workspace_id)}
    if account_ids is None:
        wanted = [row["id"] for row in rows.values() if row["status"] == AccountStatus.ACTIVE]
    else:
        wanted = list(dict.fromkeys(account_ids))
    if not rows.keys() >= set(wanted):
        raise AccountNotFound
    outcomes = [await _reconcile(database, member, account_id, now) for account_id in wanted]
    failed = sum(outcome.status == FAILED for outcome in outcomes)
    done = BulkReconciliationComplete(account_ids=wanted, reconciled=len(outcomes) - failed, failed=failed)
    async with database.transaction(member.scope) as session:
        await events.publish(session, member.workspace_id, done)
    return outcomes


async def _reconcile(database: Database, member: Member, account_id: UUID, now: dt.datetime) -> Outcome:
    try:
        async with database.transaction(member.scope) as session:
            compared = await reconciling.reconcile(
                session, member, account_id, stated=None, now=now, is_always_told=True
            )
    except SaldoError as error:
        log.warning("reconciliation.failed", account_id=str(account_id), code=error.code)
        return Outcome(account_id, FAILED, error=error.detail)
    standing = compared.checked.standing
    return Outcome(account_id, standing.status, standing.difference, len(compared.suggestions))
