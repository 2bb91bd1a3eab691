"""The knowledge files: nothing twice, nothing contradictory, every category known, and enough of it."""

from collections import Counter, defaultdict

import pytest
from categorizer_contract.taxonomy import BY_DETAILED, TAXONOMY, UNKNOWN

from categorizer.entries import Kind, KnowledgeDamaged, Known, read_entries, read_lines
from categorizer.knowledge import Fit, Knowledge

OURS = [(words, known) for words, known in read_entries() if known.kind is not Kind.BRAND]
ANYWHERE = frozenset(BY_DETAILED)
_IN = ("INCOME", "TRANSFER_IN", "LOAN_DISBURSEMENTS")


def place_of(words: str, known: Known) -> tuple[str, Kind, bool, bool]:
    """Return what must be unique: the same words may mean different things by kind, direction and country."""
    return words, known.kind, known.detailed.startswith(_IN), known.is_abroad


def test_no_entry_stands_twice() -> None:
    counted = Counter(place_of(words, known) for words, known in OURS)

    assert [place for place, times in counted.items() if times > 1] == []


def test_no_entries_contradict_each_other() -> None:
    meanings: dict[object, set[str]] = defaultdict(set)
    for words, known in OURS:
        meanings[place_of(words, known)].add(known.detailed)

    assert {place: found for place, found in meanings.items() if len(found) > 1} == {}


def test_every_entry_can_be_found_by_its_words() -> None:
    assert [known for words, known in OURS if not words.strip()] == []


def test_there_is_enough_of_it() -> None:
    assert len({words for words, _ in read_entries()}) >= 20_000
    assert len({words for words, _ in OURS}) >= 15_000


def test_every_category_is_covered() -> None:
    known = {entry.detailed for _, entry in read_entries()}

    assert {entry.detailed for entry in TAXONOMY} - known <= {UNKNOWN.detailed}


def test_a_bad_line_is_named() -> None:
    with pytest.raises(KnowledgeDamaged, match=r"words/x\.txt:1: a line before"):
        list(read_lines("words/x.txt", "bakery\n", Kind.WORD))
    with pytest.raises(KnowledgeDamaged, match=r"x\.txt:2: no such category"):
        list(read_lines("x.txt", "# a note\n[FOOD]\n", Kind.WORD))


def test_lines_hold_names_with_spellings_or_phrases() -> None:
    names = list(
        read_lines("x", "[FOOD_AND_DRINK_COFFEE gb]\nCosta = costa coffee | costa express\n", Kind.MERCHANT)
    )
    phrases = list(read_lines("x", "[BANK_FEES_ATM_FEES]\natm fee | atm charge\n", Kind.PHRASE))

    assert [words for words, _ in names] == ["costa", "costa coffee", "costa express"]
    assert {(known.name, known.is_abroad) for _, known in names} == {("Costa", True)}
    assert [known.name for _, known in phrases] == ["atm fee", "atm charge"]


@pytest.fixture
def small() -> Knowledge:
    def known(name: str, detailed: str, kind: Kind) -> Known:
        return Known(name, detailed, kind)

    return Knowledge(
        [
            ("blue bottle coffee", known("Blue Bottle", "FOOD_AND_DRINK_COFFEE", Kind.MERCHANT)),
            ("shell", known("Shell", "TRANSPORTATION_GAS", Kind.MERCHANT)),
            ("instashop", known("Instashop", "FOOD_AND_DRINK_GROCERIES", Kind.MERCHANT)),
            ("parking", known("parking", "TRANSPORTATION_PARKING", Kind.WORD)),
            ("burger king", known("Burger King", "FOOD_AND_DRINK_FAST_FOOD", Kind.MERCHANT)),
            ("dog grooming", known("dog grooming", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES", Kind.WORD)),
            ("grooming", known("grooming", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES", Kind.WORD)),
            ("interest", known("interest", "INCOME_INTEREST_EARNED", Kind.PHRASE)),
            ("interest charge", known("interest charge", "BANK_FEES_INTEREST_CHARGE", Kind.PHRASE)),
        ]
    )


@pytest.mark.parametrize(
    ("text", "name", "fit"),
    [
        ("blue bottle coffee", "Blue Bottle", Fit.WHOLE),
        ("shell oil", "Shell", Fit.BEGINNING),
        ("burgerking", "Burger King", Fit.WHOLE),
        ("blue bottle cof", "Blue Bottle", Fit.CUT),
        ("instashopcom", "Instashop", Fit.CUT),
    ],
)
def test_a_merchant_is_found_whole_begun_joined_or_cut(
    small: Knowledge, text: str, name: str, fit: Fit
) -> None:
    found = small.find_merchant(text.split(), ANYWHERE)

    assert found
    assert (found.known.name, found.fit) == (name, fit)


def test_a_word_of_towns_names_is_no_word_cut_off(small: Knowledge) -> None:
    assert not small.find_words(["que", "viva", "cameron", "park"], ANYWHERE)
    assert small.find_words(["que", "viva", "cameron", "parki"], ANYWHERE)


def test_a_kind_of_business_is_found_even_when_cut(small: Knowledge) -> None:
    assert [each.words for each in small.find_words(["happy", "dog", "grooming"], ANYWHERE)] == [
        ("dog", "grooming")
    ]
    assert [each.words for each in small.find_words(["happy", "dog", "groomi"], ANYWHERE)] == [("groomi",)]


def test_a_longer_phrase_hides_the_shorter(small: Knowledge) -> None:
    found = small.find_phrases(["purchase", "interest", "charge"], ANYWHERE)

    assert [each.known.detailed for each in found] == ["BANK_FEES_INTEREST_CHARGE"]
