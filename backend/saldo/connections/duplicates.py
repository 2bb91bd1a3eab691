"""Does a new link show accounts that are connected already? Asked before and after the exchange."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.connections import repository
from saldo.connections.errors import ConnectionDuplicate
from saldo.connections.models import BankConnection
from saldo.connections.relinking import Offered
from saldo.providers.bank import BankAccount

Fingerprint = tuple[str, str | None, str | None]


async def refuse_duplicate(
    session: AsyncSession, workspace_id: UUID, institution_id: str, offered: Sequence[Offered]
) -> None:
    """Raise ConnectionDuplicate when the same bank already shows us one of these accounts.

    A new link to the same account gets new ids throughout, so every transaction would be there twice.
    A second login at the same bank with other accounts is welcome. Asked again by the transaction that
    completes the link, it knows of links finished meanwhile, and of accounts hidden from this person.
    """
    connections = await repository.list_live_at_institution(session, workspace_id, institution_id)
    identities = await accounts.list_identities(session, workspace_id)
    for connection in connections:
        known = {
            (known.name, known.mask, known.subtype)
            for known in identities
            if known.connection_id == connection.id
        }
        if _is_same_login({(each.name, each.mask, each.subtype) for each in offered}, known):
            raise _duplicate(connection)


async def refuse_known_accounts(
    session: AsyncSession, connection: BankConnection, bank_accounts: Sequence[BankAccount]
) -> None:
    """Raise ConnectionDuplicate when an account is known by the id it keeps through every link.

    Few banks give one, and only after the exchange: what names and digits could not tell, it does.
    """
    lasting = {account.persistent_id for account in bank_accounts if account.persistent_id}
    if not lasting:
        return
    live = await repository.list_live_at_institution(
        session, connection.workspace_id, connection.institution_id
    )
    others = {each.id for each in live if each.id != connection.id}
    identities = await accounts.list_identities(session, connection.workspace_id)
    if any(each.connection_id in others and each.persistent_id in lasting for each in identities):
        raise _duplicate(connection)


def _duplicate(connection: BankConnection) -> ConnectionDuplicate:
    return ConnectionDuplicate(
        f"{connection.institution_name} is connected already with these accounts. "
        "If it asks for a new sign-in, repair that connection instead."
    )


def _is_same_login(offered: set[Fingerprint], known: set[Fingerprint]) -> bool:
    shared = offered & known
    if any(mask for _, mask, _ in shared):
        return True
    # Names alone are weak ("Checking"): without masks only the very same set is the same login.
    return bool(shared) and offered == known
