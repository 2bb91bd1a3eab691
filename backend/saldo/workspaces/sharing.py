"""What each member sees of each account; the database itself keeps the rest from them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, cast, exists, func, true
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.courier import promise
from saldo.core.jobs import MemberChanged
from saldo.workspaces import managing, repository
from saldo.workspaces.access import Member
from saldo.workspaces.errors import AccountNotShareable, OwnerStays
from saldo.workspaces.models import Access, AccountShare, Role


async def list_hidden(session: AsyncSession, member: Member) -> frozenset[UUID]:
    """List the accounts of the workspace that a member does not see."""
    return frozenset(await repository.list_hidden(session, member.workspace_id, member.user_id))


async def list_barred(session: AsyncSession, workspace_id: UUID, user_id: UUID) -> frozenset[UUID]:
    """List the accounts that a member may not change: hidden ones, and those shared for reading."""
    return frozenset(await repository.list_barred(session, workspace_id, user_id))


def sees_everything() -> ColumnElement[bool]:
    """Be true where no account is hidden from the person a transaction is bound to; workers see them all."""
    person = cast(func.nullif(func.current_setting("app.user_id", true()), ""), Uuid)
    return ~exists().where(AccountShare.user_id == person, AccountShare.access == Access.NONE)


async def plan(session: AsyncSession, member: Member, wanted: Mapping[UUID, Access]) -> dict[str, str]:
    """Return how a newcomer will see accounts: as wanted, and nothing better than whoever invites them.

    Raises AccountNotShareable.
    """
    for account_id in wanted:
        if not await repository.has_account(session, member.workspace_id, account_id):
            raise AccountNotShareable
    shares = await repository.list_shares(session, member.workspace_id)
    own = {one.account_id: Access(one.access) for one in shares if one.user_id == member.user_id}
    levels = list(Access)
    least = {each: min(own.get(each, Access.WRITE), wanted.get(each, Access.WRITE), key=levels.index)
             for each in own.keys() | wanted.keys()}  # fmt: skip
    return {str(each): access.value for each, access in least.items() if access is not Access.WRITE}


async def begin(session: AsyncSession, workspace_id: UUID, user_id: UUID, planned: Mapping[str, str]) -> None:
    """Have what was planned hold for somebody who joins; accounts that have gone since are left out."""
    for account_id, access in planned.items():
        if await repository.has_account(session, workspace_id, UUID(account_id)):
            row = AccountShare(
                workspace_id=workspace_id, account_id=UUID(account_id), user_id=user_id, access=access
            )
            await repository.put_share(session, row)


async def share(
    session: AsyncSession, member: Member, account_id: UUID, user_id: UUID, access: Access
) -> None:
    """Decide how one member sees one account. Raises AccountNotShareable or OwnerStays."""
    other = await repository.find_member_for_update(session, member.workspace_id, user_id)
    if other is None or not await repository.has_account(session, member.workspace_id, account_id):
        raise AccountNotShareable
    if other.role == Role.OWNER:
        raise OwnerStays("The owner sees every account of the workspace.")
    row = AccountShare(
        workspace_id=member.workspace_id, account_id=account_id, user_id=user_id, access=access
    )
    await repository.put_share(session, row)
    await managing.record(
        session,
        member,
        "account.shared",
        "account",
        account_id,
        after={"user_id": str(user_id), "access": access},
    )
    promise(session, MemberChanged(member.workspace_id, user_id))
