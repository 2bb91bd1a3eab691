"""People and workspaces in their smallest valid form."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.database import Database, Scope, workspace_scope
from saldo.core.ids import new_id
from saldo.users.models import UserSession
from saldo.workspaces import joining


@dataclass(frozen=True)
class Home:
    """A person with their workspace and a session."""

    user_id: UUID
    workspace_id: UUID
    session_id: UUID
    email: str

    @property
    def scope(self) -> Scope:
        return workspace_scope(self.workspace_id, self.user_id)


async def make_home(
    database: Database, now: datetime, *, email: str | None = None, password_hash: str | None = None
) -> Home:
    """Store a person, their personal workspace and a signed-in session."""
    newcomer = joining.Residence.of_newcomer()
    address = email or f"person-{newcomer.user_id.hex[-12:]}@example.com"
    async with database.transaction(newcomer.scope) as session:
        await joining.join(session, newcomer, email=address, password_hash=password_hash)
        session_id = await make_session(session, newcomer.user_id, now)
    return Home(newcomer.user_id, newcomer.workspace_id, session_id, address)


async def make_session(session: AsyncSession, user_id: UUID, now: datetime) -> UUID:
    """Store a running sign-in session without refresh tokens."""
    row = UserSession(
        id=new_id(),
        user_id=user_id,
        created_at=now,
        last_used_at=now,
        proven_at=now,
        expires_at=now + timedelta(days=30),
        user_agent="pytest",
        ip="127.0.0.1",
    )
    session.add(row)
    await session.flush()
    return row.id
