"""Completes the page's lock file: npm leaves out programs for systems its registry did not show it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SYSTEMS = ("android", "darwin", "freebsd", "linux", "win32")
_PROCESSORS = {"arm64": "arm64", "x64": "x64", "arm": "arm", "wasm32": "wasm32"}


def complete(lock_file: Path) -> list[str]:
    """Add an entry for every optional package without one and return their names.

    `npm ci` refuses a lock that lacks one, even for a system it would never install it on.
    """
    lock = json.loads(lock_file.read_text(encoding="utf-8"))
    added = []
    for holder, name, version in list(_missing(lock["packages"])):
        lock["packages"][f"node_modules/{name}"] = _describe(name, version, dev=holder.get("dev", False))
        added.append(name)
    lock["packages"] = dict(sorted(lock["packages"].items()))
    lock_file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return added


def _missing(packages: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    for path, package in packages.items():
        for name, version in package.get("optionalDependencies", {}).items():
            if not any(f"{folder}node_modules/{name}" in packages for folder in _folders_above(path)):
                yield package, name, version.lstrip("^~")


def _folders_above(path: str) -> Iterator[str]:
    """Return where Node looks for what a package needs: its own folder, then each one further up."""
    while path:
        yield f"{path}/"
        path = path.rpartition("node_modules/")[0].rstrip("/")
    yield ""


def _describe(name: str, version: str, *, dev: bool) -> dict[str, Any]:
    words = re.split(r"[-/]", name)
    entry: dict[str, Any] = {"version": version}
    if processors := [_PROCESSORS[word] for word in words if word in _PROCESSORS]:
        entry["cpu"] = processors
    if dev:
        entry["dev"] = True
    if "musl" in words:
        entry["libc"] = ["musl"]
    entry["optional"] = True
    if systems := [word for word in words if word in _SYSTEMS]:
        entry["os"] = systems
    return entry
