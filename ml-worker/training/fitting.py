"""Fits the two linear models and finds how far to trust them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from categorizer import features
from categorizer.model import sharpen, softmax

Matrix = NDArray[np.float32]
_SHARES = np.linspace(0.2, 0.8, 7)
_SHARPNESSES = np.linspace(0.5, 2.5, 21)


def inverse_document_frequency(texts: Sequence[str]) -> Matrix:
    """Return the weight of each hashed column: (c,)."""
    seen = np.zeros(features.COLUMNS, np.int64)
    for text in texts:
        seen[features.counts(text)[0]] += 1
    # As it will be stored: serving must see the same numbers.
    weights = np.log((1 + len(texts)) / (1 + seen)) + 1
    return weights.astype(np.float16).astype(np.float32)


def gram_matrix(texts: Sequence[str], idf: Matrix) -> sparse.csr_matrix:
    """Return TF-IDF rows: (n_texts, c), unit length."""
    rows = [features.weighted(text, idf) for text in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return sparse.csr_matrix((values, columns, starts), shape=(len(texts), features.COLUMNS))


def fit(
    inputs: Matrix | sparse.csr_matrix, wanted: NDArray[np.int64], strength: float, size: int
) -> tuple[Matrix, Matrix]:
    """Fit one multinomial model; return weights (inputs, size) and bias (size,)."""
    shares = np.bincount(wanted, minlength=size)
    # A category with a thousand brands is not a thousand times likelier in a person's month.
    weights = 1 / np.sqrt(shares[wanted])
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-3)
    model.fit(inputs, wanted, sample_weight=weights / weights.mean())
    full_weights = np.zeros((model.coef_.shape[1], size), np.float32)
    full_bias = np.full(size, -20.0, np.float32)  # a category without examples stays impossible
    full_weights[:, model.classes_] = model.coef_.T
    full_bias[model.classes_] = model.intercept_
    return full_weights, full_bias


def calibrate(gram_scores: Matrix, vector_scores: Matrix, wanted: NDArray[np.int64]) -> dict[str, float]:
    """Find the mix and the sharpness under which held-out merchants are least surprising."""
    grams, vectors = softmax(gram_scores), softmax(vector_scores)
    best: tuple[float, dict[str, float]] = (np.inf, {})
    for share in _SHARES:
        mixed = share * grams + (1 - share) * vectors
        for sharpness in _SHARPNESSES:
            right = sharpen(mixed, float(sharpness))[np.arange(len(wanted)), wanted]
            loss = float(-np.log(right + 1e-9).mean())
            if loss < best[0]:
                best = (loss, {"gram_share": round(float(share), 3), "sharpness": round(float(sharpness), 3)})
    return best[1]
