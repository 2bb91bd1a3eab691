"""One classifier for all tests: loading it takes a second."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from categorizer_contract import BankCategory, Label, Row

from categorizer.classifier import Classifier
from categorizer.serving import open_classifier

pytest_plugins = ["saldo_dev.pytest_services"]


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return open_classifier()


@pytest.fixture
def label(classifier: Classifier) -> Callable[..., Label]:
    def label_one(
        description: str,
        amount: str = "-10",
        *,
        merchant: str | None = None,
        bank: tuple[str, str] | None = None,
    ) -> Label:
        said = BankCategory(primary="", detailed=bank[0], confidence_level=bank[1]) if bank else None
        row = Row(
            id="1", description=description, merchant_name=merchant, amount=Decimal(amount), currency="USD",
            bank_category=said,
        )  # fmt: skip
        return classifier.label([row])[0]

    return label_one
