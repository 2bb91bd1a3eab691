"""Measures the served classifier on a CSV: `python -m training.evaluate FILE.csv [--out predictions.json]`.

The file has `description,amount[,pfc_primary,pfc_detailed]`: amounts as Plaid states them (positive is money
out), codes of version 1 or 2. A row without codes is labelled but not judged.
"""

import argparse
import csv
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from categorizer_contract import CategorizeRequest, Label, Row
from categorizer_contract.messages import MAX_ROWS
from categorizer_contract.taxonomy import V1_TO_V2, find_category

from categorizer.serving import answer, open_classifier
from training.metrics import SURE


@dataclass(frozen=True)
class Judged:
    """A prediction beside what was wanted; empty texts where nothing was."""

    description: str
    wanted_primary: str
    wanted_detailed: str
    primary: str
    detailed: str
    confidence: float
    top3: list[str]
    reason: str


def evaluate(path: Path) -> tuple[list[Judged], float]:
    """Label every row of the file; return the predictions and how many rows a second."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        wanted = list(csv.DictReader(file))
    rows = [_row(number, line) for number, line in enumerate(wanted)]
    classifier = open_classifier()
    began = time.perf_counter()
    labels: list[Label] = []
    for start in range(0, len(rows), MAX_ROWS):
        request = CategorizeRequest(batch_id=str(start), rows=rows[start : start + MAX_ROWS])
        labels += answer(request, classifier).labels
    seconds = time.perf_counter() - began
    return [_judge(line, label) for line, label in zip(wanted, labels, strict=True)], len(rows) / seconds


def _row(number: int, line: dict[str, str]) -> Row:
    # The contract's sign is a person's: positive is money in.
    return Row(
        id=str(number), description=line["description"], amount=-Decimal(line["amount"]), currency="USD"
    )


def _judge(line: dict[str, str], label: Label) -> Judged:
    given = line.get("pfc_detailed") or ""
    wanted = find_category(given)
    return Judged(
        description=line["description"],
        wanted_primary=wanted.primary if wanted else _primary(line.get("pfc_primary") or ""),
        wanted_detailed=V1_TO_V2.get(given, given),
        primary=label.primary,
        detailed=label.detailed,
        confidence=label.confidence,
        top3=[each.detailed for each in label.alternatives],
        reason=label.reason.text,
    )


def _primary(code: str) -> str:
    return "OTHER" if code == "GENERAL_OTHER" else code


def summarise(judged: list[Judged]) -> dict[str, Any]:
    """Return the figures over all rows that have a wanted category."""
    known = [each for each in judged if each.wanted_primary]
    fine = [each for each in known if each.wanted_detailed]
    sure = [each for each in known if each.confidence >= SURE]
    top3 = [
        any((find_category(code) or None) and _primary_of(code) == each.wanted_primary for code in each.top3)
        for each in known
    ]
    return {
        "rows": len(judged),
        "judged": len(known),
        "accuracy_primary": _mean([each.primary == each.wanted_primary for each in known]),
        "accuracy_detailed": _mean([each.detailed == each.wanted_detailed for each in fine]),
        "accuracy_top3_primary": _mean(top3),
        "macro_f1_primary": _macro_f1(known),
        "coverage_at_0.6": _mean([each.confidence >= SURE for each in known]),
        "accuracy_at_0.6": _mean([each.primary == each.wanted_primary for each in sure]),
        "calibration_error": _calibration_error(known),
    }


def _primary_of(detailed: str) -> str:
    found = find_category(detailed)
    return found.primary if found else ""


def _mean(values: list[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _macro_f1(known: list[Judged]) -> float | None:
    scores = []
    for category in {each.wanted_primary for each in known}:
        right = sum(each.primary == category == each.wanted_primary for each in known)
        said = sum(each.primary == category for each in known)
        there = sum(each.wanted_primary == category for each in known)
        scores.append(2 * right / (said + there))
    return round(sum(scores) / len(scores), 4) if scores else None


def _calibration_error(known: list[Judged]) -> float | None:
    gap = 0.0
    for band in range(10):
        inside = [each for each in known if min(int(each.confidence * 10), 9) == band]
        confidence = sum(each.confidence for each in inside)
        right = sum(each.primary == each.wanted_primary for each in inside)
        gap += abs(confidence - right)
    return round(gap / len(known), 4) if known else None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, help="where to write one prediction a row, as JSON")
    given = parser.parse_args()
    judged, speed = evaluate(given.file)
    figures = summarise(judged) | {
        "rows_per_second": round(speed, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in figures.items()))
    if given.out:
        content = {"figures": figures, "predictions": [asdict(each) for each in judged]}
        given.out.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
