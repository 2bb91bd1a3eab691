"""Where a person's data is: read from the database's own catalogue, so that no new table is forgotten."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The record of who did what outlives those it speaks of, as a chain of ids and hashes.
RECORD = frozenset({"audit_entries", "audit_heads", "audit_anchors"})
# By these a sweep finds a workspace again whose erasure was cut short.
_LAST = frozenset({"workspace_members"})
# What only proves or opens something is no use to its person and dangerous in an archive.
_WITHOUT_USE = frozenset({
    "backup_codes", "exports", "idempotency_keys", "personal_keys", "refresh_tokens", "totp_seeds",
})  # fmt: skip
_SECRETS = (
    "access_token", "mac", "origin", "password_hash", "public_key", "public_token_hash", "secret",
    "token_hash",
)  # fmt: skip
_SEALED = {"mails": ("text",)}
_COLUMNS = text(
    """
    SELECT c.table_name, bool_or(c.column_name = 'workspace_id') AS is_of_workspace
      FROM information_schema.columns c JOIN pg_tables t ON t.tablename = c.table_name
     WHERE c.table_schema = 'public' AND t.schemaname = 'public'
       AND c.column_name IN ('workspace_id', 'user_id')
     GROUP BY c.table_name ORDER BY c.table_name
    """
)
_REFERENCES = text(
    """
    SELECT child.relname AS child, parent.relname AS parent
      FROM pg_constraint
      JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
     WHERE contype = 'f' AND conrelid <> confrelid AND connamespace = 'public'::regnamespace
    """
)


@dataclass(frozen=True)
class Holdings:
    """Tables by whose they are."""

    of_workspaces: Sequence[str]
    of_people: Sequence[str]


async def find(session: AsyncSession) -> Holdings:
    """Ask the catalogue."""
    rows = [tuple(row) for row in await session.execute(_COLUMNS)]
    return Holdings(
        [name for name, is_of_workspace in rows if is_of_workspace],
        [name for name, is_of_workspace in rows if not is_of_workspace],
    )


def worth_reading(tables: Sequence[str]) -> list[str]:
    """Leave out tables that hold nothing but proofs."""
    return [name for name in tables if name not in _WITHOUT_USE]


async def read(session: AsyncSession, table: str, column: str, owner: UUID) -> AsyncIterator[str]:
    """Yield a table's rows of one owner as JSON, without secrets."""
    secrets = [*_SECRETS, *_SEALED.get(table, ())]
    # Table and column come from the catalogue. As text: a float on the way would change amounts.
    rows = await session.stream_scalars(
        text(f"SELECT (to_jsonb(t) - cast(:secrets AS text[]))::text FROM {table} t WHERE {column} = :owner"),  # noqa: S608 - from the catalogue
        {"owner": owner, "secrets": secrets},
    )
    async for row in rows:
        yield str(row)


async def list_deletable(session: AsyncSession) -> list[str]:
    """List the tables an erasure empties first, each before those it refers to, so that nothing cascades."""
    found = set((await find(session)).of_workspaces) - RECORD - _LAST
    before = {
        table: {child for child, parent in await _references(session) if parent == table} for table in found
    }
    return [table for table in TopologicalSorter(before).static_order() if table in found]


async def erase_some(session: AsyncSession, table: str, workspace_id: UUID, most: int) -> int:
    """Delete up to so many rows of a workspace and say how many there were."""
    # By their places on disk: not every table has a key of one column.
    statement = text(
        f"DELETE FROM {table} WHERE ctid = ANY(ARRAY("  # noqa: S608 - from the catalogue
        f"SELECT ctid FROM {table} WHERE workspace_id = :id LIMIT :most)) RETURNING 1"
    )
    return len((await session.execute(statement, {"id": workspace_id, "most": most})).all())


async def count(session: AsyncSession, table: str, workspace_id: UUID) -> int:
    """Count the rows of a workspace."""
    statement = text(f"SELECT count(*) FROM {table} WHERE workspace_id = :id")  # noqa: S608 - from the catalogue
    return int((await session.execute(statement, {"id": workspace_id})).scalar_one())


async def _references(session: AsyncSession) -> list[tuple[str, str]]:
    return [(child, parent) for child, parent in await session.execute(_REFERENCES)]
