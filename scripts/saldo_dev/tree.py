"""Checks on the tree itself: the sizes we agreed on, and words that no tracked file may contain."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

_LONGEST_PYTHON, _LONGEST_TEST, _LONGEST_TYPESCRIPT, _LONGEST_FUNCTION = 300, 500, 250, 40
# Each in two pieces, or this file would be its own finding.
_REGISTRIES = [
    "".join(halves) for halves in (("py", "pi.org"), ("python", "hosted.org"), ("regis", "try.npmjs"))
]
_UNREADABLE = {".png", ".jpg", ".ico", ".woff2", ".npz", ".onnx", ".safetensors", ".gz"}


def find_oversized(root: Path) -> str:
    """Name files and Python functions beyond the limits of CONTRIBUTING.md."""
    return "\n".join(_oversized(root))


def find_foreign_words(root: Path) -> str:
    """Name tracked files that mention a package registry or a folder of this machine."""
    forbidden = re.compile(
        "|".join(re.escape(word) for word in (*_REGISTRIES, f"{root}/", f"{Path.home()}/"))
    )
    found = []
    for file in _tracked(root):
        if file.suffix in _UNREADABLE:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if match := forbidden.search(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{file.relative_to(root)}:{line} mentions {match[0]!r}")
    return "\n".join(found)


def _oversized(root: Path) -> Iterator[str]:
    for file in _tracked(root):
        limit = _limit(file)
        if limit is None:
            continue
        text = file.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > limit:
            yield f"{file.relative_to(root)} has {lines} lines; {limit} are allowed: split it by use case"
        if file.suffix == ".py" and limit != _LONGEST_TEST:
            for name, line, length in _long_functions(text):
                yield f"{file.relative_to(root)}:{line} {name} has {length} lines, not {_LONGEST_FUNCTION}"


def _limit(file: Path) -> int | None:
    if ".gen." in file.name or "versions" in file.parts:
        return None
    is_test = "tests" in file.parts or "e2e" in file.parts or ".test." in file.name
    match file.suffix:
        case ".py":
            return _LONGEST_TEST if is_test else _LONGEST_PYTHON
        case ".ts" | ".tsx":
            return _LONGEST_TEST if is_test else _LONGEST_TYPESCRIPT
        case _:
            return None


def _long_functions(text: str) -> Iterator[tuple[str, int, int]]:
    for part in ast.walk(ast.parse(text)):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.end_lineno:
            length = part.end_lineno - part.lineno + 1
            if length > _LONGEST_FUNCTION:
                yield part.name, part.lineno, length


def _tracked(root: Path) -> list[Path]:
    # Through git where there is one, so that what is ignored is not judged.
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := root / name).is_file()]
