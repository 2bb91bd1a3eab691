"""Queries about second factors; each names its person, and each use of a code is one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.ids import new_id
from saldo.users.models import BackupCode, TotpSeed, User


async def find_seed(session: AsyncSession, user_id: UUID) -> TotpSeed | None:
    return (await session.execute(select(TotpSeed).where(TotpSeed.user_id == user_id))).scalar_one_or_none()


async def put_unconfirmed_seed(session: AsyncSession, user_id: UUID, sealed: str, now: datetime) -> bool:
    """Store a seed that waits for its first code; False when a confirmed one stands in the way."""
    fresh = {"seed": sealed, "created_at": now, "confirmed_at": None, "last_step": 0}
    statement = (
        insert(TotpSeed)
        .values(user_id=user_id, **fresh)
        .on_conflict_do_update(
            index_elements=[TotpSeed.user_id], set_=fresh, where=TotpSeed.confirmed_at.is_(None)
        )
    )
    return _changed_one(await session.execute(statement))


async def confirm_seed(session: AsyncSession, user_id: UUID, step: int, now: datetime) -> bool:
    statement = (
        update(TotpSeed)
        .where(TotpSeed.user_id == user_id, TotpSeed.confirmed_at.is_(None))
        .values(confirmed_at=now, last_step=step)
    )
    return _changed_one(await session.execute(statement))


async def take_step(session: AsyncSession, user_id: UUID, step: int) -> bool:
    """Use up a time step: of any number of parallel uses exactly one succeeds."""
    statement = (
        update(TotpSeed)
        .where(TotpSeed.user_id == user_id, TotpSeed.confirmed_at.is_not(None), TotpSeed.last_step < step)
        .values(last_step=step)
    )
    return _changed_one(await session.execute(statement))


async def delete_factors(session: AsyncSession, user_id: UUID) -> bool:
    """Forget seed and backup codes; say whether there was a seed."""
    await session.execute(delete(BackupCode).where(BackupCode.user_id == user_id))
    return _changed_one(await session.execute(delete(TotpSeed).where(TotpSeed.user_id == user_id)))


async def replace_backup_codes(session: AsyncSession, user_id: UUID, hashes: Sequence[bytes]) -> None:
    await session.execute(delete(BackupCode).where(BackupCode.user_id == user_id))
    session.add_all(BackupCode(id=new_id(), user_id=user_id, code_hash=one) for one in hashes)
    await session.flush()


async def take_backup_code(session: AsyncSession, user_id: UUID, code_hash: bytes, now: datetime) -> bool:
    statement = (
        update(BackupCode)
        .where(BackupCode.user_id == user_id, BackupCode.code_hash == code_hash, BackupCode.used_at.is_(None))
        .values(used_at=now)
    )
    return _changed_one(await session.execute(statement))


async def count_backup_codes(session: AsyncSession, user_id: UUID) -> int:
    statement = select(func.count()).where(BackupCode.user_id == user_id, BackupCode.used_at.is_(None))
    return int((await session.execute(statement)).scalar_one())


async def find_email_codes_since(session: AsyncSession, user_id: UUID) -> datetime | None:
    statement = select(User.email_codes_since).where(User.id == user_id)
    return (await session.execute(statement)).scalar_one_or_none()


def _changed_one(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1
