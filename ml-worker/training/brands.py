"""Turns the name-suggestion-index (npm, BSD-3-Clause) into knowledge/brands.csv.

npm pack name-suggestion-index && tar xzf name-suggestion-index-*.tgz
python -m training.brands package/dist/json/nsi.min.json
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from categorizer.text import clean, tokens
from training.dataset import KNOWLEDGE

COUNTRIES = frozenset(
    [
        "001",
        "us",
        "ca",
        "gb",
        "ie",
        "au",
        "nz",
        "za",
        "de",
        "fr",
        "es",
        "it",
        "nl",
        "be",
        "at",
        "ch",
        "pt",
        "pl",
        "se",
        "no",
        "dk",
        "fi",
        "lu",
    ]
)
FIELDS = ("name", "category", "aliases", "countries")
MOST_WORDS = 6


class Locations(BaseModel):
    """Where a brand is at home; places that are no country code are circles on the map."""

    include: list[object] = []


class Item(BaseModel):
    """One brand or operator of the index."""

    model_config = ConfigDict(populate_by_name=True)

    name: str = Field(alias="displayName")
    locations: Locations = Field(alias="locationSet")
    match_names: list[str] = Field(default=[], alias="matchNames")
    tags: dict[str, str] = {}

    def countries(self) -> frozenset[str]:
        """Return the countries we know, among those the brand is at home in."""
        codes = (
            place.removesuffix(".geojson").split("-")[0].lower()
            for place in self.locations.include
            if isinstance(place, str)
        )
        return frozenset(codes) & COUNTRIES

    def names(self) -> list[str]:
        """Return the names a bank may print, the shown one first; names in other scripts are left out."""
        short = (
            self.tags.get(tag, "")
            for tag in ("brand", "operator", "network", "name", "short_name", "brand:en")
        )
        names = [self.name.split(" (")[0], *short, *(name for name in self.match_names if len(name) > 3)]  # noqa: PLR2004 - shorter ones match by chance
        return list(
            dict.fromkeys(" ".join(tokens(clean(name))) for name in names if name and name.isprintable())
        )


def read_brands(index: Path) -> Iterator[dict[str, str]]:
    """Yield a row for every brand of a kind we know, in a country we know."""
    kinds = read_kinds()
    paths = json.loads(index.read_text(encoding="utf-8"))["nsi"]
    for path, content in sorted(paths.items()):
        detailed = kinds.get(path.removeprefix("brands/"))
        for item in (Item.model_validate(raw) for raw in content["items"]) if detailed else ():
            names = [name for name in item.names() if len(name) > 1 and len(name.split()) <= MOST_WORDS]
            if item.countries() and names:
                shown = item.name.split(" (")[0]
                where = "|".join(sorted(item.countries() - {"001"}))
                yield {
                    "name": shown,
                    "category": str(detailed),
                    "aliases": "|".join(names),
                    "countries": where,
                }


def read_kinds() -> dict[str, str]:
    """Return the category of each kind of place in the index."""
    with (KNOWLEDGE / "brand-kinds.csv").open(encoding="utf-8", newline="") as rows:
        return {row["path"]: row["detailed"] for row in csv.DictReader(rows)}


def write_brands(index: Path) -> int:
    """Write knowledge/brands.csv, a line per name and category; return how many."""
    merged: dict[tuple[str, str], dict[str, str]] = {}
    for row in read_brands(index):
        kept = merged.setdefault((row["name"].lower(), row["category"]), row)
        for field in ("aliases", "countries"):
            both = [*kept[field].split("|"), *row[field].split("|")]
            kept[field] = "|".join(dict.fromkeys(part for part in both if part))
    with (KNOWLEDGE / "brands.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(merged[key] for key in sorted(merged))
    return len(merged)


if __name__ == "__main__":
    sys.stdout.write(f"{write_brands(Path(sys.argv[1]))} brands\n")
