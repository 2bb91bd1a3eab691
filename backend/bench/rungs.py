"""The rungs beside which ingest is measured: the same rows by COPY, and by a bare upsert."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

TABLES: Final = ("transactions", "bank_transactions")
_PER_COMMIT: Final = 500


@dataclass(frozen=True)
class Rows:
    """All rows of one table as they are stored, by column."""

    table: str
    columns: Sequence[str]
    types: Sequence[str]
    records: Sequence[tuple[Any, ...]]

    @property
    def twin(self) -> str:
        return f"bench_{self.table}"


async def read_rows(superuser: asyncpg.Connection, connection_id: object) -> list[Rows]:
    """Read what a sync has written, and make empty twins of its tables, with all their indexes."""
    found = []
    for table in TABLES:
        shape = await superuser.fetch(
            "select attname, format_type(atttypid, null) as type from pg_attribute "
            "where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' "
            "order by attnum",
            table,
        )
        columns = [each["attname"] for each in shape]
        owner = "connection_id = $1" if "connection_id" in columns else _OF_CONNECTION
        rows = await superuser.fetch(f"select {', '.join(columns)} from {table} where {owner}", connection_id)
        await superuser.execute(f"drop table if exists bench_{table}")
        await superuser.execute(f"create table bench_{table} (like {table} including all)")
        found.append(Rows(table, columns, [each["type"] for each in shape], [tuple(row) for row in rows]))
    return found


_OF_CONNECTION: Final = "account_id in (select id from accounts where connection_id = $1)"


async def empty(superuser: asyncpg.Connection) -> None:
    for table in TABLES:
        await superuser.execute(f"truncate bench_{table}")


async def copy(superuser: asyncpg.Connection, tables: Sequence[Rows]) -> None:
    """Load by COPY, five hundred rows of each table a commit: the fastest way there is."""
    for start in range(0, len(tables[0].records), _PER_COMMIT):
        async with superuser.transaction():
            for rows in tables:
                records = rows.records[start : start + _PER_COMMIT]
                await superuser.copy_records_to_table(rows.twin, records=records, columns=rows.columns)


async def upsert(superuser: asyncpg.Connection, tables: Sequence[Rows]) -> None:
    """Load by one bare upsert for each table, all in one commit."""
    async with superuser.transaction():
        for rows in tables:
            await superuser.execute(_upsert_of(rows), *map(list, zip(*rows.records, strict=True)))


def _upsert_of(rows: Rows) -> str:
    names = ", ".join(rows.columns)
    arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(rows.types, 1))
    changes = ", ".join(f"{name} = excluded.{name}" for name in rows.columns if name != "id")
    return (
        f"insert into {rows.twin} as old ({names}) select * from unnest({arrays}) "
        f"on conflict (id) do update set {changes} where old is distinct from excluded"
    )
