"""`saldo audit`: verify the record, sign how far it has come, and hand the anchors out."""

import argparse
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from saldo.audit import anchoring
from saldo.audit.models import AuditAnchor
from saldo.audit.verifying import verify
from saldo.commands.opening import open_database
from saldo.core.clock import SystemClock
from saldo.core.database import SYSTEM

_MOST_SHOWN = 100


def add_to(commands: Any) -> None:
    """Add the commands to a parser's."""
    audit = commands.add_parser("audit", help="the record of who did what").add_subparsers(required=True)
    verifying = audit.add_parser("verify", help="find what was altered, taken out, swapped or cut off")
    verifying.add_argument("--anchors", type=Path, help="anchors kept elsewhere, as `anchors` prints them")
    verifying.set_defaults(run=run_verify)
    audit.add_parser("anchor", help="sign how far every chain has come").set_defaults(run=run_anchor)
    audit.add_parser("anchors", help="print all anchors, to be kept elsewhere").set_defaults(run=run_anchors)


async def run_verify(options: argparse.Namespace) -> int:
    """Verify the whole record."""
    kept = list(_read(options.anchors.read_text().splitlines())) if options.anchors else []
    async with open_database() as (database, vault):
        report = await verify(database, vault, kept)
    for finding in report.findings[:_MOST_SHOWN]:
        print(finding)
    if len(report.findings) > _MOST_SHOWN:
        print(f"... and {len(report.findings) - _MOST_SHOWN} more")
    older = f" ({report.unchained} from before there was a chain)" if report.unchained else ""
    verdict = f"{len(report.findings)} findings" if report.findings else "the record is whole"
    print(f"Verified {report.entries} entries{older} of {report.workspaces} workspaces: {verdict}.")
    return 1 if report.findings else 0


async def run_anchor(_options: argparse.Namespace) -> int:
    """Sign now instead of within the hour."""
    async with open_database() as (database, vault):
        count = await anchoring.anchor(database, vault, SystemClock())
    print(f"Anchored {count} chains that had grown.")
    return 0


async def run_anchors(_options: argparse.Namespace) -> int:
    """Print every anchor as one line of JSON."""
    async with open_database() as (database, _), database.transaction(SYSTEM) as session:
        for one in (await session.execute(select(AuditAnchor).order_by(AuditAnchor.id))).scalars():
            print(_write(one))
    return 0


def _write(anchor: AuditAnchor) -> str:
    return json.dumps(
        {
            "id": str(anchor.id),
            "workspace_id": str(anchor.workspace_id),
            "position": anchor.position,
            "mac": anchor.mac.hex(),
            "made_at": anchor.made_at.isoformat(),
            "key_id": anchor.key_id,
            "signature": anchor.signature.hex(),
        }
    )


def _read(lines: Iterable[str]) -> Iterable[AuditAnchor]:
    for line in filter(str.strip, lines):
        one = json.loads(line)
        yield AuditAnchor(
            id=UUID(one["id"]),
            workspace_id=UUID(one["workspace_id"]),
            position=one["position"],
            mac=bytes.fromhex(one["mac"]),
            made_at=datetime.fromisoformat(one["made_at"]),
            key_id=one["key_id"],
            signature=bytes.fromhex(one["signature"]),
        )
