"""Remembers the vectors of texts seen before: a merchant is encoded once, however many rows name it."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from categorizer.artifacts import Artifacts
from categorizer.embedding import SIZE, Encoder
from categorizer.model import nearest

_MOST_TEXTS = 20_000  # 30 MB of vectors


class Recall:
    """An encoder behind a least-recently-used memory."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector a text: (n_texts, 384)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, vector in zip(new, self._encoder.encode(new), strict=True):
            self._known[text] = vector
        found = np.empty((len(texts), SIZE), np.float32)
        for place, text in enumerate(texts):
            self._known.move_to_end(text)
            found[place] = self._known[text]
        while len(self._known) > _MOST_TEXTS:
            self._known.popitem(last=False)
        return found

    def neighbours(self, artifacts: Artifacts, vector: NDArray[np.float32], category: int) -> list[str]:
        """Return names of known things of a category that a vector (384,) resembles."""
        return nearest(artifacts, vector, category)
