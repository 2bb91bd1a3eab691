"""People: make one known, find one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.users import repository
from saldo.users.errors import EmailTaken, LastWayIn
from saldo.users.models import User


async def register(
    session: AsyncSession, *, user_id: UUID, email: str, password_hash: str | None, display_name: str
) -> User:
    """Store a new person. Raises EmailTaken."""
    user = User(id=user_id, email=email, password_hash=password_hash, display_name=display_name)
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise EmailTaken from error
    return user


async def find_by_email(session: AsyncSession, email: str) -> User | None:
    return await repository.find_user_by_email(session, email)


async def get(session: AsyncSession, user_id: UUID) -> User:
    return await repository.get_user(session, user_id)


async def get_for_update(session: AsyncSession, user_id: UUID) -> User:
    """Return a person, locked until the transaction ends and read anew."""
    return await repository.get_user_for_update(session, user_id)


async def replace_password_hash(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    await repository.update_user(session, user_id, {"password_hash": password_hash})


async def confirm_address(session: AsyncSession, user_id: UUID, now: datetime) -> None:
    await repository.update_user(session, user_id, {"email_confirmed_at": now})


async def replace_address(session: AsyncSession, user_id: UUID, email: str, now: datetime) -> None:
    """Give a person another, confirmed address. Raises EmailTaken."""
    try:
        async with session.begin_nested():
            await repository.update_user(session, user_id, {"email": email, "email_confirmed_at": now})
    except IntegrityError as error:
        raise EmailTaken from error


async def require_way_in(session: AsyncSession, user_id: UUID) -> None:
    """Raise LastWayIn when neither a password nor a passkey nor an identity elsewhere is left."""
    # Locked: of two removals at the same time, the later must see what the earlier has left.
    user = await repository.get_user_for_update(session, user_id)
    if user.password_hash is None and not await repository.has_key_or_identity(session, user_id):
        raise LastWayIn


def name_from_email(email: str) -> str:
    """Suggest a display name: "anna.berg@example.com" is probably Anna Berg."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return " ".join(word.capitalize() for word in words) or "You"
