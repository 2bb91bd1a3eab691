"""Where a person's data is: read from the database's own catalogue, so that no new table is forgotten."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

# The record of who did what outlives those it speaks of, as a chain of ids and hashes.
RECORD = frozenset({"audit_entries", "audit_heads", "audit_anchors"})
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
        text(f"SELECT (to_jsonb(t) - cast(:secrets AS text[]))::text FROM {table} t WHERE {column} = :owner"),  # noqa: S608
        {"owner": owner, "secrets": secrets},
    )
    async for row in rows:
        yield str(row)


async def erase_workspace(session: AsyncSession, workspace_id: UUID) -> None:
    """Delete every row of a workspace but its record, in whatever order the foreign keys allow."""
    left = [name for name in (await find(session)).of_workspaces if name not in RECORD]
    while left:
        waiting = [name for name in left if not await _delete(session, name, workspace_id)]
        if len(waiting) == len(left):
            raise RuntimeError(f"rows of a workspace hold one another: {', '.join(waiting)}")
        left = waiting
    await session.execute(text("DELETE FROM workspaces WHERE id = :id"), {"id": workspace_id})


async def _delete(session: AsyncSession, table: str, workspace_id: UUID) -> bool:
    statement = text(f"DELETE FROM {table} WHERE workspace_id = :id")  # noqa: S608 - from the catalogue
    try:
        async with session.begin_nested():
            await session.execute(statement, {"id": workspace_id})
    except IntegrityError:
        return False
    return True
