"""Everything a person has here in one archive: a file of JSON lines a table, and a manifest with digests."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from saldo.audit import personal
from saldo.audit import service as audit
from saldo.core.clock import Clock
from saldo.core.courier import promise
from saldo.core.database import SYSTEM, Database, Scope, workspace_scope
from saldo.core.ids import new_id
from saldo.privacy import holdings
from saldo.privacy.errors import ExportNotFound, ExportRunning
from saldo.privacy.jobs import export_job
from saldo.privacy.models import Export
from saldo.workspaces.access import Member

KEEP = timedelta(days=1)
# A worker that died leaves its export running: after this long it may be asked for anew.
_GIVEN_UP = timedelta(minutes=30)
_FORMAT = "saldo-export-1"
_OWNED = text("SELECT workspace_id FROM workspace_members WHERE user_id = :user_id AND role = 'owner'")
_DEEDS = text("SELECT id, origin FROM audit_entries WHERE actor = :actor ORDER BY position")
_log = structlog.get_logger(__name__)


async def request(session: AsyncSession, member: Member, now: datetime) -> Export:
    """Begin an export. Raises ExportRunning."""
    running = select(Export.id).where(
        Export.user_id == member.user_id,
        Export.status.in_(("waiting", "running")),
        Export.created_at > now - _GIVEN_UP,
    )
    if (await session.execute(running)).first():
        raise ExportRunning
    export = Export(id=new_id(), user_id=member.user_id, status="waiting", done=0, total=0, created_at=now)
    session.add(export)
    await session.flush()
    promise(session, export_job(member.user_id, export.id))
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action="export.requested",
        subject_type="export",
        subject_id=export.id,
    )
    return export


async def list_exports(session: AsyncSession, user_id: UUID) -> Sequence[Export]:
    """List a person's exports, the newest first."""
    rows = await session.scalars(select(Export).where(Export.user_id == user_id).order_by(Export.id.desc()))
    return rows.all()


async def get_archive(session: AsyncSession, user_id: UUID, export_id: UUID) -> bytes:
    """Return a finished archive. Raises ExportNotFound."""
    statement = select(Export).where(Export.user_id == user_id, Export.id == export_id)
    export = (await session.scalars(statement.options(undefer(Export.archive)))).one_or_none()
    if export is None or export.archive is None:
        raise ExportNotFound
    return export.archive


async def make(database: Database, clock: Clock, user_id: UUID, export_id: UUID) -> None:
    """Write the archive, table by table; may run twice."""
    work = _Work(database, user_id, export_id)
    try:
        archive = await work.write(clock.now())
    except Exception:
        await work.note(status="failed", finished_at=clock.now())
        raise
    await work.note(status="ready", finished_at=clock.now(), archive=archive)
    _log.info("export.finished", export_id=str(export_id), bytes=len(archive))


async def tidy(database: Database, now: datetime) -> None:
    """Forget archives of more than a day ago."""
    async with database.transaction(SYSTEM) as session:
        await session.execute(delete(Export).where(Export.created_at < now - KEEP))


@dataclass
class _Work:
    """One archive in the making."""

    database: Database
    user_id: UUID
    export_id: UUID
    files: dict[str, dict[str, object]] = field(default_factory=dict)

    async def write(self, now: datetime) -> bytes:
        person = Scope(user_id=self.user_id)
        async with self.database.transaction(person) as session:
            owned = list((await session.execute(_OWNED, {"user_id": self.user_id})).scalars())
            found = await holdings.find(session)
        of_person = holdings.worth_reading(found.of_people)
        buffer = io.BytesIO()
        total = 1 + len(of_person) + len(owned) * (len(found.of_workspaces) + 1)
        await self.note(status="running", total=total)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            await self._add(archive, person, "person/users", ("users", "id", self.user_id))
            for table in of_person:
                await self._add(archive, person, f"person/{table}", (table, "user_id", self.user_id))
            for workspace_id in owned:
                scope, folder = workspace_scope(workspace_id, self.user_id), f"workspaces/{workspace_id}"
                await self._add(archive, scope, f"{folder}/workspaces", ("workspaces", "id", workspace_id))
                for table in found.of_workspaces:
                    place = (table, "workspace_id", workspace_id)
                    await self._add(archive, scope, f"{folder}/{table}", place)
            await self._add_traces(archive, owned)
            manifest = {"format": _FORMAT, "made_at": now.isoformat(), "files": self.files}
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        return buffer.getvalue()

    async def _add(
        self, archive: zipfile.ZipFile, scope: Scope, name: str, place: tuple[str, str, UUID]
    ) -> None:
        """Write a table's rows, one JSON object a line, and note the progress."""
        digest, rows = hashlib.sha256(), 0
        async with self.database.transaction(scope) as session:
            with archive.open(f"{name}.jsonl", "w") as file:
                async for row in holdings.read(session, *place):
                    line = row.encode() + b"\n"
                    file.write(line)
                    digest.update(line)
                    rows += 1
        self.files[f"{name}.jsonl"] = {"rows": rows, "sha256": digest.hexdigest()}
        await self.note(done=len(self.files))

    async def _add_traces(self, archive: zipfile.ZipFile, owned: Sequence[UUID]) -> None:
        """Write where the person's own deeds came from: sealed in the record, open here."""
        actor, traces = f"user:{self.user_id}", []
        for workspace_id in owned:
            async with self.database.transaction(workspace_scope(workspace_id, self.user_id)) as session:
                rows = (await session.execute(_DEEDS, {"actor": actor})).all()
                opened = await personal.open_all(session, actor, [origin for _, origin in rows])
            traces += [
                {"audit_entry": str(row[0]), "address": trace[0], "device": trace[1]}
                for row, trace in zip(rows, opened, strict=True)
                if trace
            ]
        archive.writestr("person/origins.json", json.dumps(traces))

    async def note(self, **values: object) -> None:
        async with self.database.transaction(Scope(user_id=self.user_id)) as session:
            await session.execute(update(Export).where(Export.id == self.export_id).values(values))
