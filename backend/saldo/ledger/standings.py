"""How the ledger of every account of a workspace compares with its bank, as the last check found it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.ledger import repository
from saldo.ledger.models import CheckStatus
from saldo.ledger.schemas import AccountStanding


async def list_standings(session: AsyncSession, workspace_id: UUID) -> list[AccountStanding]:
    """List the standing of every account that can be seen, closed ones included; nothing is compared anew."""
    rows = await accounts.list_accounts(session, workspace_id)
    checks = await repository.list_last_checks(session, workspace_id, [row["id"] for row in rows])
    found = []
    for row in rows:
        check = checks.get(row["id"])
        found.append(
            AccountStanding(
                account_id=row["id"],
                currency=row["currency"],
                status=check["status"] if check else CheckStatus.UNKNOWN,
                difference=check["difference"] if check else Decimal(0),
                off_since=check["off_since"] if check else None,
                checked_at=check["checked_at"] if check else None,
            )
        )
    return found
