"""The parts beneath the classifier: knowledge, vectors, stored model, serving."""

import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from categorizer_contract import CategorizeRequest, Habits, Label, Row
from categorizer_contract.taxonomy import TAXONOMY

from categorizer import artifacts, directions, embedding, serving
from categorizer.classifier import Classifier
from categorizer.embedding import NumpyEncoder
from categorizer.entries import read_entries
from categorizer.knowledge import Fit, open_knowledge

OUT = directions.allowed(Decimal(-1))


def test_a_name_is_known_whole_or_by_its_beginning() -> None:
    knowledge = open_knowledge()

    whole = knowledge.find_merchant(["whole", "foods"], OUT)
    beginning = knowledge.find_merchant(["starbucks", "reserve", "roastery", "xyz"], OUT)
    assert whole
    assert whole.fit is Fit.WHOLE
    assert beginning
    assert beginning.fit is Fit.BEGINNING


def test_a_plain_word_names_nobody() -> None:
    assert open_knowledge().find_merchant(["central", "qxz"], OUT) is None


def test_a_phrase_is_found_inside_the_banks_words() -> None:
    (found,) = open_knowledge().find_phrases(["acct", "overdraft", "fee", "nov"], OUT)

    assert found.known.detailed == "BANK_FEES_OVERDRAFT_FEES"


def test_a_merchant_of_ours_goes_by_its_own_spelling() -> None:
    found = open_knowledge().find_merchant(["cvs", "pharmacy"], OUT)

    assert found
    assert found.known.name == "CVS Pharmacy"


def test_every_category_has_knowledge() -> None:
    known = {entry.detailed for _, entry in read_entries()}

    assert {entry.detailed for entry in TAXONOMY} - known == {"OTHER_OTHER"}  # what nothing else fits


def test_vectors_equal_those_of_the_model_library() -> None:
    pytest.importorskip("sentence_transformers")
    texts = [
        "blue bottle coffee",
        "payroll deposit acme",
        "x",
        "transfer to savings and more words here",
    ]

    mine = NumpyEncoder().encode(texts)
    theirs = embedding.SentenceTransformersEncoder().encode(texts)

    assert (mine * theirs).sum(axis=1).min() > 0.9999


def test_nothing_to_encode_is_no_error() -> None:
    assert NumpyEncoder().encode([]).shape == (0, 384)


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(embedding.model_folder(), tmp_path / "model")
    with (tmp_path / "model" / "model.safetensors").open("r+b") as weights:
        weights.seek(1_000_000)
        weights.write(b"\x00\x01\x02")
    monkeypatch.setattr(embedding, "model_folder", lambda: tmp_path / "model")

    with pytest.raises(embedding.WeightsDamaged):
        NumpyEncoder().encode(["x"])


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(artifacts.artifacts_folder(), tmp_path / "model")
    arrays = tmp_path / "model" / artifacts.ARRAYS
    content = bytearray(arrays.read_bytes())
    content[len(content) // 2] ^= 1
    arrays.write_bytes(content)

    with pytest.raises(artifacts.ArtifactsDamaged):
        artifacts.load(tmp_path / "model")


def test_a_stored_model_is_read_back(tmp_path: Path) -> None:
    model = artifacts.load(artifacts.artifacts_folder())

    artifacts.save(tmp_path, model, {})
    again = artifacts.load(tmp_path)

    assert again.categories == model.categories
    assert np.abs(again.gram_weights - model.gram_weights).max() < 0.05


class Fragile(Classifier):
    """Fails on any batch that holds the row "poison"."""

    def __init__(self) -> None:
        pass

    @property
    def version(self) -> str:
        return "test"

    def label(self, rows: Sequence[Row], chosen: Habits | None = None) -> list[Label]:  # noqa: ARG002 - the port's signature
        if any(row.id == "poison" for row in rows):
            raise ValueError("poison")
        return [serving.unknown(row).model_copy(update={"confidence": 0.9}) for row in rows]


def test_one_bad_row_never_fails_the_others() -> None:
    rows = [Row(id=str(n), description="x", amount=Decimal(1), currency="USD") for n in range(9)]
    rows.insert(4, Row(id="poison", description="x", amount=Decimal(1), currency="USD"))

    answer = serving.answer(CategorizeRequest(batch_id="b", rows=rows), Fragile())

    assert [each.id for each in answer.labels] == [row.id for row in rows]
    assert [each.id for each in answer.labels if each.confidence == 0] == ["poison"]
