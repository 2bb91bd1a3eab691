"""Training's own arithmetic: the split, the figures, the evaluation of a file."""

from pathlib import Path

import numpy as np
import pytest
from categorizer_contract.taxonomy import TAXONOMY

from training import evaluate
from training.metrics import calibration_error, describe

dataset = pytest.importorskip("training.dataset")


def test_no_merchant_is_on_both_sides_of_the_split() -> None:
    examples = dataset.read_examples(seed=7)

    held_out = {example.name.lower() for example in examples if example.is_held_out}
    seen = {example.name.lower() for example in examples if not example.is_held_out}
    assert len(held_out) > 1_000
    assert held_out.isdisjoint(seen)


def test_the_same_seed_gives_the_same_examples() -> None:
    assert dataset.read_examples(seed=3) == dataset.read_examples(seed=3)


def test_figures_are_right_on_hand_made_numbers() -> None:
    probabilities = np.zeros((4, len(TAXONOMY)), np.float32)
    probabilities[[0, 1, 2, 3], [0, 1, 2, 3]] = [0.9, 0.9, 0.5, 0.5]

    figures = describe(probabilities, np.array([0, 1, 2, len(TAXONOMY) - 1]))

    assert figures["detailed"] == 0.75
    assert figures["coverage_at_0.6"] == 0.5
    assert figures["primary_at_0.6"] == 1.0


def test_calibration_error_is_the_gap() -> None:
    assert calibration_error(np.full(10, 0.8), np.array([True] * 5 + [False] * 5)) == pytest.approx(0.3)


def test_a_file_is_labelled_and_judged(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(
        "description,amount,pfc_primary,pfc_detailed\n"
        "STARBUCKS STORE 123,4.50,FOOD_AND_DRINK,FOOD_AND_DRINK_COFFEE\n"
        "ACME PAYROLL,-2500,INCOME,INCOME_WAGES\n"
        "SOMETHING,1,,\n",
        encoding="utf-8",
    )

    judged, speed = evaluate.evaluate(file)
    figures = evaluate.summarise(judged)

    assert speed > 0
    assert figures["rows"] == 3
    assert figures["judged"] == 2
    assert figures["accuracy_detailed"] == 1.0
