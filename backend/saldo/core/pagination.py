"""Keyset pages: a page of rows and an opaque cursor to the next one."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import orjson
from pydantic import BaseModel, Field

from saldo.core.errors import Invalid

Row = TypeVar("Row")


class Pagination(BaseModel):
    """Where the next page begins."""

    next_cursor: str | None = Field(description="Pass as `cursor` for the next page; null at the end.")
    limit: int = Field(description="The most rows a page of this size holds.", examples=[50])


class Page(BaseModel, Generic[Row]):
    """One page of a list."""

    data: list[Row]
    pagination: Pagination


class CursorInvalid(Invalid):
    """The cursor was not made by us, or for another list."""

    code = "cursor_invalid"
    title = "The cursor is not valid; start again from the first page"


def encode_cursor(*keys: object) -> str:
    """Make a cursor of the last row's sort keys (anything whose `str` the parsers can read)."""
    packed = orjson.dumps([str(key) for key in keys])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode_cursor(cursor: str, *parsers: Callable[[str], Any]) -> tuple[Any, ...]:
    """Read the sort keys back, one parser a key. Raises CursorInvalid."""
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(parse(key) for parse, key in zip(parsers, _texts(keys), strict=True))
    except (binascii.Error, ValueError, ArithmeticError) as error:
        raise CursorInvalid from error


def _texts(keys: object) -> list[str]:
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return keys
    raise CursorInvalid


def page_of(rows: Sequence[Row], limit: int, cursor_of: Callable[[Row], str]) -> Page[Row]:
    """Cut a page out of rows fetched with `limit + 1`: the extra one says that there is more."""
    shown = list(rows[:limit])
    next_cursor = cursor_of(shown[-1]) if len(rows) > limit else None
    return Page(data=shown, pagination=Pagination(next_cursor=next_cursor, limit=limit))
