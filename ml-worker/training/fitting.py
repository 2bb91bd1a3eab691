"""Fits the two linear classifiers, over letters and over sentence vectors."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from categorizer import features

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Classifiers:
    """Both linear classifiers, unshrunk."""

    idf: Matrix  # (c)
    gram_weights: Matrix  # (c, k)
    gram_bias: Matrix  # (k)
    vector_weights: Matrix  # (384, k)
    vector_bias: Matrix  # (k)


def fit_both(
    texts: Sequence[str], vectors: Matrix, wanted: NDArray[np.int64], size: int, steps: int
) -> Classifiers:
    """Fit both on texts, their vectors (n, 384) and the places of their categories (n)."""
    idf = inverse_document_frequency(texts)
    gram_weights, gram_bias = _fit(gram_matrix(texts, idf), wanted, 30.0, size, steps)
    vector_weights, vector_bias = _fit(vectors, wanted, 10.0, size, steps)
    return Classifiers(idf, gram_weights, gram_bias, vector_weights, vector_bias)


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


def _fit(
    inputs: Matrix | sparse.csr_matrix, wanted: NDArray[np.int64], strength: float, size: int, steps: int
) -> tuple[Matrix, Matrix]:
    """Fit one multinomial model; return weights (inputs, size) and bias (size,).

    It stops early on purpose: the last steps cost most and change nothing one could measure.
    """
    shares = np.bincount(wanted, minlength=size)
    # A category with a thousand brands is not a thousand times likelier in a person's month.
    weights = 1 / np.sqrt(shares[wanted])
    model = LogisticRegression(C=strength, max_iter=steps, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(inputs, wanted, sample_weight=weights / weights.mean())
    full_weights = np.zeros((model.coef_.shape[1], size), np.float32)
    full_bias = np.full(size, -20.0, np.float32)  # a category without examples stays impossible
    full_weights[:, model.classes_] = model.coef_.T
    full_bias[model.classes_] = model.intercept_
    return full_weights, full_bias
