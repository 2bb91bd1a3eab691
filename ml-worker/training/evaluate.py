"""Measures the served classifier on a CSV: `python -m training.evaluate FILE.csv [--out FILE.json]`.

The file has `description,amount[,pfc_primary,pfc_detailed]`: amounts as Plaid states them (positive is money
out), codes of version 1 or 2. A row without codes is labelled but not judged. Where the file has the bank's
own category too (`bank_detailed[,bank_confidence]`), the worker hears it as it does in service.

The figures are printed; with one prediction a row they go into a JSON file: the one that is named, or
FILE.predictions.json beside the rows, or in the folder for temporary files where that one takes none.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from categorizer_contract import CategorizeRequest, Label
from categorizer_contract.messages import MAX_ROWS

from categorizer.serving import answer, open_classifier
from training import metrics
from training.metrics import Judged
from training.rows import RowsUnreadable, read_rows


def evaluate(path: Path) -> tuple[list[Judged], float]:
    """Label every row of the file; return the predictions and how many rows a second."""
    wanted = read_rows(path)
    rows = [each.row for each in wanted]
    classifier = open_classifier()
    began = time.perf_counter()
    labels: list[Label] = []
    for start in range(0, len(rows), MAX_ROWS):
        request = CategorizeRequest(batch_id=str(start), rows=rows[start : start + MAX_ROWS])
        labels += answer(request, classifier).labels
    seconds = time.perf_counter() - began
    judged = [
        metrics.judge(each.row.description, str(-each.row.amount), (each.primary, each.detailed), label)
        for each, label in zip(wanted, labels, strict=True)
    ]
    return judged, len(rows) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--out", type=Path, help="where to write the figures and one prediction a row, as JSON"
    )
    given = parser.parse_args()
    try:
        judged, speed = evaluate(given.file)
    except RowsUnreadable as error:
        sys.exit(str(error))
    figures = metrics.summarise(judged) | {
        "rows_per_second": round(speed, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in figures.items()))
    content = {
        "figures": figures,
        "reliability": metrics.reliability(judged),
        "predictions": [asdict(each) for each in judged],
    }
    beside = given.file.with_suffix(".predictions.json")
    _write([given.out] if given.out else [beside, Path(tempfile.gettempdir(), beside.name)], content)


def _write(places: Sequence[Path], content: Mapping[str, object]) -> None:
    """Write to the first place that takes it."""
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    refusals = []
    for file in places:
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            refusals.append(f"{file} cannot be written: {error.strerror}")
        else:
            sys.stdout.write(f"predictions: {file}\n")
            return
    sys.exit("; ".join([*refusals, "name another file with --out"]))


if __name__ == "__main__":
    main()
