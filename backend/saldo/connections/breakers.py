"""A breaker for each bank: when one is down, its connections take turns at trying instead of all at once.

The state is a row, shared by every worker and workspace; nobody sleeps. While it is open no sync starts; when
its time is over one sync tries, and the others wait for what comes of it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from random import SystemRandom

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.connections.bank_access import BankAccess
from saldo.connections.models import InstitutionTrouble
from saldo.core.database import NOBODY
from saldo.providers.bank import BankError, BankHealth

log = structlog.get_logger(__name__)

FAILURES_BEFORE_OPEN = 3
# Failures further apart than this are not one outage.
_SAME_OUTAGE = timedelta(hours=2)
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)
# Longer than most syncs take: for so long one that tries has the bank to itself.
_TRIAL = timedelta(minutes=2)
_MOST_JITTER_SECONDS = 30.0
# Plaid measures a bank's health over minutes, and limits the question per installation.
_HEALTH_LIFE = timedelta(minutes=15)

_random = SystemRandom()


async def admit(session: AsyncSession, institution_id: str, now: datetime) -> datetime | None:
    """Return None when a sync may try this bank now, else when it may come again."""
    trouble = await session.get(
        InstitutionTrouble, institution_id, with_for_update=True, populate_existing=True
    )
    if trouble is None or trouble.open_until is None:
        return None
    if trouble.open_until > now:
        return trouble.open_until + timedelta(seconds=_random.uniform(0, _MOST_JITTER_SECONDS))
    trouble.open_until = now + _TRIAL
    return None


async def note_failure(session: AsyncSession, institution_id: str, now: datetime) -> None:
    """Count a sync that the bank did not answer; the third opens the breaker, each further one longer."""
    new = insert(InstitutionTrouble).values(
        institution_id=institution_id, failures=0, last_failed_at=now, health=BankHealth.UNKNOWN
    )
    await session.execute(new.on_conflict_do_nothing())
    trouble = await session.get_one(
        InstitutionTrouble, institution_id, with_for_update=True, populate_existing=True
    )
    is_same_outage = now - trouble.last_failed_at <= _SAME_OUTAGE
    trouble.failures = trouble.failures + 1 if is_same_outage else 1
    trouble.last_failed_at = now
    if trouble.failures >= FAILURES_BEFORE_OPEN:
        trouble.open_until = now + _pause(trouble.failures)
        log.warning("breaker.open", institution_id=institution_id, failures=trouble.failures)


async def note_success(session: AsyncSession, institution_id: str) -> None:
    """Forget a bank's trouble: it answered."""
    await session.execute(
        delete(InstitutionTrouble).where(InstitutionTrouble.institution_id == institution_id)
    )


async def ask_health(access: BankAccess, institution_id: str) -> None:
    """Ask the provider how a bank with an open breaker is doing for everyone, now and then at most."""
    now = access.clock.now()
    async with access.database.transaction(NOBODY) as session:
        taken = await session.execute(
            update(InstitutionTrouble)
            .where(
                InstitutionTrouble.institution_id == institution_id,
                InstitutionTrouble.open_until.is_not(None),
                or_(
                    InstitutionTrouble.health_asked_at.is_(None),
                    InstitutionTrouble.health_asked_at < now - _HEALTH_LIFE,
                ),
            )
            .values(health_asked_at=now)
            .returning(InstitutionTrouble.institution_id)
        )
        if taken.first() is None:
            return
    try:
        health = await access.bank.get_bank_health(institution_id)
    except BankError as error:
        log.info("breaker.health_unknown", institution_id=institution_id, code=error.code)
        return
    async with access.database.transaction(NOBODY) as session:
        await session.execute(
            update(InstitutionTrouble)
            .where(InstitutionTrouble.institution_id == institution_id)
            .values(health=health)
        )


async def list_open(
    session: AsyncSession, institution_ids: Collection[str], now: datetime
) -> Mapping[str, InstitutionTrouble]:
    """Return the banks among these that are left alone at the moment."""
    query = select(InstitutionTrouble).where(
        InstitutionTrouble.institution_id.in_(institution_ids), InstitutionTrouble.open_until > now
    )
    return {row.institution_id: row for row in await session.scalars(query)}


def _pause(failures: int) -> timedelta:
    doublings = min(failures - FAILURES_BEFORE_OPEN, 10)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)
