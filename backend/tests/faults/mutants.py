"""Planted bugs: each was read in somebody's code or made by ourselves once, and the suite must catch it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from celery import Celery
from sqlalchemy import select, text, update

from saldo import worker
from saldo.accounts.models import Account
from saldo.connections import applying, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.fetching import Fetched
from saldo.connections.leases import Claim
from saldo.connections.models import BankConnection
from saldo.core import broker
from saldo.core.database import workspace_scope
from saldo.events import service as events
from saldo.transactions import storing
from saldo.transactions.planning import Known


def _nothing() -> None:
    """Leave the processes as they are: this bug lives in the database."""


@dataclass(frozen=True)
class Mutant:
    """A bug: what it does to a worker, what to the database, and which invariants must tell of it."""

    caught_by: frozenset[str]
    plant: Callable[[], None] = _nothing
    statements: str = ""


def _plant_cursor_first() -> None:
    original = applying.apply

    async def apply(access: BankAccess, claim: Claim, fetched: Fetched) -> Any:
        async with access.database.transaction(workspace_scope(claim.workspace_id)) as session:
            ours = update(BankConnection).where(BankConnection.id == claim.connection_id)
            await session.execute(ours.values(cursor=fetched.changes.next_cursor))
        return await original(access, claim, fetched)

    applying.apply = apply


def _plant_forgetful_ingest() -> None:
    async def load_known(*_: object) -> Known:
        return Known()

    vars(storing).update(load_known=load_known)


def _plant_early_ack() -> None:
    open_queue = broker.open_queue

    def open_careless(*args: Any, **kwargs: Any) -> Celery:
        app = open_queue(*args, **kwargs)
        app.conf.update(task_acks_late=False, task_reject_on_worker_lost=False)
        return app

    vars(worker).update(open_queue=open_careless, SCHEDULES=())


def _plant_balance_by_delta() -> None:
    original = applying._store_rows

    async def store(session: Any, claim: Claim, fetched: Fetched, now: Any) -> Any:
        query = select(Account.provider_account_id, Account.id, Account.current_balance)
        before = (await session.execute(query.where(Account.connection_id == claim.connection_id))).all()
        applied = await original(session, claim, fetched, now)
        moved: dict[str, Decimal] = defaultdict(Decimal)
        for row in fetched.changes.added:
            moved[row.account_id] += row.amount
        for provider_id, account_id, balance in before:
            summed = balance + moved[provider_id]
            await session.execute(
                update(Account).where(Account.id == account_id).values(current_balance=summed)
            )
        return applied

    applying._store_rows = store


def _plant_bigserial() -> None:
    events._APPEND = text(
        """
        WITH next AS (
            SELECT CASE WHEN is_called THEN nextval('faults_sequence')
              ELSE setval('faults_sequence', last_sequence + 1) END AS number
            FROM faults_sequence AS counter, workspaces WHERE id = :workspace_id
        ), counted AS (
            UPDATE workspaces SET last_sequence = number + cardinality(cast(:types AS text[])) - 1
              FROM next WHERE id = :workspace_id
        ), appended AS (
            INSERT INTO workspace_events (workspace_id, sequence, type, data)
            SELECT :workspace_id, CASE WHEN place = 1 THEN number ELSE nextval('faults_sequence') END,
              type, cast(data AS jsonb)
            FROM next, unnest(cast(:types AS text[]), cast(:data AS text[]))
              WITH ORDINALITY AS event(type, data, place)
            RETURNING sequence
        )
        SELECT max(sequence) FROM appended
        """
    )


def _plant_no_fencing() -> None:
    async def lock_leased(session: Any, workspace_id: UUID, connection_id: UUID, _token: UUID) -> Any:
        return await repository.lock_connection(session, workspace_id, connection_id)

    vars(repository).update(lock_leased=lock_leased)


_DROP_KEYS = """
DO $$ DECLARE found text; BEGIN
  FOR found IN SELECT conname FROM pg_constraint
    WHERE conrelid = 'bank_transactions'::regclass AND contype = 'u'
  LOOP EXECUTE format('ALTER TABLE bank_transactions DROP CONSTRAINT %I', found); END LOOP;
END $$
"""
_DROP_NULLIF = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_policies
    WHERE policyname = 'tenant' AND qual LIKE '%app.workspace_id%'
    AND qual LIKE '%workspace_id = %'
  LOOP EXECUTE format('ALTER POLICY tenant ON %I USING
    (workspace_id = current_setting(''app.workspace_id'', true)::uuid)', found.tablename); END LOOP;
END $$
"""
_BIGSERIAL = """
CREATE SEQUENCE faults_sequence;
GRANT ALL ON SEQUENCE faults_sequence TO saldo_app, saldo_system
"""
MUTANTS = {
    "cursor_first": Mutant(frozenset({"I8"}), _plant_cursor_first),
    "no_unique_key": Mutant(frozenset({"I3"}), _plant_forgetful_ingest, _DROP_KEYS),
    "early_ack": Mutant(frozenset({"I9"}), _plant_early_ack),
    "balance_by_delta": Mutant(frozenset({"I4"}), _plant_balance_by_delta),
    "bigserial": Mutant(frozenset({"I5"}), _plant_bigserial, _BIGSERIAL),
    "missing_nullif": Mutant(frozenset({"I11"}), statements=_DROP_NULLIF),
    "no_fencing": Mutant(frozenset({"I1", "I2"}), _plant_no_fencing),
}
