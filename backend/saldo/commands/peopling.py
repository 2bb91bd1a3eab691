"""`saldo people`: make someone an administrator of the installation, or no longer one; on the record."""

import argparse
import sys
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.audit import service as audit
from saldo.commands.opening import open_database
from saldo.core.database import SYSTEM
from saldo.users import people
from saldo.users.models import User
from saldo.workspaces import managing

# Whoever may type commands on the server; who that was is the server's to know.
OPERATOR = "operator"
_FOUND = {
    True: "{} looks after this installation already.",
    False: "{} does not look after this installation.",
}
_DONE = {
    True: "{} looks after this installation from now on: /administration, in their menu.",
    False: "{} no longer looks after this installation.",
}


def add_to(commands: Any) -> None:
    """Add the commands to a parser's."""
    people_of = commands.add_parser("people", help="who looks after this installation")
    verbs = people_of.add_subparsers(required=True)
    for name, value, text in (
        ("promote", True, "make someone an administrator"),
        ("demote", False, "make someone an administrator no longer"),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("email")
        verb.set_defaults(run=run, is_administrator=value)


async def run(options: argparse.Namespace) -> int:
    """Change what someone may do."""
    wanted: bool = options.is_administrator
    async with open_database() as (database, _), database.transaction(SYSTEM) as session:
        found = await people.find_by_email(session, options.email)
        if found is None:
            sys.stderr.write(f"Nobody here has the address {options.email}.\n")
            return 1
        user = await people.get_for_update(session, found.id)
        is_new = user.is_administrator != wanted
        if is_new:
            await _change(session, user, is_administrator=wanted)
    sys.stdout.write(f"{(_DONE if is_new else _FOUND)[wanted].format(options.email)}\n")
    return 0


async def _change(session: AsyncSession, user: User, *, is_administrator: bool) -> None:
    """Change one person, and record it in the workspace that signing in leads them to."""
    homes = await managing.list_homes(session, user.id)
    await audit.record(
        session,
        # Someone who is in no workspace has a chain of their own.
        workspace_id=homes[0].workspace_id if homes else user.id,
        actor=OPERATOR,
        action="user.promoted" if is_administrator else "user.demoted",
        subject_type="user",
        subject_id=user.id,
        before={"is_administrator": user.is_administrator},
        after={"is_administrator": is_administrator},
    )
    user.is_administrator = is_administrator
