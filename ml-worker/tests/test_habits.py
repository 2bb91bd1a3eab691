"""What a person chose before leans what is open, and touches nothing that is clear."""

from decimal import Decimal

import numpy as np
import pytest
from categorizer_contract import CategorizeRequest, Habits, Label, ReasonKind, Row
from categorizer_contract.taxonomy import BY_DETAILED

from categorizer import habits
from categorizer.classifier import Classifier
from categorizer.evidence import CATEGORIES
from categorizer.serving import answer
from training.dataset import read_evaluation
from training.habits import measure

CLOTHES = "GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES"
DRESSER = Habits(money_out={CLOTHES: 18, "FOOD_AND_DRINK_RESTAURANT": 1})
USUAL = np.zeros(len(CATEGORIES), np.float32)
# A bar? A boutique? A salon? Such names do not say.
OPEN = [
    f"SQ *{look} {thing}"
    for look in ("VELVET", "LUCKY", "SILVER", "QUARRY", "MARLOWE")
    for thing in ("THREAD", "MUSE", "LANE", "COLLECTIVE")
]


def ask(classifier: Classifier, chosen: Habits | None, *descriptions: str) -> list[Label]:
    rows = [
        Row(id=str(place), description=text, amount=Decimal(-36), currency="USD")
        for place, text in enumerate(descriptions)
    ]
    return answer(CategorizeRequest(batch_id="b", rows=rows, habits=chosen), classifier).labels


@pytest.mark.parametrize(
    "chosen",
    [Habits(), Habits(money_in={"INCOME_RENTAL": 5}), Habits(money_out={"A_CATEGORY_OF_THEIR_OWN": 9})],
    ids=["nothing chosen", "the other direction", "a code nobody knows"],
)
def test_without_evidence_nothing_is_likelier(chosen: Habits) -> None:
    assert (habits.odds(chosen, Decimal(-1), USUAL) == 1).all()


def test_what_is_chosen_more_than_usual_becomes_likelier_within_bounds() -> None:
    likelier = habits.odds(Habits(money_out={CLOTHES: 1000}), Decimal(-1), USUAL)

    assert likelier[CATEGORIES.index(CLOTHES)] == likelier.max() == 4
    assert likelier.min() == 0.25


def test_a_known_merchant_stays_what_it_is(classifier: Classifier) -> None:
    known = ("STARBUCKS STORE 08812 SEATTLE WA", "SHELL OIL 57444212345 DENVER CO", "ATM WITHDRAWAL 001234")

    assert ask(classifier, DRESSER, *known) == ask(classifier, None, *known)


def test_the_reason_says_when_habit_decided(classifier: Classifier) -> None:
    pairs = list(zip(ask(classifier, None, *OPEN), ask(classifier, DRESSER, *OPEN), strict=True))

    turned = [leaned for alone, leaned in pairs if alone.detailed != leaned.detailed]
    kept = [
        leaned for alone, leaned in pairs if alone.detailed == leaned.detailed and alone.confidence >= 0.6
    ]
    assert turned
    assert {each.reason.kind for each in turned} == {ReasonKind.HABIT}
    assert any(
        "you chose Clothes & accessories for 18 of 19 merchants" in each.reason.text for each in turned
    )
    assert ReasonKind.HABIT not in {each.reason.kind for each in kept}


def test_a_persons_next_strangers_are_named_better(classifier: Classifier) -> None:
    """A simulated person who keeps horses, sews and travels; her new places are known to nobody."""
    before = Habits(
        money_out={
            "GENERAL_MERCHANDISE_PET_SUPPLIES": 9,
            "GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE": 12,
            "TRAVEL_LODGING": 11,
            "FOOD_AND_DRINK_RESTAURANT": 4,
        }
    )
    new = {
        "STONEFIELD EQUINE TACK & CO": "GENERAL_MERCHANDISE",
        "SQ *PATCHWORK LANE": "GENERAL_MERCHANDISE",
        "HARROW & HOOF SUPPLY": "GENERAL_MERCHANDISE",
        "THE THIMBLE CUPBOARD": "GENERAL_MERCHANDISE",
        "BOBBIN & BOLT": "GENERAL_MERCHANDISE",
        "PADDOCK PANTRY FEEDS": "GENERAL_MERCHANDISE",
        "CASA LUNA AZUL OAXACA": "TRAVEL",
        "ALBERGO SAN MARCO": "TRAVEL",
        "THE OLD RECTORY WHITBY": "TRAVEL",
        "QUINTA DA RIBEIRA": "TRAVEL",
        "LODGEPOLE HOLLOW": "TRAVEL",
    }

    def surprise(labels: list[Label]) -> float:
        return float(np.mean([-np.log(chance_of(*pair)) for pair in zip(labels, new.values(), strict=True)]))

    assert surprise(ask(classifier, before, *new)) < surprise(ask(classifier, None, *new)) - 0.1


def chance_of(label: Label, group: str) -> float:
    """Return what the answer gives a group at most, and a little where it is not among the three."""
    offered = (each.confidence for each in label.alternatives if BY_DETAILED[each.detailed].primary == group)
    return max(offered, default=0.02)


def test_real_rows_are_told_better_with_what_was_chosen_for_other_merchants(classifier: Classifier) -> None:
    alone, helped = measure(read_evaluation("real-rows-za.csv"), classifier, draws=4)

    assert alone.rows == helped.rows > 300
    # Few open rows change their group by a habit; many become sure enough, and more of those are right.
    assert helped.right >= alone.right
    assert helped.sure > alone.sure + 0.02
    assert helped.right_where_sure > alone.right_where_sure
