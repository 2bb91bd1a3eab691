"""Anchors: signed statements of how far each chain has come, so that cutting its end off shows."""

from collections.abc import Sequence

import structlog
from cryptography.exceptions import InvalidSignature
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import chain
from saldo.audit.models import AuditAnchor
from saldo.core.clock import Clock
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault
from saldo.core.ids import new_id

_GROWN = text(
    """
    SELECT head.workspace_id, head.position, head.mac FROM audit_heads head
     WHERE head.position > coalesce(
         (SELECT max(position) FROM audit_anchors WHERE workspace_id = head.workspace_id), 0)
     ORDER BY head.workspace_id
    """
)
_log = structlog.get_logger(__name__)


async def anchor(database: Database, vault: Vault, clock: Clock) -> int:
    """Sign how far every chain has come since its last anchor; return how many had grown."""
    async with database.transaction(SYSTEM) as session:
        made = await _make(session, vault, clock)
    for one in made:
        # The log leaves this machine in most installations: whoever cuts the table must cut there too.
        _log.info(
            "audit.anchored",
            workspace_id=str(one.workspace_id),
            position=one.position,
            mac=one.mac.hex(),
            made_at=one.made_at.isoformat(),
            key_id=one.key_id,
            signature=one.signature.hex(),
        )
    return len(made)


async def _make(session: AsyncSession, vault: Vault, clock: Clock) -> Sequence[AuditAnchor]:
    made = []
    for workspace_id, position, mac in await session.execute(_GROWN):
        one = AuditAnchor(
            id=new_id(),
            workspace_id=workspace_id,
            position=position,
            mac=mac,
            made_at=clock.now(),
            key_id=vault.chain_key_id,
        )
        one.signature = vault.anchor_key(one.key_id).sign(chain.statement(one))
        made.append(one)
    session.add_all(made)
    await session.flush()
    return made


def is_genuine(vault: Vault, anchor: AuditAnchor) -> bool:
    """Say whether an anchor was signed by us. Raises SealBroken when its key is gone."""
    try:
        vault.anchor_key(anchor.key_id).public_key().verify(anchor.signature, chain.statement(anchor))
    except InvalidSignature:
        return False
    return True
