"""What the endpoints of connections take from the process."""

from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from saldo.connections.bank_access import BankAccess
from saldo.connections.tasks import BankResources, bank_access


async def get_bank_access(connection: HTTPConnection) -> BankAccess:
    return bank_access(cast("BankResources", connection.app.state.resources))


CurrentBankAccess = Annotated[BankAccess, Depends(get_bank_access)]
