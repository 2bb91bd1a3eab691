"""What a relink keeps for its own undoing goes with the account, with either link, and with the person."""

import asyncpg
import pytest

from saldo.audit import verifying as audit
from saldo.connections import disconnecting, purging
from saldo.privacy import emptying
from saldo.verify.verifying import verify
from tests.connections.conftest import Link
from tests.connections.test_unlinking import _relink, _take_back, joined

__all__ = ["joined"]
# Shown nowhere else, it could only be left in what the undoing keeps.
OLD_NAME = "Zebrafox savings"
_TOLD_OF_THE_ERASED = """
    select account ->> 'account_id' from sync_receipts, jsonb_array_elements(body -> 'accounts') as account
    where not exists (select from accounts where id::text = account ->> 'account_id')
"""


@pytest.fixture
async def kept(joined: Link, superuser: asyncpg.Connection) -> Link:
    """Return a link whose relink remembers a name that the account bears no more."""
    written = await superuser.execute(
        "update relinks set account_before = jsonb_set(account_before, '{name}', to_jsonb($1::text))",
        OLD_NAME,
    )
    assert written == "UPDATE 1"
    return joined


async def _is_left(superuser: asyncpg.Connection) -> bool:
    tables = await superuser.fetch("select tablename from pg_tables where schemaname = 'public'")
    for table in tables:
        rows = await superuser.fetch(f'select t::text as row from "{table["tablename"]}" t')
        if any(OLD_NAME in row["row"] for row in rows):
            return True
    return False


async def _purge(link: Link, which: str) -> None:
    relink = await _relink(link)
    ending = link.connection_id if which == "new" else relink.former_connection_id
    await disconnecting.disconnect(link.access, link.member, ending, purge=True)
    await purging.purge(link.access, link.member.workspace_id, ending)


async def _verifies(link: Link) -> bool:
    _, findings = await verify(link.access.database)
    report = await audit.verify(link.access.database, link.access.vault)
    return findings == [] and report.findings == []


@pytest.mark.parametrize("is_taken_back", [False, True])
@pytest.mark.parametrize("which", ["new", "former"])
async def test_it_goes_with_either_link(
    kept: Link, superuser: asyncpg.Connection, which: str, *, is_taken_back: bool
) -> None:
    if is_taken_back:
        await _take_back(kept)
    assert await _is_left(superuser)

    await _purge(kept, which)

    assert await superuser.fetchval("select count(*) from relinks") == 0
    # Taken back before, the old link has its account again, and under the old name.
    assert await _is_left(superuser) == (which == "new" and is_taken_back)
    assert await superuser.fetch(_TOLD_OF_THE_ERASED) == []
    assert await _verifies(kept)


async def test_it_goes_with_the_person(kept: Link, superuser: asyncpg.Connection) -> None:
    await emptying.empty(kept.access.database, kept.member.workspace_id)

    assert not await _is_left(superuser)
    report = await audit.verify(kept.access.database, kept.access.vault)
    assert report.findings == []
