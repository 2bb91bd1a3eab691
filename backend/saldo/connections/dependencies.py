"""What the endpoints of connections take from the process."""

from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import ViewerMayNotConnect
from saldo.connections.tasks import BankResources, bank_access
from saldo.workspaces.access import CurrentMember, Member
from saldo.workspaces.models import Role


async def get_bank_access(connection: HTTPConnection) -> BankAccess:
    return bank_access(cast("BankResources", connection.app.state.resources))


async def get_editor(member: CurrentMember) -> Member:
    """Let through who may change the workspace. Raises ViewerMayNotConnect."""
    if member.role is Role.VIEWER:
        raise ViewerMayNotConnect
    return member


CurrentEditor = Annotated[Member, Depends(get_editor)]
CurrentBankAccess = Annotated[BankAccess, Depends(get_bank_access)]
