"""How often a household meets each category in a year, from knowledge/usual.csv."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from categorizer.evidence import CATEGORIES, PLACE

_RARELY = 0.4


def read_usual(knowledge: Path) -> NDArray[np.float32]:
    """Return the logarithms of the yearly counts: (k,)."""
    times = np.full(len(CATEGORIES), _RARELY)
    with (knowledge / "usual.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            times[PLACE[row["category"]]] = float(row["times_a_year"])
    return np.asarray(np.log(times), np.float32)
