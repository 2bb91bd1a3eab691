"""The figures a categoriser is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from categorizer_contract import Label
from categorizer_contract.taxonomy import BY_DETAILED

SURE = 0.6
_BANDS = 10


@dataclass(frozen=True)
class Judged:
    """A prediction beside what was wanted; empty texts where nothing was."""

    description: str
    amount: str
    wanted_primary: str
    wanted_detailed: str
    primary: str
    detailed: str
    confidence: float
    top3: tuple[str, ...]
    reason: str
    merchant: str | None

    @property
    def is_right(self) -> bool:
        return self.primary == self.wanted_primary


def judge(description: str, amount: str, wanted: tuple[str, str], label: Label) -> Judged:
    """Put a label beside the wanted group and category."""
    return Judged(
        description=description,
        amount=amount,
        wanted_primary=wanted[0],
        wanted_detailed=wanted[1],
        primary=label.primary,
        detailed=label.detailed,
        confidence=label.confidence,
        top3=tuple(each.detailed for each in label.alternatives),
        reason=label.reason.text,
        merchant=label.merchant.name,
    )


def summarise(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the figures over all rows that have a wanted category."""
    known = [each for each in judged if each.wanted_primary]
    fine = [each for each in known if each.wanted_detailed]
    sure = [each for each in known if each.confidence >= SURE]
    top3 = [each.wanted_primary in {BY_DETAILED[code].primary for code in each.top3} for each in known]
    return {
        "rows": len(judged),
        "judged": len(known),
        "accuracy_primary": _mean([each.is_right for each in known]),
        "accuracy_detailed": _mean([each.detailed == each.wanted_detailed for each in fine]),
        "accuracy_top3_primary": _mean(top3),
        "accuracy_top3_detailed": _mean([each.wanted_detailed in each.top3 for each in fine]),
        "macro_f1_primary": _macro_f1(known),
        "coverage_at_0.6": _mean([each.confidence >= SURE for each in known]),
        "accuracy_at_0.6": _mean([each.is_right for each in sure]),
        "calibration_error": calibration_error(
            [each.confidence for each in known], [each.is_right for each in known]
        ),
    }


def reliability(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Return for each band of confidence: rows, mean confidence, share right."""
    rows = []
    for band in range(_BANDS):
        inside = [each for each in judged if each.wanted_primary and _band(each.confidence) == band]
        if inside:
            confidence = sum(each.confidence for each in inside) / len(inside)
            right = sum(each.is_right for each in inside) / len(inside)
            rows.append({"rows": len(inside), "confidence": round(confidence, 3), "right": round(right, 3)})
    return rows


def calibration_error(confidence: Sequence[float], is_right: Sequence[bool]) -> float | None:
    """Return the mean gap between confidence and accuracy over ten equal bands, weighted by their rows."""
    gaps = [0.0] * _BANDS
    for sure, right in zip(confidence, is_right, strict=True):
        gaps[_band(sure)] += sure - right
    return round(sum(map(abs, gaps)) / len(confidence), 4) if confidence else None


def _band(confidence: float) -> int:
    return min(int(confidence * _BANDS), _BANDS - 1)


def _mean(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _macro_f1(known: Sequence[Judged]) -> float | None:
    scores = []
    for category in sorted({each.wanted_primary for each in known}):
        right = sum(each.primary == category == each.wanted_primary for each in known)
        said = sum(each.primary == category for each in known)
        there = sum(each.wanted_primary == category for each in known)
        scores.append(2 * right / (said + there))
    return round(sum(scores) / len(scores), 4) if scores else None
