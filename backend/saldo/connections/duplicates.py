"""Does a new link show accounts that are connected already? Asked before the link is made final."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.connections import repository
from saldo.connections.errors import ConnectionDuplicate
from saldo.connections.schemas import OfferedAccount

Fingerprint = tuple[str, str | None, str | None]


async def refuse_duplicate(
    session: AsyncSession, workspace_id: UUID, institution_id: str, offered: Sequence[OfferedAccount]
) -> None:
    """Raise ConnectionDuplicate when the same bank already shows us one of these accounts.

    A new link to the same account gets new ids throughout, so every transaction would be there twice.
    A second login at the same bank with other accounts is welcome.
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
            raise ConnectionDuplicate(
                f"{connection.institution_name} is connected already with these accounts. "
                "If it asks for a new sign-in, repair that connection instead."
            )


def _is_same_login(offered: set[Fingerprint], known: set[Fingerprint]) -> bool:
    shared = offered & known
    if any(mask for _, mask, _ in shared):
        return True
    # Names alone are weak ("Checking"): without masks only the very same set is the same login.
    return bool(shared) and offered == known
