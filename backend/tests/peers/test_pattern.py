"""plaid/pattern's faults: failed inserts swallowed while the cursor goes on."""

import asyncpg

from tests.connections.conftest import Link
from tests.fakes.bank import bank_transaction

_REFUSE = """
CREATE FUNCTION peers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'refused' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER peers_refuse BEFORE INSERT ON bank_transactions EXECUTE FUNCTION peers_refuse()
"""
_ACCEPT = "DROP TRIGGER peers_refuse ON bank_transactions; DROP FUNCTION peers_refuse"


async def test_an_insert_that_fails_keeps_the_cursor(linked: Link, superuser: asyncpg.Connection) -> None:
    linked.item.add(bank_transaction(linked.item.accounts[0]))
    await superuser.execute(_REFUSE)

    try:
        await linked.run()
    finally:
        await superuser.execute(_ACCEPT)

    assert (await linked.row()).cursor is None
    assert await linked.transactions() == []
    await linked.sync()
    assert len(await linked.transactions()) == 1
