"""Where the emulator and the pinned official client differ about the shape of what goes to and fro."""

import inspect
import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from plaid.model_utils import ModelComposed
from pydantic import BaseModel

from conformance.world import KEYS


def of_answer(value: Any, model: Any, place: str = "") -> Iterator[str]:
    """Tell every field of an answer that the client's model does not know, or needs and does not get."""
    if isinstance(value, list):
        for each in value:
            yield from of_answer(each, model, f"{place}[]")
        return
    if not isinstance(value, dict) or not _is_model(model):
        return
    known = dict(_fields(model))
    yield from (f"{place}.{name} is unknown" for name in value.keys() - known.keys())
    yield from (f"{place}.{name} is missing" for name in required(model) - value.keys())
    for name in value.keys() & known.keys():
        yield from of_answer(value[name], known[name], f"{place}.{name}")


def of_request(ours: type[BaseModel], theirs: Any, place: str = "") -> Iterator[str]:
    """Tell every field that only the emulator or only the client knows, or that only one of them needs."""
    known, mine = dict(_fields(theirs)), ours.model_fields
    for name in (known.keys() ^ mine.keys()) - KEYS.keys():
        yield f"{place}.{name} is known only to the {'client' if name in known else 'emulator'}"
    needed = {name for name, field in mine.items() if field.is_required()}
    yield from (f"{place}.{name} is needed by one only" for name in needed ^ required(theirs))
    for name in known.keys() & mine.keys():
        for part in parts(mine[name].annotation):
            if part.model_config.get("extra") == "forbid" and _is_model(known[name]):
                yield from of_request(part, known[name], f"{place}.{name}")


def required(model: Any) -> set[str]:
    """List what an answer must have for the client to read it, or a request for the client to send it."""
    if issubclass(model, ModelComposed):
        return {name for part in model._composed_schemas["allOf"] for name in required(part)}
    given = inspect.signature(model._from_openapi_data).parameters.values()
    python_names = {each.name for each in given if each.kind is each.POSITIONAL_OR_KEYWORD}
    return {model.attribute_map[name] for name in python_names}


def parts(annotation: Any) -> list[type[BaseModel]]:
    """List the nested models of a field, however they are wrapped."""
    if get_origin(annotation) in {Union, types.UnionType, list}:
        return [part for each in get_args(annotation) for part in parts(each)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _fields(model: Any) -> Iterator[tuple[str, Any]]:
    for name, alternatives in model.openapi_types.items():
        models = [each for each in map(_inner, alternatives) if _is_model(each)]
        yield model.attribute_map[name], models[0] if models else None


def _inner(kind: Any) -> Any:
    """Look into a list of models, or into a mapping of names to them."""
    while isinstance(kind, list | dict | tuple):
        kind = (list(kind.values()) if isinstance(kind, dict) else list(kind))[0]
    return kind


def _is_model(kind: Any) -> bool:
    # Enumerations are models too; their values are not objects.
    return hasattr(kind, "attribute_map") and "value" not in kind.attribute_map
