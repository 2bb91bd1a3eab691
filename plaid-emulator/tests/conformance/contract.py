"""What the specification demands of every answer and webhook, and where something differs from it.

contract.json names the fields of each shape: `!` after a name says it must be there, `?` after a kind that
it may be null, `[..]` is a list, `{..}` maps names to a kind, `=..` is one of the values listed.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from emulator_harness import Json

CONTRACT: Json = json.loads(Path(__file__).with_name("contract.json").read_text(encoding="utf-8"))
SHAPES: dict[str, dict[str, str]] = CONTRACT["shapes"]


def of_answer(path: str, status: int, body: Json) -> list[str]:
    """List where an answer differs from the specification."""
    return sorted(set(_differences(body, CONTRACT["answers"][path] if status == 200 else CONTRACT["error"])))


def of_webhook(body: Json) -> list[str]:
    """List where a webhook differs from the specification."""
    return sorted(
        set(_differences(body, CONTRACT["webhooks"][f"{body['webhook_type']}.{body['webhook_code']}"]))
    )


def _differences(value: Any, kind: str, place: str = "") -> Iterator[str]:
    if value is None:
        if not kind.endswith("?"):
            yield f"{place} is null"
        return
    kind = kind.removesuffix("?")
    if kind in SHAPES:
        yield from _of_object(value, SHAPES[kind], place)
    elif kind[0] in "[{":
        yield from _of_many(value, kind, place)
    elif not _is(value, kind):
        yield f"{place} is {value!r}, not {kind}"


def _of_object(value: Any, shape: dict[str, str], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place} is no object"
        return
    kinds = {name.removesuffix("!"): kind for name, kind in shape.items()}
    yield from (f"{place}.{name} is unknown" for name in value.keys() - kinds.keys())
    yield from (
        f"{place}.{name[:-1]} is missing" for name in shape if name[-1] == "!" and name[:-1] not in value
    )
    for name in value.keys() & kinds.keys():
        yield from _differences(value[name], kinds[name], f"{place}.{name}")


def _of_many(value: Any, kind: str, place: str) -> Iterator[str]:
    if not isinstance(value, list if kind[0] == "[" else dict):
        yield f"{place} is not {kind}"
        return
    for each in value if isinstance(value, list) else value.values():
        yield from _differences(each, kind[1:-1], f"{place}[]")


def _is(value: Any, kind: str) -> bool:
    if kind.startswith("="):
        return value in CONTRACT["values"][kind[1:]]
    return KINDS[kind](value)


def _reads(read: Callable[[str], object]) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        try:
            read(value)
        except (TypeError, ValueError):
            return False
        return True

    return check


def _moment(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)


KINDS: dict[str, Callable[[Any], bool]] = {
    "anything": lambda _: True,
    "text": lambda value: isinstance(value, str),
    "truth": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "date": _reads(date.fromisoformat),
    "moment": _reads(_moment),
}
