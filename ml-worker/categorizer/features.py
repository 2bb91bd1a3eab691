"""Character n-grams of a text, hashed into a fixed number of columns; the same in training and in serving."""

import math
from collections import Counter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

COLUMNS = 1 << 15
_SHORTEST, _LONGEST = 3, 5


def grams(text: str) -> list[str]:
    """Return the n-grams of each word with its edges, and whole words as they stand."""
    found: list[str] = []
    for word in text.split():
        edged = f" {word} "
        found.append(f"={word}")
        for size in range(_SHORTEST, _LONGEST + 1):
            found.extend(edged[start : start + size] for start in range(max(1, len(edged) - size + 1)))
    return found


def counts(text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the columns a text touches and how strongly (1 + log of the count): both (n,)."""
    hashed = Counter(crc32(gram.encode()) % COLUMNS for gram in grams(text))
    columns = np.fromiter(hashed, np.int32, len(hashed))
    values = np.array([1 + math.log(times) for times in hashed.values()], np.float32)
    return columns, values


def weighted(text: str, idf: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return columns and unit-length TF-IDF values of a text: both (n,)."""
    columns, values = counts(text)
    values = values * idf[columns]
    length = float(np.linalg.norm(values))
    return columns, values / length if length else values
