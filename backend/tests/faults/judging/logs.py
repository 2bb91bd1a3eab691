"""I6 what the clients received, I7 what they were promised, I12 what the logs must not tell."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.faults.judging.evidence import Findings, Hearing

_SHORTEST_TELLING = 6


async def examine_clients(hearing: Hearing) -> Findings:
    """Each client's sequence goes up by one, across all its connections, and at rest to the log's end."""
    logs = sorted(hearing.evidence.folder.glob("client-*.jsonl"))
    found: list[str] = []
    for log in logs:
        lines = list(_read(log))
        found += [f"{log.stem}: {problem}" for problem in _breaks(lines)]
        if hearing.evidence.at_rest and lines:
            last = await hearing.superuser.fetchval(
                "SELECT last_sequence FROM workspaces WHERE id = $1", lines[0]["workspace_id"]
            )
            seen = max(line["sequence"] for line in lines)
            found += [f"{log.stem}: heard up to {seen} of {last}"] if seen != last else []
    return {"I6": found if logs else None}


def _breaks(lines: list[dict[str, Any]]) -> Iterator[str]:
    for before, after in pairwise(lines):
        if after["sequence"] != before["sequence"] + 1:
            yield f"{after['sequence']} came after {before['sequence']}"


async def examine_writes(hearing: Hearing) -> Findings:
    """Count what was acknowledged: it is there once."""
    log = hearing.evidence.folder / "writes.jsonl"
    if not log.exists():
        return {"I7": None}
    found = []
    for line in _read(log):
        count = await hearing.superuser.fetchval(line["query"], *line["arguments"])
        found += [f"{line['what']}: {count} times"] if count != 1 else []
    return {"I7": found}


async def examine_discretion(hearing: Hearing) -> Findings:
    """No log names a shop, an account or a person, or holds a token; a word alone may be anyone's."""
    texts = set(hearing.evidence.secrets)
    for row in await hearing.superuser.fetch("SELECT description, merchant_name FROM bank_transactions"):
        texts |= {value for value in row if value and " " in value}
    for row in await hearing.superuser.fetch("SELECT name, official_name FROM accounts"):
        texts |= {value for value in row if value and " " in value}
    texts |= {row["email"] for row in await hearing.superuser.fetch("SELECT email FROM users")}
    told = [
        f"{log.name} tells {text[:12]}..."
        for log in sorted(hearing.evidence.folder.glob("*.log"))
        for text in _told(log, texts)
    ]
    return {"I12": told[:10]}


def _told(log: Path, texts: set[str]) -> Iterator[str]:
    written = log.read_text(encoding="utf-8", errors="replace")
    for text in (*texts, "access-sandbox-", "access-production-"):
        if len(text) >= _SHORTEST_TELLING and text in written:
            yield text


def _read(log: Path) -> Iterator[dict[str, Any]]:
    for line in log.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
