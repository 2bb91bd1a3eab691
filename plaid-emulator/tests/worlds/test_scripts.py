"""Scripts speak only the words that their README explains: a slip of the pen would be silence."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from plaid_emulator.worlds.household import scripts

EXPLAINED = set(re.findall(r"`([a-z_]+)`", (scripts.HERE / "README.md").read_text(encoding="utf-8")))
PAYEES = [path.stem for path in scripts.PAYEES.glob("*.json")]
# Below these stand words of other vocabularies: Plaid's, or names of the script's own choosing.
OPEN = {"facts", "identity", "numbers", "prints", "rates", "set", "statement", "words", "meta"}
NAMED = {"groups"}


def words(value: Any, within: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from words(each, within)
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        own_name = within in NAMED or (within == "accounts" and isinstance(inner, int | float))
        if not own_name:
            yield name
        if name not in OPEN:
            yield from words(inner, "" if own_name else name)


@pytest.mark.parametrize("name", scripts.names())
def test_a_script_uses_explained_words_only(name: str) -> None:
    assert set(words(scripts.load(name))) - EXPLAINED == set()


@pytest.mark.parametrize("file", PAYEES)
def test_payees_use_explained_words_only(file: str) -> None:
    assert set(words(scripts.payees(file), "groups")) - EXPLAINED == set()


@pytest.mark.parametrize("name", scripts.names())
def test_rules_speak_of_accounts_that_exist(name: str) -> None:
    script = scripts.load(name)
    keys = {account["key"] for account in script["accounts"]}
    spoken = {rule["account"] for rule in (*script["fixed"], *script["interest"], *script["markets"])}
    spoken |= {account for habit in script["spending"] for account in habit["accounts"]}
    spoken |= {rule[end] for rule in script["transfers"] for end in ("from", "to")}
    spoken |= {rule[end] for rule in script["cards"] for end in ("card", "payer")}

    assert spoken <= keys
