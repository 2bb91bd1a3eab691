"""`python -m tests.faults.judge EVIDENCE`: which invariants hold, told as JSON; exit code 1 if not all do.

A program of its own: it reads the database, the emulator's oracle and the logs, and knows no code that wrote
them but the verification that everybody can run.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from tests.faults.judging import accounts, logs, rows, tables
from tests.faults.judging.evidence import Evidence, Examine, Findings, Hearing

INVARIANTS = ("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I11", "I12")


@dataclass
class Verdict:
    """What was found against each invariant; None where a case gave it nothing to look at."""

    findings: dict[str, list[str] | None] = field(default_factory=dict)

    @property
    def violated(self) -> list[str]:
        return [name for name, found in self.findings.items() if found]


async def judge(evidence: Evidence) -> Verdict:
    """Look at everything once."""
    superuser = await asyncpg.connect(evidence.superuser_dsn)
    application = await asyncpg.connect(evidence.app_dsn)
    oracle = httpx.AsyncClient(base_url=evidence.emulator_url, trust_env=False, timeout=30)
    try:
        hearing = Hearing(evidence, superuser, application, oracle)
        findings: Findings = {}
        for examine in _examiners(evidence):
            findings |= await examine(hearing)
    finally:
        await oracle.aclose()
        await application.close()
        await superuser.close()
    return Verdict({name: findings.get(name) for name in INVARIANTS})


def _examiners(evidence: Evidence) -> Sequence[Examine]:
    always = (rows.examine_cursor, rows.examine_doubles, tables.examine_sequences, logs.examine_clients)
    if not evidence.at_rest:
        return always
    return (
        *always,
        rows.examine_rows,
        accounts.examine_sums,
        logs.examine_writes,
        tables.examine_jobs,
        tables.examine_tenants,
        logs.examine_discretion,
    )


def main() -> int:
    evidence = Evidence(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    verdict = asyncio.run(judge(evidence))
    print(json.dumps(verdict.findings))  # noqa: T201 - what the program is for
    return 1 if verdict.violated else 0


if __name__ == "__main__":
    sys.exit(main())
