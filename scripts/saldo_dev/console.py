"""What a person sees: progress lines with seconds, and the prefixed lines of the running services."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95)
_RED, _GREEN, _DIM = 31, 32, 2


def is_coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: int) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if is_coloured() else text


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    say(paint(text, _RED))


def finished(what: str, seconds: float) -> None:
    say(f"{paint('✓', _GREEN)} {what} {paint(f'{seconds:.1f} s', _DIM)}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print a line when a long step begins and another, with its seconds, when it has ended well."""
    say(f"  {what} ...")
    began = time.monotonic()
    yield
    finished(what, time.monotonic() - began)


def prefixed(name: str, line: str, number: int) -> str:
    return f"{paint(f'{name:<14} |', _COLOURS[number % len(_COLOURS)])} {line}"
