"""Amounts of money: `Decimal` inside, text in JSON, never a float."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from saldo.core.errors import Invalid

_LEAST_PLACES = Decimal("0.01")
_PLACES = 10  # what NUMERIC(28, 10) keeps


def parse_amount(text: str) -> Decimal:
    """Read an amount from text. Raises Invalid when it is not a finite decimal number."""
    try:
        amount = Decimal(text.strip())
    except InvalidOperation as error:
        raise Invalid("An amount is written as a decimal number, for example 12.34.") from error
    if not amount.is_finite():
        raise Invalid("An amount is written as a decimal number, for example 12.34.")
    return amount


def format_amount(amount: Decimal) -> str:
    """Write an amount plainly, with at least two places and no padding beyond them: 12.30, 0.00012."""
    rounded = round(amount, _PLACES).normalize()
    exponent = rounded.as_tuple().exponent
    if isinstance(exponent, int) and exponent > -2:  # noqa: PLR2004 - cents
        rounded = rounded.quantize(_LEAST_PLACES)
    return f"{rounded + 0:f}"


def _refuse_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError('write the amount as text, for example "12.34"')  # noqa: TRY004 - pydantic's contract
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_refuse_float),
    PlainSerializer(format_amount, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["-12.34"]}),
]
"""A schema field for money: text in JSON, Decimal in Python."""
