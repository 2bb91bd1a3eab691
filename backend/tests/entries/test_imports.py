"""A bank's file is looked at first, brings what is missing and nothing twice, and can be taken back."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx
import pytest

from saldo.core.database import Database
from saldo.providers.bank import BankTransaction
from tests.factories.ledger import DAY, Bank, bank_account, bank_row, link_bank, live_rows, read_rows
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock

FILE = """Posting Date,Description,Amount,Category,Memo
11/19/2026,CORNER SHOP,-12.00,Groceries,weekly
11/20/2026,BLUE BOTTLE COFFEE,-4.50,,
11/20/2026,BLUE BOTTLE COFFEE,-4.50,,
nonsense,BROKEN,-1.00,,
11/20/2026,FREE,0.00,,
06/01/2020,OLD RENT,"-1,200.00",,
"""


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> Bank:
    bank = await link_bank(database, workspace, bank_account(current=Decimal(500)), as_of=clock.now())
    await bank.apply(added=[bank_row("a")])
    return bank


def place(bank: Bank) -> str:
    return f"/api/accounts/{bank.account_ids['checking']}/imports"


async def draft(client: httpx.AsyncClient, bank: Bank, content: str = FILE) -> dict[str, Any]:
    answer = await client.post(place(bank), json={"file_name": "bank.csv", "content": content})
    preview: dict[str, Any] = answer.raise_for_status().json()
    return preview


async def apply(client: httpx.AsyncClient, preview: dict[str, Any], **choice: Any) -> dict[str, Any]:
    path = f"/api/imports/{preview['made']['id']}/apply"
    made: dict[str, Any] = (await client.post(path, json=choice)).raise_for_status().json()
    return made


async def test_a_file_is_shown_before_anything_is_added(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank)

    assert [(row["line"], row["date"], row["amount"], row["description"]) for row in preview["rows"]] == [
        (2, "2026-11-19", "-12.00", "CORNER SHOP"),
        (3, "2026-11-20", "-4.50", "BLUE BOTTLE COFFEE"),
        (4, "2026-11-20", "-4.50", "BLUE BOTTLE COFFEE"),
        (7, "2020-06-01", "-1200.00", "OLD RENT"),
    ]
    assert [(row["line"], row["reason"]) for row in preview["made"]["rejected"]] == [
        (5, "“nonsense” is no date"),
        (6, "the amount is 0: nothing has moved"),
    ]
    assert preview["rows"][0]["category_detailed"] == "FOOD_AND_DRINK_GROCERIES"
    assert (preview["columns"][0]["name"], preview["reading"]["date_order"]) == ("Posting Date", "mdy")
    assert len(await live_rows(bank.database, bank.home)) == 1


async def test_of_twins_only_as_many_are_duplicates_as_are_there(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    preview = await draft(client, bank)

    made = await apply(client, preview)

    assert [row["line"] for row in preview["rows"] if row["duplicate_of"]] == [3]
    assert (made["status"], made["added"], made["skipped"], len(made["rejected"])) == ("applied", 3, 1, 2)
    amounts = sorted(row["amount"] for row in await live_rows(bank.database, bank.home))
    assert amounts == [-1200, -12, Decimal("-4.50"), Decimal("-4.50")]


async def test_the_same_file_again_brings_nothing(client: httpx.AsyncClient, bank: Bank) -> None:
    await apply(client, await draft(client, bank))

    again = await draft(client, bank)

    assert all(row["duplicate_of"] for row in again["rows"])
    assert (await apply(client, again))["added"] == 0


async def test_a_person_may_choose_otherwise(client: httpx.AsyncClient, bank: Bank) -> None:
    made = await apply(client, await draft(client, bank), include=[3], leave_out=[2, 7])

    assert (made["added"], made["skipped"]) == (2, 2)
    assert [row["amount"] for row in await live_rows(bank.database, bank.home)] == [Decimal("-4.50")] * 3


async def test_what_was_imported_is_labelled_and_noted(
    client: httpx.AsyncClient, bank: Bank, database: Database, workspace: Home
) -> None:
    await apply(client, await draft(client, bank))

    rows = (await client.get("/api/transactions", params={"search": "corner"})).json()["data"]
    [deed] = await read_rows(
        database, workspace, "select * from audit_entries where action = 'import.applied'"
    )
    assert (rows[0]["origin"], rows[0]["note"], rows[0]["pending"]) == ("import", "weekly", True)
    assert rows[0]["category"]["reason"]["text"] == "As the imported file says"
    assert (deed["after"]["added"], deed["subject_id"]) == (3, str(bank.account_ids["checking"]))


async def test_an_imported_row_keeps_the_files_words_when_its_amount_is_changed(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    await apply(client, await draft(client, bank))
    [row] = (await client.get("/api/transactions", params={"search": "corner"})).json()["data"]
    await client.patch(f"/api/transactions/{row['id']}", json={"merchant_name": "The corner"})

    told = {"date": row["date"], "amount": "-13", "name": "The corner"}
    changed = await client.put(f"/api/transactions/{row['id']}/entry", json=told)

    after = changed.json()["transaction"]
    assert (after["description"], after["amount"]) == ("CORNER SHOP", "-13.00")


async def test_an_import_is_undone_but_for_what_the_bank_speaks_of(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    made = await apply(client, await draft(client, bank))
    await bank.apply(added=[bank_row("s", amount=Decimal(-12), date=DAY, description="CORNER SHOP 7")])

    undone = (await client.post(f"/api/imports/{made['id']}/undo")).raise_for_status().json()
    twice = await client.post(f"/api/imports/{made['id']}/undo")

    rows = await live_rows(bank.database, bank.home)
    assert (undone["removed"], undone["kept"], undone["made"]["status"]) == (2, 1, "undone")
    assert sorted(row["amount"] for row in rows) == [-12, Decimal("-4.50")]
    assert {row["origin"] for row in rows} == {"bank"}
    assert (twice.status_code, twice.json()["code"]) == (409, "import_decided")


async def test_a_draft_is_read_anew_and_forgotten(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank)
    path = f"/api/imports/{preview['made']['id']}"

    turned = await client.put(f"{path}/reading", json=preview["reading"] | {"is_inverted": True})
    wrong = await client.put(f"{path}/reading", json=preview["reading"] | {"date_column": 40})
    gone = await client.delete(path)

    assert turned.json()["rows"][0]["amount"] == "12.00"
    assert (wrong.status_code, wrong.json()["code"]) == (400, "import_reading_wrong")
    assert (gone.status_code, (await client.get(path)).status_code) == (204, 404)


async def test_a_second_draft_takes_the_place_of_the_first(client: httpx.AsyncClient, bank: Bank) -> None:
    first = await draft(client, bank)
    second = await draft(client, bank)
    await apply(client, second)

    listed = (await client.get(place(bank))).json()["data"]

    assert [made["id"] for made in listed] == [second["made"]["id"]]
    assert (await client.get(f"/api/imports/{first['made']['id']}")).status_code == 404


async def test_the_way_its_signs_point_shows_in_what_is_there(
    client: httpx.AsyncClient, bank: Bank, clock: FixedClock
) -> None:
    await bank.state(bank_account(), bank_account("card", type="credit"), as_of=clock.now())
    turned = "Date,Payee,Amount\n2026-11-20,BLUE BOTTLE,4.50\n2026-11-18,SALARY,-100.00\n"
    of_card = "Date,Payee,Amount\n2026-11-20,SHOP,4.50\n2026-11-18,PUB,10\n2026-11-17,PAYMENT,-90\n"

    known = await draft(client, bank, turned)
    answer = await client.post(
        f"/api/accounts/{bank.account_ids['card']}/imports", json={"file_name": "c", "content": of_card}
    )

    assert [row["amount"] for row in known["rows"]] == ["-4.50", "100.00"]
    assert [row["amount"] for row in answer.json()["rows"]] == ["-4.50", "-10.00", "90.00"]


async def test_only_what_was_looked_at_is_applied(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank)
    path = f"/api/imports/{preview['made']['id']}"
    other = (await client.put(f"{path}/reading", json=preview["reading"] | {"is_inverted": True})).json()

    stale = await client.post(f"{path}/apply", json={"reading": preview["reading"]})
    made = await apply(client, preview, reading=other["reading"])

    assert (stale.status_code, stale.json()["code"]) == (409, "import_reread")
    assert made["added"] == 4


async def test_an_ofx_file_needs_no_reading(client: httpx.AsyncClient, bank: Bank) -> None:
    content = """OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><BANKTRANLIST>
