"""Give a person a workspace of their own."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.database import Scope, workspace_scope
from saldo.core.ids import new_id
from saldo.users import registration
from saldo.workspaces.models import Role, Workspace, WorkspaceKind, WorkspaceMember


class Newcomer:
    """The ids of a person who does not exist yet: their first transaction is bound to them."""

    def __init__(self) -> None:
        self.user_id: UUID = new_id()
        self.workspace_id: UUID = new_id()

    @property
    def scope(self) -> Scope:
        return workspace_scope(self.workspace_id, self.user_id)


async def join(
    session: AsyncSession,
    newcomer: Newcomer,
    *,
    email: str,
    password_hash: str | None,
    display_name: str | None = None,
) -> None:
    """Store a new person with their personal workspace. Raises EmailTaken."""
    name = display_name or registration.name_from_email(email)
    await registration.register(
        session, user_id=newcomer.user_id, email=email, password_hash=password_hash, display_name=name
    )
    session.add(Workspace(id=newcomer.workspace_id, name=name, kind=WorkspaceKind.PERSONAL))
    await session.flush()
    session.add(
        WorkspaceMember(workspace_id=newcomer.workspace_id, user_id=newcomer.user_id, role=Role.OWNER)
    )
    await audit.record(
        session,
        workspace_id=newcomer.workspace_id,
        actor=f"user:{newcomer.user_id}",
        action="user.signed_up",
        subject_type="user",
        subject_id=newcomer.user_id,
    )
