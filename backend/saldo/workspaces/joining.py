"""Give a person a workspace of their own."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.core.database import Scope, workspace_scope
from saldo.core.ids import new_id
from saldo.users import people
from saldo.workspaces.models import Role, Workspace, WorkspaceKind, WorkspaceMember


@dataclass(frozen=True)
class Residence:
    """A person and the workspace they enter; before sign-up, the ids they will get."""

    user_id: UUID
    workspace_id: UUID

    @classmethod
    def of_newcomer(cls) -> "Residence":
        return cls(user_id=new_id(), workspace_id=new_id())

    @property
    def scope(self) -> Scope:
        return workspace_scope(self.workspace_id, self.user_id)


async def join(
    session: AsyncSession,
    newcomer: Residence,
    *,
    email: str,
    password_hash: str | None,
    display_name: str | None = None,
) -> None:
    """Store a new person with their personal workspace. Raises EmailTaken."""
    name = display_name or people.name_from_email(email)
    await people.register(
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
