"""The trained model: two linear classifiers, over n-grams and over sentence vectors, averaged."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from categorizer import features
from categorizer.artifacts import Artifacts

Scores = NDArray[np.float32]


def score(
    artifacts: Artifacts, texts: Sequence[str], vectors: NDArray[np.float32], encoded: NDArray[np.bool_]
) -> Scores:
    """Return calibrated probabilities: (n_texts, k), rows sum to one.

    Vectors are (n_texts, 384); a row that was not `encoded` (n_texts) is judged by its n-grams alone.
    """
    grams = np.empty((len(texts), len(artifacts.categories)), np.float32)
    for place, text in enumerate(texts):
        columns, values = features.weighted(text, artifacts.idf)
        grams[place] = values @ artifacts.gram_weights[columns]
    share = np.where(encoded, artifacts.settings["gram_share"], 1)[:, None].astype(np.float32)
    mixed = share * softmax(grams + artifacts.gram_bias) + (1 - share) * softmax(
        vectors @ artifacts.vector_weights + artifacts.vector_bias
    )
    return sharpen(mixed, artifacts.settings["sharpness"])


def sharpen(probabilities: Scores, sharpness: float) -> Scores:
    """Raise probabilities to a power and normalise: above one is surer, below one is less sure."""
    return softmax(np.log(probabilities + 1e-9) * np.float32(sharpness))


def softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def nearest(artifacts: Artifacts, vector: NDArray[np.float32], category: int, most: int = 2) -> list[str]:
    """Return the names of the category's examples that a text's vector (384,) is closest to."""
    places = np.flatnonzero(artifacts.example_categories == category)
    closeness = artifacts.example_vectors[places] @ vector
    order = np.argsort(-closeness)[:most]
    return [artifacts.example_names[places[i]] for i in order if closeness[i] > _ALIKE]


# Below this cosine two texts share no more than any two merchants do.
_ALIKE = 0.35
