"""What recording accounts stores, and what it tells."""

import datetime as dt
from decimal import Decimal

import pytest

from saldo.accounts import service as accounts
from saldo.accounts.errors import AccountNotFound
from saldo.core.database import Database
from saldo.core.ids import new_id
from tests.factories.ledger import Bank, bank_account, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

BALANCES = "select data from workspace_events where type = 'account_balance_updated' order by sequence"
ROWS = "select xmin::text, a.* from accounts a order by provider_account_id"


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    return await link_bank(database, workspace, as_of=clock.now())


async def test_a_new_account_is_stored_and_told(
    database: Database, workspace: Home, clock: FixedClock
) -> None:
    card = bank_account("card", type="credit", current=Decimal("12.5"), limit=Decimal(500), currency="EUR")

    bank = await link_bank(database, workspace, bank_account(), card, as_of=clock.now())

    rows = await read_rows(database, workspace, ROWS)
    events = await read_rows(database, workspace, BALANCES)
    assert [row["id"] for row in rows] == [bank.account_ids["card"], bank.account_ids["checking"]]
    assert (rows[0]["current_balance"], rows[0]["currency"]) == (Decimal("12.5"), "EUR")
    assert [event["data"]["current_balance"] for event in events] == ["12.50", "1000.00"]


async def test_recording_the_same_again_writes_nothing(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    before = await read_rows(database, workspace, ROWS)
    told = await read_rows(database, workspace, "select * from workspace_events")

    for _ in range(3):
        await bank.state(bank_account(), as_of=clock.now())

    assert await read_rows(database, workspace, ROWS) == before
    assert await read_rows(database, workspace, "select * from workspace_events") == told


async def test_a_changed_balance_is_told_and_kept_for_its_day(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    clock.advance(days=1)
    await bank.state(bank_account(current=Decimal(7)), as_of=clock.now())

    days = await read_rows(database, workspace, "select date, current from account_balances order by date")
    events = await read_rows(database, workspace, BALANCES)
    assert [day["current"] for day in days] == [Decimal(1000), Decimal(7)]
    assert events[-1]["data"]["current_balance"] == "7.00"
    assert dt.datetime.fromisoformat(events[-1]["data"]["balance_as_of"]) == clock.now()


async def test_asking_the_bank_itself_renews_the_date_of_an_unchanged_balance(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    clock.advance(hours=1)
    await bank.state(bank_account(), as_of=clock.now())
    [cached] = await read_rows(database, workspace, ROWS)
    await bank.state(bank_account(), as_of=clock.now(), fresh=True)
    [asked] = await read_rows(database, workspace, ROWS)

    assert cached["balance_as_of"] == clock.now() - dt.timedelta(hours=1)
    assert asked["balance_as_of"] == clock.now()
    assert len(await read_rows(database, workspace, BALANCES)) == 1


async def test_sparse_and_absurd_accounts_are_stored_as_far_as_possible(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    odd = bank_account(
        "odd", name="Nul\x00l", current=Decimal("NaN"), available=Decimal("1e40"), currency=None, type="other"
    )

    await bank.state(odd, as_of=clock.now())

    [row] = await read_rows(database, workspace, "select * from accounts where provider_account_id = 'odd'")
    assert (row["name"], row["current_balance"], row["available_balance"]) == ("Null", None, None)
    assert row["currency"] == "XXX"


async def test_closed_accounts_keep_their_history_and_open_again_when_seen(
    bank: Bank, database: Database, workspace: Home, clock: FixedClock
) -> None:
    async with database.transaction(workspace.scope) as session:
        closed = await accounts.close_accounts(
            session, workspace.workspace_id, bank.connection_id, clock.now()
        )
        known = await accounts.list_identities(session, workspace.workspace_id)
    [row] = await read_rows(database, workspace, ROWS)
    await bank.state(bank_account(), as_of=clock.now())
    [again] = await read_rows(database, workspace, ROWS)

    assert (closed, known, row["status"], again["status"]) == (1, [], "closed", "active")


async def test_identities_say_what_two_links_have_in_common(
    database: Database, workspace: Home, stranger: Home
) -> None:
    await link_bank(database, stranger, bank_account("theirs"))
    bank = await link_bank(database, workspace, bank_account(mask="4821", subtype="checking"))

    async with database.transaction(workspace.scope) as session:
        [identity] = await accounts.list_identities(session, workspace.workspace_id)

    assert (identity.connection_id, identity.institution_id) == (bank.connection_id, "ins_1")
    assert (identity.name, identity.mask, identity.subtype) == ("Checking", "4821", "checking")


async def test_another_workspaces_account_does_not_exist(
    bank: Bank, database: Database, workspace: Home, stranger: Home
) -> None:
    for home, account_id in ((stranger, bank.account_ids["checking"]), (workspace, new_id())):
        async with database.transaction(home.scope) as session:
            with pytest.raises(AccountNotFound):
                await accounts.get_account(session, home.workspace_id, account_id)
