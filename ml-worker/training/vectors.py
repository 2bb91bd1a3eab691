"""Encodes texts once: the same texts come back in every fold, and in the next training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from categorizer.embedding import SIZE, Encoder

_BATCH = 2048


class Vectors:
    """An encoder that remembers everything, in a file if it is given one."""

    def __init__(self, encoder: Encoder, file: Path | None = None) -> None:
        self._encoder = encoder
        self._file = file
        self._known: dict[str, NDArray[np.float32]] = {}
        if file and file.exists():
            with np.load(file, allow_pickle=False) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit-length vectors: (n_texts, 384) float32."""
        new = sorted({text for text in texts if text not in self._known})
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._known.update(zip(batch, self._encoder.encode(batch), strict=True))
        if not texts:
            return np.zeros((0, SIZE), np.float32)
        return np.stack([self._known[text] for text in texts])

    def save(self) -> None:
        """Write what is remembered to the file."""
        if self._file:
            texts = list(self._known)
            np.savez(
                self._file, texts=np.array(texts), vectors=np.stack([self._known[text] for text in texts])
            )
