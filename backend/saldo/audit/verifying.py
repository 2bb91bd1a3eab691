"""Read the whole record again and find what was altered, taken out, swapped or cut off."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import anchoring, chain
from saldo.audit.models import AuditAnchor, AuditEntry, AuditHead
from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import SealBroken, Vault

_BATCH = 1000
_WORKSPACES = text(
    "SELECT workspace_id FROM audit_entries UNION SELECT workspace_id FROM audit_heads "
    "UNION SELECT workspace_id FROM audit_anchors ORDER BY 1"
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the record."""

    workspace_id: UUID
    position: int
    what: str

    def __str__(self) -> str:
        return f"workspace {self.workspace_id}, entry {self.position}: {self.what}"


@dataclass
class Report:
    """What was read, and what was found."""

    workspaces: int = 0
    entries: int = 0
    unchained: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Reading:
    """How far the verifier has come in one chain."""

    workspace_id: UUID
    report: Report
    position: int = 0
    mac: bytes = chain.BEGINNING
    macs: dict[int, bytes] = field(default_factory=dict)

    def find(self, position: int, what: str) -> None:
        self.report.findings.append(Finding(self.workspace_id, position, what))


async def verify(database: Database, vault: Vault, kept: Sequence[AuditAnchor] = ()) -> Report:
    """Verify every chain; `kept` are anchors from outside of the database."""
    report = Report()
    async with database.transaction(SYSTEM) as session:
        workspaces = [*(await session.execute(_WORKSPACES)).scalars()]
        elsewhere = {one.workspace_id for one in kept} - set(workspaces)
        for workspace_id in [*workspaces, *sorted(elsewhere)]:
            anchors = [one for one in kept if one.workspace_id == workspace_id]
            await _verify_chain(session, vault, _Reading(workspace_id, report), anchors)
            report.workspaces += 1
    return report


async def _verify_chain(
    session: AsyncSession, vault: Vault, reading: _Reading, kept: Sequence[AuditAnchor]
) -> None:
    anchors = [*await _list_anchors(session, reading.workspace_id), *kept]
    wanted = {one.position for one in anchors}
    async for entry in _read(session, reading.workspace_id):
        reading.report.entries += 1
        if entry.position is None or entry.mac is None:
            reading.report.unchained += 1
            if reading.position:
                reading.find(0, f"the entry {entry.id} is outside of the chain")
            continue
        _check_entry(vault, reading, entry.position, entry)
        if entry.position in wanted:
            reading.macs[entry.position] = entry.mac
    await _check_head(session, vault, reading)
    for one in anchors:
        _check_anchor(vault, reading, one)


def _check_entry(vault: Vault, reading: _Reading, position: int, entry: AuditEntry) -> None:
    if position != reading.position + 1:
        reading.find(position, f"{position - reading.position - 1} entries before it are missing")
    try:
        is_whole = chain.digest(vault, entry, reading.mac) == entry.mac
    except SealBroken as error:
        is_whole = False
        reading.find(position, str(error))
    if not is_whole and position == reading.position + 1:
        reading.find(position, "it was altered, or the one before it was")
    # Go on with what is there: one alteration is one finding, and not all that follow.
    reading.position, reading.mac = position, entry.mac or b""


async def _check_head(session: AsyncSession, vault: Vault, reading: _Reading) -> None:
    statement = select(AuditHead).where(AuditHead.workspace_id == reading.workspace_id)
    head = (await session.execute(statement)).scalar_one_or_none()
    if head is None:
        if reading.position:
            reading.find(reading.position, "the record of how far the chain has come is missing")
        return
    try:
        is_whole = chain.seal_head(vault, head) == head.seal
    except SealBroken:
        is_whole = False
    if not is_whole:
        reading.find(head.position, "the record of how far the chain has come was altered")
    elif (head.position, head.mac) != (reading.position, reading.mac):
        reading.find(head.position, f"the chain ends at {reading.position}: its end was cut off or altered")


def _check_anchor(vault: Vault, reading: _Reading, anchor: AuditAnchor) -> None:
    try:
        is_genuine = anchoring.is_genuine(vault, anchor)
    except SealBroken:
        is_genuine = False
    if not is_genuine:
        reading.find(anchor.position, "an anchor was altered")
    elif reading.macs.get(anchor.position) != anchor.mac:
        reading.find(anchor.position, "the chain does not hold what an anchor says of it")


async def _list_anchors(session: AsyncSession, workspace_id: UUID) -> Sequence[AuditAnchor]:
    statement = select(AuditAnchor).where(AuditAnchor.workspace_id == workspace_id)
    return (await session.execute(statement.order_by(AuditAnchor.position))).scalars().all()


async def _read(session: AsyncSession, workspace_id: UUID) -> AsyncIterator[AuditEntry]:
    """Read a chain in its order, in portions; what is outside of it comes last."""
    ordered = (
        select(AuditEntry)
        .where(AuditEntry.workspace_id == workspace_id)
        .order_by(AuditEntry.position.asc().nulls_last(), AuditEntry.id)
    )
    rows = await session.stream_scalars(ordered.execution_options(yield_per=_BATCH))
    async for entry in rows:
        yield entry
        session.expunge(entry)
