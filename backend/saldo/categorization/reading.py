"""Read the categoriser's answer without trusting it: what is good is used, what is not is named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from categorizer_contract import BY_DETAILED, Category, Label
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from saldo.core.text import storable


@dataclass(frozen=True)
class GoodLabel:
    """A label that keeps to the contract, with its category looked up."""

    transaction_id: UUID
    label: Label
    category: Category


@dataclass(frozen=True)
class Answer:
    """The usable labels by transaction; everything else in it is of no use."""

    model_version: str = ""
    labels: Mapping[UUID, GoodLabel] = field(default_factory=dict)


class _Envelope(BaseModel):
    """A result whose labels are read one by one, so that one bad label does not spoil a batch."""

    model_config = ConfigDict(extra="ignore")
    model_version: str
    labels: list[JsonValue]


def read_answer(result: object) -> Answer:
    """Read a result of the contract's task, whatever it may be; an unreadable one has no labels."""
    try:
        envelope = _Envelope.model_validate(result)
    except ValidationError:
        return Answer()
    good = filter(None, map(_good_label, envelope.labels))
    return Answer(storable(envelope.model_version), {each.transaction_id: each for each in good})


def _good_label(raw: JsonValue) -> GoodLabel | None:
    try:
        label = Label.model_validate(raw)
        transaction_id = UUID(label.id)
    except ValueError:  # pydantic's ValidationError is one, too
        return None
    category = BY_DETAILED.get(label.detailed)
    alternatives_exist = all(each.detailed in BY_DETAILED for each in label.alternatives)
    return GoodLabel(transaction_id, label, category) if category and alternatives_exist else None