<STMTTRN>
<TRNTYPE>DEBIT
<DTPOSTED>20261120120000[-5:EST]
<TRNAMT>-4.50
<FITID>1
<NAME>BLUE BOTTLE COFFEE
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261117</DTPOSTED><TRNAMT>250.00</TRNAMT>
<NAME>A &amp; B</NAME><MEMO>wages</MEMO></STMTTRN>
<STMTTRN>
<DTPOSTED>20261116
<TRNAMT>oops
</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""

    preview = await draft(client, bank, content)

    assert (preview["made"]["format"], preview["reading"]) == ("ofx", None)
    assert [(row["line"], row["amount"], row["description"], row["note"]) for row in preview["rows"]] == [
        (5, "-4.50", "BLUE BOTTLE COFFEE", None),
        (12, "250.00", "A & B", "wages"),
    ]
    assert preview["rows"][0]["duplicate_of"]["description"] == "BLUE BOTTLE COFFEE"
    assert [(row["line"], row["reason"]) for row in preview["made"]["rejected"]] == [
        (14, "“oops” is no amount")
    ]


async def test_rows_of_an_ofx_file_in_one_line_are_told_apart(client: httpx.AsyncClient, bank: Bank) -> None:
    rows = "".join(
        f"<STMTTRN><DTPOSTED>20261120<TRNAMT>{amount}<NAME>{name}</STMTTRN>"
        for amount, name in [("-4.50", "BLUE BOTTLE COFFEE"), ("-71.25", "KIOSK"), ("-91.75", "BAKERY")]
    )
    preview = await draft(client, bank, f"OFXHEADER:100 <OFX><BANKTRANLIST>{rows}</BANKTRANLIST></OFX>")

    made = await apply(client, preview)

    assert [row["line"] for row in preview["rows"]] == [1, 2, 3]
    assert [row["duplicate_of"] is None for row in preview["rows"]] == [False, True, True]
    assert (made["added"], made["skipped"]) == (2, 1)


