"""The households' scripts: found, read, joined with their payees and with the script they are like."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SCRIPTS, PAYEES = HERE / "scripts", HERE / "payees"
# Who the people are is never inherited; everything else a script does not say, the other one does.
OWN = ("persona", "like")
LISTS = ("fixed", "spending", "transfers", "cards", "loans", "interest", "markets", "overdrafts")


@cache
def names() -> tuple[str, ...]:
    """List the scripts in the folder."""
    return tuple(sorted(path.stem for path in SCRIPTS.glob("*.json")))


@cache
def load(name: str) -> dict[str, Any]:
    """Read one household's script, whole."""
    script = _read(SCRIPTS / f"{name}.json")
    if "like" in script:
        base = {field: value for field, value in load(script["like"]).items() if field not in OWN}
        script = {**base, **script}
    defaults: dict[str, Any] = {**dict.fromkeys(LISTS, ()), "sparse": {}}
    return {**defaults, **script}


@cache
def groups(name: str) -> dict[str, Any]:
    """Read the payee groups of a household: those of its countries, and its own."""
    script, found = load(name), dict[str, Any]()
    for file in script.get("payees", ["us"]):
        found |= payees(file)
    found |= script.get("groups", {})
    return found


@cache
def payees(file: str) -> dict[str, Any]:
    """Read one file of payee groups."""
    return _read(PAYEES / f"{file}.json")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
