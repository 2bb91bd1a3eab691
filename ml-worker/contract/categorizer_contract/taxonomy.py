"""The categories both sides know: Personal Finance Category v2 codes with words for people."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True)
class Category:
    """One detailed category; `group_label` is its primary in plain words."""

    primary: str
    detailed: str
    label: str
    group_label: str
    description: str


def _read() -> tuple[Category, ...]:
    table = resources.files("categorizer_contract").joinpath("taxonomy.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(Category(**row) for row in rows)


TAXONOMY: tuple[Category, ...] = _read()
BY_DETAILED: Mapping[str, Category] = MappingProxyType({entry.detailed: entry for entry in TAXONOMY})
PRIMARIES: Mapping[str, str] = MappingProxyType({entry.primary: entry.group_label for entry in TAXONOMY})
UNKNOWN: Category = BY_DETAILED["OTHER_OTHER"]

# Codes of the older table that are named differently today; all others kept their name.
V1_TO_V2: Mapping[str, str] = MappingProxyType(
    {
        "INCOME_WAGES": "INCOME_SALARY",
        "INCOME_OTHER_INCOME": "INCOME_OTHER",
        "TRANSFER_IN_CASH_ADVANCES_AND_LOANS": "LOAN_DISBURSEMENTS_OTHER_DISBURSEMENT",
    },
)


def find_category(detailed: str) -> Category | None:
    """Return the category of a detailed code, v1 or v2; None when no such code exists."""
    return BY_DETAILED.get(V1_TO_V2.get(detailed, detailed))


def get_category(detailed: str) -> Category:
    """Return the category of a detailed code, v1 or v2; the unknown category when no such code exists."""
    return find_category(detailed) or UNKNOWN
