"""The trained part on disk: arrays and a manifest that names the SHA-256 of each file."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ARRAYS = "arrays.npz"
MANIFEST = "manifest.json"


class ArtifactsDamaged(RuntimeError):
    """The files are not what their manifest says."""


@dataclass(frozen=True)
class Artifacts:
    """A trained model: k categories, c hashed columns, m examples to compare with."""

    version: str
    categories: tuple[str, ...]  # (k) detailed codes, the order of all outputs
    idf: NDArray[np.float32]  # (c)
    gram_weights: NDArray[np.float32]  # (c, k)
    gram_bias: NDArray[np.float32]  # (k)
    vector_weights: NDArray[np.float32]  # (384, k)
    vector_bias: NDArray[np.float32]  # (k)
    usual: NDArray[np.float32]  # (k) logarithms of how often a category is met
    weights: NDArray[np.float32]  # (f) how far each opinion and each kind of evidence is believed
    example_vectors: NDArray[np.float32]  # (m, 384), unit length
    example_categories: NDArray[np.int64]  # (m) places in `categories`
    example_names: tuple[str, ...]  # (m)
    settings: dict[str, float]  # what calibration found


def artifacts_folder() -> Path:
    """Return the folder CATEGORIZER_ARTIFACTS names, or the one that comes with the package."""
    given = os.environ.get("CATEGORIZER_ARTIFACTS")
    return Path(given) if given else Path(__file__).parent / "artifacts"


def load(folder: Path) -> Artifacts:
    """Read a trained model. Raises ArtifactsDamaged when a file is not the one that was trained."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    content = (folder / ARRAYS).read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest["files"][ARRAYS]:
        raise ArtifactsDamaged(f"{ARRAYS} is not the file its manifest describes: train again or restore it")
    with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
        return Artifacts(
            version=manifest["version"],
            categories=tuple(manifest["categories"]),
            idf=arrays["idf"].astype(np.float32),
            gram_weights=_restore(arrays, "gram_weights"),
            gram_bias=arrays["gram_bias"].astype(np.float32),
            vector_weights=_restore(arrays, "vector_weights"),
            vector_bias=arrays["vector_bias"].astype(np.float32),
            usual=arrays["usual"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32),
            example_vectors=_restore(arrays, "example_vectors"),
            example_categories=arrays["example_categories"].astype(np.int64),
            example_names=tuple(manifest["examples"]),
            settings=manifest["settings"],
        )


def save(folder: Path, model: Artifacts, manifest: dict[str, Any]) -> None:
    """Write a trained model: weights as 8-bit integers with a scale for each column."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {
        "idf": model.idf.astype(np.float16),
        "gram_bias": model.gram_bias,
        "vector_bias": model.vector_bias,
        "usual": model.usual,
        "weights": model.weights,
        "example_categories": model.example_categories.astype(np.uint8),
    }
    for name in ("gram_weights", "vector_weights", "example_vectors"):
        arrays |= _shrink(name, getattr(model, name))
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **arrays)
    content = (folder / ARRAYS).read_bytes()
    described = manifest | {
        "version": model.version,
        "settings": model.settings,
        "files": {ARRAYS: hashlib.sha256(content).hexdigest()},
        "categories": model.categories,
        "examples": model.example_names,
    }
    (folder / MANIFEST).write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def complete(fitted: Artifacts, weights: NDArray[np.float32], settings: Mapping[str, float]) -> Artifacts:
    """Return fitted classifiers with what was learned of how far to believe them."""
    return replace(fitted, weights=weights, settings=dict(settings))


def _shrink(name: str, values: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    scale = np.maximum(np.abs(values).max(axis=0), 1e-9) / 127
    return {name: np.round(values / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32)}


def _restore(arrays: Any, name: str) -> NDArray[np.float32]:
    return np.asarray(arrays[name] * arrays[f"{name}_scale"], np.float32)
