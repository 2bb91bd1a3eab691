"""The task's name and queue, and the messages that go there and back."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

TASK = "categorizer.categorize.v1"
QUEUE = "categorizer"
MAX_ROWS = 256

Confidence = Annotated[float, Field(ge=0, le=1, description="Calibrated probability", examples=[0.93])]


class Message(BaseModel):
    """Base of all messages: unknown fields are ignored, so either side may be newer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class BankCategory(Message):
    """The bank's own guess; v1 and v2 codes are both understood."""

    primary: str = Field(description="Primary code", examples=["FOOD_AND_DRINK"])
    detailed: str = Field(description="Detailed code", examples=["FOOD_AND_DRINK_COFFEE"])
    confidence_level: str | None = Field(default=None, description="As the bank states it", examples=["HIGH"])


class Row(Message):
    """One transaction to categorise."""

    id: str = Field(description="Given back with the label")
    description: str = Field(description="The bank's text", examples=["SQ *BLUE BOTTLE COFFEE OAKLAND CA"])
    merchant_name: str | None = Field(default=None, description="The bank's cleaned name, if it gave one")
    amount: Decimal = Field(description="Decimal text; positive is money in", examples=["-12.34"])
    currency: str = Field(description="ISO 4217 or the bank's own code", examples=["USD"])
    bank_category: BankCategory | None = None


Choices = Annotated[
    dict[str, Annotated[int, Field(ge=0)]],
    Field(max_length=MAX_ROWS, description="Merchants by the category chosen for them"),
]


class Habits(Message):
    """How many merchants a person has put into which category; codes nobody knows are ignored."""

    money_in: Choices = Field(default={}, examples=[{"INCOME_RENTAL": 2}])
    money_out: Choices = Field(default={}, examples=[{"FOOD_AND_DRINK_COFFEE": 7}])


class CategorizeRequest(Message):
    """A batch of rows of one person; the whole payload of the task."""

    batch_id: str
    rows: list[Row] = Field(max_length=MAX_ROWS)
    habits: Habits | None = Field(default=None, description="Absent while nothing was chosen")


class ReasonKind(StrEnum):
    """Where a category came from."""

    KNOWN_MERCHANT = "known_merchant"
    PHRASE = "phrase"
    BANK = "bank"
    HABIT = "habit"  # only where the request came with habits: a sender that has none need not know it
    SIMILAR = "similar"
    UNKNOWN = "unknown"


class Reason(Message):
    """Why this category, in words for the person whose transaction it is."""

    kind: ReasonKind
    text: str = Field(examples=["Known merchant: Shell (fuel)"])


class Alternative(Message):
    """One candidate with its probability."""

    detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"])
    confidence: Confidence


class Merchant(Message):
    """Who was paid, as far as the text tells: a key that groups rows, and a name fit to show."""

    key: str = Field(description="Same key, same merchant; empty when the text names nobody")
    name: str | None = Field(examples=["Blue Bottle Coffee"])


class Label(Message):
    """The answer for one row."""

    id: str
    primary: str = Field(examples=["FOOD_AND_DRINK"])
    detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"])
    confidence: Confidence
    alternatives: list[Alternative] = Field(
        max_length=3, description="Best first; the first is the chosen one"
    )
    reason: Reason
    merchant: Merchant


class CategorizeResult(Message):
    """The answer for a batch: one label a row, in the order of the rows."""

    batch_id: str
    model_version: str = Field(examples=["2026.11.21"])
    labels: list[Label]
