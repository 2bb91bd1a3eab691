"""Rules as the API shows them and takes them."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from saldo.core.money import Amount
from saldo.core.schemas import Input, Output
from saldo.corrections.schemas import Money, Tag
from saldo.rules.matching import Matched
from saldo.rules.models import Rule
from saldo.taxonomy.catalogue import Catalogue

Piece = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Day = Annotated[int, Field(ge=1, le=31)]
LARGEST = Decimal(10**18)


class Conditions(Input):
    """Which transactions a rule speaks of: all that is given must hold."""

    texts: list[Piece] = Field([], description="Any of these is in the bank's text", max_length=20)
    merchant_key: str | None = Field(None, description="A transaction's `merchant_key`", max_length=500)
    account_ids: list[UUID] = Field([], description="In any of these accounts", max_length=100)
    direction: Literal["in", "out"] | None = Field(None, description="Money in or money out")
    amount_min: Amount | None = Field(None, description="At least this much, in or out", ge=0, lt=LARGEST)
    amount_max: Amount | None = Field(None, description="At most this much, in or out", ge=0, lt=LARGEST)
    day_first: Day | None = Field(None, description="From this day of the month on")
    day_last: Day | None = Field(None, description="Up to this day of the month")

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        if not any(self.model_dump().values()):
            msg = "A rule needs at least one condition; this one would speak of everything."
            raise ValueError(msg)
        for least, most in ((self.amount_min, self.amount_max), (self.day_first, self.day_last)):
            if least is not None and most is not None and least > most:
                msg = f"Nothing lies between {least} and {most}."
                raise ValueError(msg)
        return self


class Actions(Input):
    """What a rule says of its transactions."""

    category_detailed: str | None = Field(
        None, description="Code of the category", examples=["FOOD_AND_DRINK_COFFEE"], max_length=100
    )
    is_transfer: bool = Field(default=False, description="Money between own accounts, by its direction")
    merchant_name: Name | None = Field(None, description="The name to show")
    tags: list[Tag] = Field([], description="Added to the tags there are", max_length=20)
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)] | None = (
        Field(None, description="A note, where there is none of yours")
    )
    is_excluded: bool = Field(default=False, description="Show them, but count them nowhere")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(self.model_dump().values()):
            msg = "A rule needs at least one action."
            raise ValueError(msg)
        if self.is_transfer and self.category_detailed:
            msg = "A transfer has its own category: choose one of the two."
            raise ValueError(msg)
        return self


class RuleDraft(Input):
    """A rule to make, to change or to try."""

    name: Name = Field(examples=["Rent"])
    is_enabled: bool = Field(default=True, description="Speaks of new transactions")
    conditions: Conditions
    actions: Actions


class RuleShown(Output):
    """A rule."""

    id: UUID
    position: int = Field(
        description="Its place in the order, from 0: the first to speak of a field is heard"
    )
    name: str
    is_enabled: bool
    conditions: Conditions
    actions: Actions
    category_label: str | None = Field(description="The category in plain words")
    specificity: int = Field(description="How many conditions it has")
    created_at: dt.datetime
    updated_at: dt.datetime

    @classmethod
    def of(cls, rule: Rule, position: int, categories: Catalogue) -> Self:
        conditions = Conditions.model_validate(
            {name: getattr(rule, name) for name in Conditions.model_fields}
        )
        category = categories.get(rule.category_detailed) if rule.category_detailed else None
        said = {name: getattr(rule, name) for name in Actions.model_fields}
        actions = Actions.model_validate({**said, "category_detailed": category and category.detailed})
        return cls(
            id=rule.id,
            position=position,
            name=rule.name,
            is_enabled=rule.is_enabled,
            conditions=conditions,
            actions=actions,
            category_label=category.label if category else None,
            specificity=sum(map(bool, conditions.model_dump().values())),
            created_at=rule.created_at,
            updated_at=rule.updated_at,
        )


class RuleList(Output):
    """All rules in the order in which they speak."""

    data: list[RuleShown]


class RuleOrder(Input):
    """Every rule's id, the first to speak first."""

    rule_ids: list[UUID] = Field(max_length=1000)


class Consequence(Output):
    """What one transaction would read."""

    id: UUID
    date: dt.date
    amount: Amount
    currency: str
    description: str
    category_before: str | None = Field(description="Label of the category it has")
    category_after: str | None = Field(description="Label of the category it would have")
    also: list[Literal["name", "tags", "note", "excluded"]] = Field(description="What else would change")


class Simulation(Output):
    """What rules would do to the history; nothing has been done."""

    matched: int = Field(description="Transactions that the rules speak of")
    changed: int = Field(description="Those of them that would read differently")
    sums: list[Money] = Field(description="Of all that match, by currency")
    transactions: list[Consequence] = Field(description="The newest that match, changed ones first")


_SHOWN_AS: dict[str, Literal["name", "tags", "note", "excluded"]] = {
    "merchant_name": "name",
    "tags": "tags",
    "note": "note",
    "is_excluded": "excluded",
}


def consequence_of(matched: Matched, change: dict[str, object], categories: Catalogue) -> Consequence:
    """Describe what one transaction would read after `change`, the columns that would differ."""
    before, after = matched.category_before, change.get("category_detailed", matched.category_before)
    return Consequence(
        id=matched.transaction_id,
        date=matched.date,
        amount=matched.amount,
        currency=matched.currency,
        description=matched.description,
        category_before=categories.get(before).label if before else None,
        category_after=categories.get(str(after)).label if after else None,
        also=[word for name, word in _SHOWN_AS.items() if name in change],
    )
