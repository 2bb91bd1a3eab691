"""How real-looking bank texts are read; every row is a habit of some bank or terminal."""

import csv
from pathlib import Path

import pytest

from categorizer.text import clean, display_name, read

with (Path(__file__).parent / "descriptors.csv").open(encoding="utf-8", newline="") as file:
    DESCRIPTORS = list(csv.DictReader(file))
TEXTS = [row["description"] for row in DESCRIPTORS]


@pytest.mark.parametrize("row", DESCRIPTORS, ids=TEXTS)
def test_merchant_till_shop_and_town_are_found_among_the_banks_words(row: dict[str, str]) -> None:
    found = read(row["description"])

    assert found.key == row["key"]
    assert (found.facilitator or "") == row["till"]
    assert (found.store or "") == row["store"]
    assert (found.city or "") == row["city"]


def test_there_are_habits_enough() -> None:
    assert len(set(TEXTS)) >= 300


@pytest.mark.parametrize("description", TEXTS)
def test_case_and_spaces_do_not_matter(description: str) -> None:
    assert read(f"  {description.lower()}  ").key == read(description).key


@pytest.mark.parametrize(
    ("description", "facilitator"),
    [
        ("SQ *BLUE BOTTLE COFFEE", "square"),
        ("TST* CONDADO TACOS", "toast"),
        ("PAYPAL *ETSY", "paypal"),
        ("DOORDASH*NORTHSTAR", "doordash"),
        ("STARBUCKS 123", None),
    ],
)
def test_the_till_is_kept_as_a_hint(description: str, facilitator: str | None) -> None:
    assert read(description).facilitator == facilitator


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x00",
        "🍕🍕🍕",
        "\u202eEVIL\u202c",
        "x" * 10_000,
        "مطعم البيت",
        "12345678901234",
        "*#*#",
        "\ud800",
    ],
)
def test_poison_is_read_without_harm(text: str) -> None:
    found = read(text)

    assert len(clean(text)) <= 256
    assert all(word.isprintable() for word in found.words)


def test_accents_are_folded() -> None:
    assert read("CAFÉ ZOË 123").key == "cafe zoe"


def test_names_are_written_for_people() -> None:
    assert display_name(("blue", "bottle", "coffee")) == "Blue Bottle Coffee"
    assert display_name(("bath", "and", "body", "works")) == "Bath & Body Works"
    assert display_name(()) is None
