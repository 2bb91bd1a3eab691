"""The rows one measures on: odd headings, separators, amounts, empty lines; clear words for what is wrong."""

from decimal import Decimal
from pathlib import Path

import pytest

from training.rows import RowsUnreadable, read_rows


def write(folder: Path, text: str) -> Path:
    file = folder / "rows.csv"
    file.write_bytes(text.encode())
    return file


def test_plain_rows_are_read(tmp_path: Path) -> None:
    file = write(
        tmp_path, "description,amount,pfc_primary,pfc_detailed\nACME PAYROLL,-25,INCOME,INCOME_WAGES\n"
    )

    (row,) = read_rows(file)

    assert (row.row.amount, row.primary, row.detailed) == (Decimal(25), "INCOME", "INCOME_SALARY")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffDescription,Amount\nSHELL,4\n",
        "\n\nName;Amount\n\nSHELL;4\n;;\n",
        "amount\tdescription\n4\tSHELL\n",
        '"description","amount"\n"SHELL","4"\n\n',
        "date, description ,amount,\n2022-01-01,SHELL,4,\n",
        "description,amount\r\nSHELL,$4.00\r\n",
    ],
)
def test_odd_files_are_read_all_the_same(tmp_path: Path, text: str) -> None:
    (row,) = read_rows(write(tmp_path, text))

    assert (row.row.description, row.row.amount) == ("SHELL", Decimal(-4))


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("(12.00)", "-12"),
        ("-3", "-3"),
        ("12,50", "12.50"),
        ("7-", "-7"),
        ("£5", "5"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234", "1234"),
        ("1,23,456.00", "123456"),
        ("0,125", "0.125"),
        ("1 234,50 €", "1234.50"),
        ("1'234.50", "1234.50"),
        ("\N{MINUS SIGN}5.00", "-5"),
        ("USD 12.00", "12"),
        ("5.00 CR", "-5"),
        ("5.00 DR", "5"),
        ("-$4.50", "-4.50"),
        ("R 12.345", "12.345"),
    ],
)
def test_amounts_are_read_as_people_write_them(tmp_path: Path, written: str, amount: str) -> None:
    (row,) = read_rows(write(tmp_path, f'description,amount\nX,"{written}"\n'))

    assert -row.row.amount == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["1e3", "NaN", "Infinity", "", "-", "1-2", "12.50 each", "1.2,3.4", "12.11.26"]
)
def test_what_is_no_amount_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(RowsUnreadable, match=r"rows\.csv:2: not an amount"):
        read_rows(write(tmp_path, f'description,amount\nX,"{written}"\n'))


def test_only_the_ends_of_lines_end_a_row(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, "description,amount\rA\u2028B,1\r\nC\x85D\x0bE,2\n"))

    assert [each.row.description for each in rows] == ["A\u2028B", "C\x85D\x0bE"]


def test_other_encodings_and_very_long_texts_are_read(tmp_path: Path) -> None:
    text = f"description,amount\nCAFÉ {'X' * 200_000},1\n"
    file = tmp_path / "wide.csv"
    file.write_bytes(text.encode("utf-16"))
    narrow = tmp_path / "narrow.csv"
    narrow.write_bytes(text.encode("cp1252"))

    assert read_rows(file)[0].row.description == read_rows(narrow)[0].row.description


def test_codes_may_be_written_small(tmp_path: Path) -> None:
    text = "description,amount,pfc_primary,pfc_detailed\nX,1,travel,travel_flights\nY,1,travel,\n"

    first, second = read_rows(write(tmp_path, text))

    assert (first.detailed, second.primary) == ("TRAVEL_FLIGHTS", "TRAVEL")


def test_a_primary_alone_is_enough_to_judge(tmp_path: Path) -> None:
    (row,) = read_rows(write(tmp_path, "description,amount,pfc_primary,pfc_detailed\nX,1,TRAVEL,\n"))

    assert (row.primary, row.detailed) == ("TRAVEL", "")


def test_the_banks_own_category_is_passed_on(tmp_path: Path) -> None:
    text = "description,amount,bank_detailed,bank_confidence\nX,1,TRAVEL_FLIGHTS,HIGH\nY,1,,\n"
    first, second = read_rows(write(tmp_path, text))

    assert first.row.bank_category
    assert first.row.bank_category.confidence_level == "HIGH"
    assert second.row.bank_category is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty"),
        ("description,amount\n", "no rows"),
        ("what,ever\n1,2\n", "no column description or amount"),
        ("description,amount\nSHELL,four\n", "rows.csv:2: not an amount: 'four'"),
        ("description,amount,pfc_detailed\nX,1,FOOD_THINGS\n", "rows.csv:2: no such detailed category"),
        ("description,amount,pfc_primary\n\nX,1,FOOD\n", "rows.csv:3: no such primary category"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(RowsUnreadable) as error:
        read_rows(write(tmp_path, text))

    assert complaint in str(error.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RowsUnreadable, match="cannot be read"):
        read_rows(tmp_path / "nowhere.csv")
