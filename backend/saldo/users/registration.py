"""Make a person known."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.users.errors import EmailTaken
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


def name_from_email(email: str) -> str:
    """Suggest a display name: "anna.berg@example.com" is probably Anna Berg."""
    words = email.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return " ".join(word.capitalize() for word in words) or "You"
