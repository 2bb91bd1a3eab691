"""The review inbox and the categoriser itself, as the API shows them."""

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from saldo.categorization.explaining import Explained
from saldo.categorization.reviewing import Group
from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.corrections.schemas import Lesson, ManyChanged
from saldo.taxonomy.catalogue import Catalogue


class Candidate(Output):
    """A category that is possible."""

    detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"])
    label: str = Field(examples=["Coffee"])
    group: str = Field(description="The primary category in plain words", examples=["Food and drink"])
    confidence: float = Field(description="Calibrated probability, 0 to 1", examples=[0.41])

    @classmethod
    def of(cls, detailed: str, confidence: float, categories: Catalogue) -> Self:
        category = categories.get(detailed)
        return cls(
            detailed=category.detailed,
            label=category.label,
            group=category.group_label,
            confidence=confidence,
        )


class ReviewGroup(Output):
    """Transactions of one merchant, direction and currency that the categoriser is not sure of."""

    merchant_key: str | None
    name: str
    direction: Literal["in", "out"]
    currency: str
    count: int
    amount: Amount = Field(description="All of them together; positive is money in")
    first_date: dt.date
    last_date: dt.date
    transaction_ids: list[UUID] = Field(description="The newest of them, at most 500")
    descriptions: list[str] = Field(description="Some of the bank's texts")
    candidates: list[Candidate] = Field(description="What it may be, best first")

    @classmethod
    def of(cls, group: Group, categories: Catalogue) -> Self:
        return cls(
            **{name: value for name, value in vars(group).items() if name != "alternatives"},
            # Of a text it cannot read the categoriser says "uncategorised", without any confidence.
            candidates=[
                Candidate.of(each["detailed"], each["confidence"], categories)
                for each in group.alternatives or ()
                if each["confidence"] > 0
            ],
        )


class ReviewList(Output):
    """What waits for a person."""

    data: list[ReviewGroup]
    transactions: int = Field(description="All that wait, beyond this list too")
    groups: int


class ReviewAnswer(Input):
    """What some transactions are."""

    transaction_ids: list[UUID] = Field(min_length=1, max_length=500)
    category_detailed: str = Field(examples=["FOOD_AND_DRINK_COFFEE"], max_length=100)
    remember: bool = Field(default=True, description="Choose it for the merchant from now on")


class ReviewAnswered(ManyChanged):
    """What an answer changed and taught, and what is left."""

    lesson: Lesson | None
    transactions: int = Field(description="That still wait")
    groups: int


class Question(Input):
    """A text as a bank would print it."""

    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = (
        Field(examples=["SQ *BLUE BOTTLE COFFEE OAKLAND CA"])
    )
    amount: Amount = Field(description="Positive is money in", examples=["-4.50"], gt=-(10**18), lt=10**18)
    currency: str = Field("USD", min_length=1, max_length=10)
    merchant_name: str | None = Field(None, description="The bank's own name, if it gave one", max_length=500)


class Questions(Input):
    """Texts to categorise; nothing is stored."""

    texts: list[Question] = Field(min_length=1, max_length=100)


class Explanation(Output):
    """What a text would become here, and why."""

    description: str
    category: Candidate
    source: Literal["rule", "memory", "model"] = Field(
        description="`rule`: a rule of yours decides; `memory`: a correction of yours does"
    )
    reason: str = Field(examples=["Known merchant: Blue Bottle Coffee (coffee)"])
    candidates: list[Candidate] = Field(description="What the model thought possible, best first")
    merchant_key: str | None
    merchant_name: str | None

    @classmethod
    def of(cls, question: Question, explained: Explained, categories: Catalogue) -> Self:
        label, lesson, ruled = explained.label, explained.lesson, explained.ruled
        source: Literal["rule", "memory", "model"]
        if "category_detailed" in ruled:
            source, reason = "rule", ruled["category_reason"]["text"]
            chosen = Candidate.of(ruled["category_detailed"], 1.0, categories)
        elif lesson is not None:
            source, reason = "memory", f"You chose this for {lesson.merchant_name}"
            chosen = Candidate.of(lesson.category_detailed, 1.0, categories)
        else:
            source, reason = "model", label.reason.text
            chosen = Candidate.of(label.detailed, label.confidence, categories)
        return cls(
            description=question.description,
            category=chosen,
            source=source,
            reason=reason,
            candidates=[
                Candidate.of(each.detailed, each.confidence, categories) for each in label.alternatives
            ],
            merchant_key=explained.merchant_key,
            merchant_name=ruled.get("merchant_name", explained.merchant_name),
        )


class Explanations(Output):
    """The answers in the order of the texts; null for a text that has none."""

    model_version: str
    data: list[Explanation | None]


class CategoriserStatus(Output):
    """How categorisation is doing in this workspace."""

    model_version: str | None = Field(description="Of the newest answer")
    waiting: int = Field(description="Transactions without an answer")
    asked: int = Field(description="Those of them that are on their way")
    unsure: int = Field(description="That wait for a review")
    answered_last_minute: int
    by_source: dict[str, int] = Field(description="Transactions by who chose their category")
    queue_depth: int | None = Field(description="Batches of everybody before the categoriser; null: unknown")
