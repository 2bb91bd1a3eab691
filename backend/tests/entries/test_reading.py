"""Cells and columns as banks of many countries write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.core.errors import SaldoError
from saldo.entries.cells import DateOrder, DecimalMark, read_amount, read_day
from saldo.entries.guessing import guess
from saldo.entries.ofx import read_statements
from saldo.entries.readings import read_rows
from saldo.entries.tables import guess_delimiter, read_csv, recognise

LATEST = dt.date(2027, 11, 20)


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("-12.50", ".", "-12.50"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1'234.50", ".", "1234.50"),
        ("1,00,000.00", ".", "100000"),
        ("(12.00)", ".", "-12"),
        ("12.00-", ".", "-12"),
        ("12.00 DR", ".", "-12"),
        ("12.00 CR", ".", "12"),
        ("$1,000", ".", "1000"),
        ("-$5.00", ".", "-5"),
        ("$-5.00", ".", "-5"),
        ("EUR 5,00", ",", "5"),
        ("−7,10 €", ",", "-7.10"),  # noqa: RUF001 - as a bank writes it
        ("R 12.00", ".", "12"),
        (".50", ".", "0.50"),
        ("-4,50", "either", "-4.50"),
        ("-4.50", "either", "-4.50"),
        ("+1234,5", "either", "1234.5"),
        (",5", "either", "0.5"),
        ("7,", "either", "7"),
        ("0.125", "either", "0.125"),
        ("1,234", "either", None),
        ("1,234.50", "either", "1234.50"),
        ("1.234,50", "either", "1234.50"),
        ("1 234,50", "either", "1234.50"),
        ("-1,234,567", "either", "-1234567"),
        ("1.234,5.6", "either", None),
        (".", "either", None),
        ("+3", ".", "3"),
        ("1,23", ".", None),
        ("1.23.4", ".", None),
        ("12 345 6", ".", None),
        ("n/a", ".", None),
        ("", ".", None),
        ("--5", ".", None),
        ("1e5", ".", None),
    ],
)
def test_amounts(text: str, mark: DecimalMark, amount: str | None) -> None:
    assert read_amount(text, mark) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-05", "mdy", "2026-11-05"),
        ("11/05/2026", "mdy", "2026-11-05"),
        ("5.11.2026", "dmy", "2026-11-05"),
        ("5/11/26", "dmy", "2026-11-05"),
        ("05/11/71", "dmy", "1971-11-05"),
        ("20261105", "dmy", "2026-11-05"),
        ("20261105120000.000[-5:EST]", "ymd", "2026-11-05"),
        ("2026-11-05T10:00:00Z", "ymd", "2026-11-05"),
        ("5 Nov 2026", "mdy", "2026-11-05"),
        ("November 5, 2026", "dmy", "2026-11-05"),
        ("05/11/26", "ymd", None),
        ("13/13/2026", "dmy", None),
        ("2026-02-30", "ymd", None),
        ("5 Foo 2026", "dmy", None),
        ("12.50", "dmy", None),
    ],
)
def test_days(text: str, order: DateOrder, day: str | None) -> None:
    assert read_day(text, order) == (None if day is None else dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("Account Name,Date,What,Amount\nA,2026-11-19,SHOP,-1\nB,2026-11-20,SHOP,-2\n", 0),
        ("Date,Text,Betrag,Kontonummer\n2026-11-19,SHOP,-1,12345678\n2026-11-20,SHOP,-2,87654321\n", 3),
        ("Date,Account,What,Amount\n2026-11-19,A,SHOP,-1\n2026-11-20,A,SHOP,-2\n", None),
        ("Date,Account,What,Amount\n2026-11-19,A,SHOP,-1\n2026-11-20,,SHOP,-2\n", None),
        ("Date,Payee account,What,Amount\n2026-11-19,A,SHOP,-1\n2026-11-20,B,SHOP,-2\n", None),
        ("Date,Card Member,What,Amount\n2026-11-19,A,SHOP,-1\n2026-11-20,B,SHOP,-2\n", None),
    ],
)
def test_a_column_of_accounts_is_found_by_its_name_and_its_values(table: str, column: int | None) -> None:
    reading = guess(read_csv(table, ","), ",", "USD").reading

    assert reading.account_column == column
    assert reading.description_column not in {column, reading.amount_column}


GERMAN = """Konto 123
Zeitraum: 2026

Buchungstag;Valuta;Beschreibung;Betrag;Saldo
01.11.2026;01.11.2026;"REWE; SAGT DANKE";-23,45;1.000,00
17.11.2026;17.11.2026;Gehalt;2.500,00;3.500,00
"""
APART = """Date,Transaction details,Money out,Money in,Balance
25/10/2026,TESCO,12.00,,88.00
04/11/2026,WAGES,,100.00,188.00
"""
NAMELESS = """01/11/2026,SHOP,-1.00
02/11/2026,SHOP,-2.00
03/11/2026,SHOP,-3.00
01/12/2026,SHOP,-4.00
"""
UNSURE = "Date\tPayee\tAmount\n01/02/2026\tSHOP\t-1.00\n"
SHOPS = [(f"2026-{day}", f"-{n}.00", "SHOP") for n, day in enumerate(("11-01", "11-02", "11-03", "12-01"), 1)]
FILES = [
    (GERMAN, "EUR", [("2026-11-01", "-23.45", "REWE; SAGT DANKE"), ("2026-11-17", "2500.00", "Gehalt")], 1),
    (APART, "GBP", [("2026-10-25", "-12.00", "TESCO"), ("2026-11-04", "100.00", "WAGES")], 1),
    (NAMELESS, "USD", SHOPS, 1),
    (UNSURE, "USD", [("2026-01-02", "-1.00", "SHOP")], 0),
    (UNSURE, "EUR", [("2026-02-01", "-1.00", "SHOP")], 0),
]


@pytest.mark.parametrize(("content", "currency", "rows", "is_sure"), FILES)
def test_files_of_many_banks(
    content: str,
    currency: str,
    rows: list[tuple[str, str, str]],
    is_sure: int,
) -> None:
    delimiter = guess_delimiter(content)
    lines = read_csv(content, delimiter)
    found = guess(lines, delimiter, currency)

    read, rejected = read_rows(lines, found.reading, LATEST)

    assert [(str(row.date), f"{row.amount:.2f}", row.description) for row in read] == rows
    assert (rejected, found.is_date_order_sure) == ([], is_sure)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(content: str) -> None:
    try:
        if recognise(content) == "ofx":
            read_statements(content)
        else:
            delimiter = guess_delimiter(content)
            lines = read_csv(content, delimiter)
            read_rows(lines, guess(lines, delimiter, "USD").reading, LATEST)
    except SaldoError:
        pass


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from([".", ","]))
def test_amounts_are_read_as_they_were_written(amount: Decimal, mark: DecimalMark) -> None:
    written = f"{amount:,.2f}"
    if mark == ",":
        written = written.translate(str.maketrans(",.", ".,"))

    assert read_amount(written, mark) == amount