@pytest.mark.parametrize(
    "content",
    [
        "Dear customer",
        "a,b\nc,d\n",
        "<OFX></OFX>",
        "Date,Text\n2026-11-20,x\n",
        '2026-11-20,"-4.50\n',
        "\x00",
    ],
)
async def test_what_is_no_banks_file_is_refused(client: httpx.AsyncClient, bank: Bank, content: str) -> None:
    answer = await client.post(place(bank), json={"file_name": "x.csv", "content": content})

    assert (answer.status_code, answer.json()["code"]) == (400, "import_unreadable")


async def test_a_quotation_mark_left_open_costs_one_row(client: httpx.AsyncClient, bank: Bank) -> None:
    preview = await draft(client, bank, FILE.replace("CORNER SHOP", '"CORNER SHOP'))

    assert [row["line"] for row in preview["rows"]] == [3, 4, 7]
    assert [row["line"] for row in preview["made"]["rejected"]] == [2, 5, 6]


async def test_a_file_of_too_many_rows_is_refused(client: httpx.AsyncClient, bank: Bank) -> None:
    content = "Date,Text,Amount\n" + "2026-11-20,x,-1\n" * 5_100

    answer = await client.post(place(bank), json={"file_name": "x.csv", "content": content})

    assert "At most 5,000 rows" in answer.json()["detail"]


async def test_a_file_too_large_is_refused(client: httpx.AsyncClient, bank: Bank) -> None:
    answer = await client.post(place(bank), json={"file_name": "x.csv", "content": "x" * 700_001})

    assert answer.status_code == 422


async def test_strangers_see_no_import(
    client: httpx.AsyncClient, stranger_client: httpx.AsyncClient, bank: Bank
) -> None:
    path = f"/api/imports/{(await draft(client, bank))['made']['id']}"

    assert (await stranger_client.get(path)).json()["code"] == "import_not_found"
    assert (await stranger_client.post(f"{path}/apply", json={})).status_code == 404
    assert (await stranger_client.get(place(bank))).json()["code"] == "account_not_found"


async def test_imported_rows_meet_the_banks_one_to_one(client: httpx.AsyncClient, bank: Bank) -> None:
    content = "Date,Text,Amount\n" + "".join(f"2026-11-{day},TRAM,-2.00\n" for day in (17, 18, 18))
    await apply(client, await draft(client, bank, content))
    tram = [bank_row(f"t{n}", amount=Decimal(-2), date=DAY - dt.timedelta(2)) for n in range(4)]

    applied = await bank.apply(added=tram)

    rows = [row for row in await live_rows(bank.database, bank.home) if row["amount"] == -2]
    assert (applied.added, applied.modified, len(rows)) == (1, 3, 4)


async def test_history_from_before_the_banks_first_row_is_another_tram(
    client: httpx.AsyncClient, bank: Bank
) -> None:
    first, old = DAY - dt.timedelta(60), DAY - dt.timedelta(62)
    await bank.apply(added=[bank_row(date=first)])
    await apply(client, await draft(client, bank, f"Date,Text,Amount\n{old},TRAM,-2.00\n"))

    async def tell(day: dt.date, *more: BankTransaction) -> list[tuple[dt.date, str]]:
        row = bank_row(amount=Decimal(-2), date=day, description="TRAM")
        await bank.apply(added=[row, *more])
        rows = await live_rows(bank.database, bank.home)
        return [(row["date"], row["origin"]) for row in rows if row["amount"] == -2]

    assert await tell(first) == [(old, "import"), (first, "bank")]
    # The bank's history reaches further back now: this one it does tell of.
    assert await tell(old, bank_row(date=old)) == [(old, "bank"), (first, "bank")]


@pytest.mark.parametrize(("days_before", "is_taken"), [(0, True), (1, False)])
async def test_the_banks_first_day_is_the_first_that_a_file_shares_with_it(
    client: httpx.AsyncClient, bank: Bank, days_before: int, *, is_taken: bool
) -> None:
    first = DAY - dt.timedelta(60)
    await bank.apply(added=[bank_row(date=first)])
    stated = first - dt.timedelta(days_before)
    await apply(client, await draft(client, bank, f"Date,Text,Amount\n{stated},TRAM,-2.00\n"))

    await bank.apply(added=[bank_row(amount=Decimal(-2), date=first, description="TRAM")])

    rows = await live_rows(bank.database, bank.home)
    trams = [row["origin"] for row in rows if row["amount"] == -2]
    assert sorted(trams) == (["bank"] if is_taken else ["bank", "import"])
