"""Training's own arithmetic: the folds, the figures, the weights, the evaluation of a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from categorizer_contract.taxonomy import BY_DETAILED

from categorizer import model
from categorizer.artifacts import ARRAYS, MANIFEST, artifacts_folder
from categorizer.evidence import CATEGORIES
from training import evaluate, stacking, train
from training.metrics import Judged, calibration_error, summarise

dataset = pytest.importorskip("training.dataset")
ROOT = Path(__file__).parents[1]
ROWS = (
    "description,amount,pfc_primary,pfc_detailed\n"
    "STARBUCKS STORE 123,4.50,FOOD_AND_DRINK,FOOD_AND_DRINK_COFFEE\n"
    "ACME PAYROLL,-2500,INCOME,INCOME_WAGES\n"
    "SOMETHING,1,,\n"
)


def test_the_model_was_trained_on_the_files_as_they_are() -> None:
    manifest = json.loads((artifacts_folder() / MANIFEST).read_text(encoding="utf-8"))

    assert {name: manifest[name] for name in train.read_sources()} == train.read_sources()


_TRAIN_A_LITTLE = """
import sys
from pathlib import Path
import numpy as np
from categorizer import artifacts
from categorizer.embedding import NumpyEncoder
from training import dataset, train
examples = dataset.read_examples(7)[::600]
vectors = NumpyEncoder().encode([each.text for each in examples])
fitted = train._fit(examples, vectors, np.ones(len(examples), bool), 5)
artifacts.save(Path(sys.argv[1]), fitted, {"sources": train.read_sources()})
"""


def test_two_trainings_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        # Each in a process of its own, with another order of its sets.
        command = [sys.executable, "-c", _TRAIN_A_LITTLE, str(tmp_path / name)]
        order = {"PYTHONHASHSEED": str(len(name) + ord(name[0]))}
        subprocess.run(command, cwd=ROOT, check=True, env=os.environ | order)

    for file in (ARRAYS, MANIFEST):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_no_merchant_is_on_both_sides_of_a_fold() -> None:
    folds: dict[str, set[int]] = {}
    for example in dataset.read_examples(seed=7):
        if example.fold != dataset.NO_FOLD:
            folds.setdefault(example.name.lower(), set()).add(example.fold)

    assert len(folds) > 20_000
    assert {len(each) for each in folds.values()} == {1}


def test_a_fold_knows_none_of_its_merchants() -> None:
    known = stacking.knowledge_without(0)
    names = [each for each in dataset.read_entries() if dataset.fold_of(each[1]) == 0 and " " in each[0]]

    found = [known.find_merchant(words.split(), frozenset(BY_DETAILED)) for words, _ in names[:300]]

    own = {entry.name for _, entry in names}
    assert not [match for match in found if match and match.known.name in own]


def test_no_row_is_for_developing_and_for_reporting_at_once() -> None:
    developed = {row.row.description for row in dataset.read_development()}
    kept = [
        row
        for name in ("held-out.csv", "held-out-tail.csv", "held-out-banks.csv")
        for row in dataset.read_evaluation(name)
    ]

    assert len(developed) > 1_000
    assert developed.isdisjoint(row.row.description for row in kept)


def judged(right: str, said: str, confidence: float) -> Judged:
    return Judged(
        "x",
        "1",
        BY_DETAILED[right].primary,
        right,
        BY_DETAILED[said].primary,
        said,
        confidence,
        (said,),
        "",
        None,
    )


def test_figures_are_right_on_hand_made_numbers() -> None:
    figures = summarise(
        [
            judged("TRAVEL_FLIGHTS", "TRAVEL_FLIGHTS", 0.9),
            judged("TRAVEL_FLIGHTS", "TRAVEL_LODGING", 0.8),
            judged("TRAVEL_FLIGHTS", "MEDICAL_EYE_CARE", 0.4),
            judged("MEDICAL_EYE_CARE", "MEDICAL_EYE_CARE", 0.5),
        ]
    )

    assert figures["accuracy_primary"] == 0.75
    assert figures["accuracy_detailed"] == 0.5
    assert figures["coverage_at_0.6"] == 0.5
    assert figures["accuracy_at_0.6"] == 1.0


def test_calibration_error_is_the_gap() -> None:
    assert calibration_error([0.8] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.3)


def test_weights_learn_what_to_believe() -> None:
    chance = np.random.default_rng(1)
    wanted = chance.integers(len(CATEGORIES), size=300)
    table = np.zeros((300, model.WEIGHED, len(CATEGORIES)), np.float32)
    table[np.arange(300), 0, wanted] = 1  # always right
    table[np.arange(300), 1, chance.integers(len(CATEGORIES), size=300)] = 1  # noise
    possible = np.ones((300, len(CATEGORIES)), np.float32)

    stack = stacking.Stack(table, possible, wanted, np.ones(300, np.float32), ("x",) * 300)
    weights = stacking.learn(stack)

    assert weights[0] > 4 * abs(weights[1])
    assert (model.decide(weights, table, possible).argmax(axis=1) == wanted).all()


def test_calibration_leaves_the_order_and_corrects_the_confidence() -> None:
    chances = np.zeros((1, len(CATEGORIES)), np.float32)
    chances[0, CATEGORIES.index("TRAVEL_FLIGHTS")] = 0.9
    chances[0, CATEGORIES.index("MEDICAL_EYE_CARE")] = 0.1

    curves = {"slope": 1.0, "offset": 0.0, "open_slope": 0.5, "open_offset": 0.0}
    groups = model.calibrate(chances, np.array([False]), curves)
    settled = model.calibrate(chances, np.array([True]), curves)

    assert groups.max() == pytest.approx(0.75, abs=0.01)
    assert settled.max() == pytest.approx(0.9, abs=0.01)
    assert groups.sum() == pytest.approx(1)


def test_a_file_is_labelled_and_judged(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, encoding="utf-8")

    found, speed = evaluate.evaluate(file)
    figures = summarise(found)

    assert speed > 0
    assert figures["rows"] == 3
    assert figures["judged"] == 2
    assert figures["accuracy_detailed"] == 1.0


def test_the_command_prints_figures_and_writes_a_prediction_a_row(tmp_path: Path) -> None:
    file, out = tmp_path / "rows.csv", tmp_path / "out.json"
    file.write_text(ROWS, encoding="utf-8")

    command = [sys.executable, "-m", "training.evaluate", str(file), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    written = json.loads(out.read_text(encoding="utf-8"))
    assert "accuracy_primary: 1.0" in done.stdout
    assert "peak_memory_mb" in written["figures"]
    assert [each["detailed"] for each in written["predictions"]][:2] == [
        "FOOD_AND_DRINK_COFFEE",
        "INCOME_SALARY",
    ]


def test_predictions_are_written_where_the_folder_of_the_rows_takes_none(tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "rows.csv", tmp_path / "elsewhere"
    file.write_text(ROWS, encoding="utf-8")
    (tmp_path / "rows.predictions.json").mkdir()  # which root cannot overwrite either
    elsewhere.mkdir()

    command = [sys.executable, "-m", "training.evaluate", str(file)]
    environment = os.environ | {"TMPDIR": str(elsewhere)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)

    written = elsewhere / "rows.predictions.json"
    assert f"predictions: {written}" in done.stdout
    assert len(json.loads(written.read_text(encoding="utf-8"))["predictions"]) == ROWS.count("\n") - 1


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("what\never\n", encoding="utf-8")

    command = [sys.executable, "-m", "training.evaluate", str(file)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 1
    assert "no column description or amount" in done.stderr
    assert "Traceback" not in done.stderr
