"""The figures a categoriser is judged by."""

from typing import Any

import numpy as np
from categorizer_contract.taxonomy import TAXONOMY
from numpy.typing import NDArray

SURE = 0.6
_PRIMARIES = np.unique([entry.primary for entry in TAXONOMY], return_inverse=True)[1]


def describe(probabilities: NDArray[np.float32], wanted: NDArray[np.int64]) -> dict[str, Any]:
    """Measure probabilities (n, k), in the taxonomy's order, against the right places (n,)."""
    order = np.argsort(-probabilities, axis=1)[:, :3]
    best = order[:, 0]
    confidence = probabilities[np.arange(len(best)), best]
    right_primary = _PRIMARIES[best] == _PRIMARIES[wanted]
    sure = confidence >= SURE
    return {
        "rows": len(wanted),
        "primary": _share(right_primary),
        "detailed": _share(best == wanted),
        "top3_primary": _share((_PRIMARIES[order] == _PRIMARIES[wanted][:, None]).any(axis=1)),
        "coverage_at_0.6": _share(sure),
        "primary_at_0.6": _share(right_primary[sure]),
        "calibration_error": calibration_error(confidence, best == wanted),
    }


def calibration_error(confidence: NDArray[np.float32], is_right: NDArray[np.bool_]) -> float:
    """Return the mean gap between confidence and accuracy over ten equal bands, weighted by their rows."""
    bands = np.minimum((confidence * 10).astype(int), 9)
    gaps = [
        (bands == band).mean() * abs(confidence[bands == band].mean() - is_right[bands == band].mean())
        for band in range(10)
        if (bands == band).any()
    ]
    return round(float(np.sum(gaps)), 4)


def _share(values: NDArray[np.bool_]) -> float | None:
    return round(float(values.mean()), 4) if len(values) else None
