"""`saldo people`: make someone an administrator of the installation, or no longer one."""

import argparse
import sys
from typing import Any

from sqlalchemy import update

from saldo.commands.opening import open_database
from saldo.core.database import SYSTEM
from saldo.users.models import User


def add_to(commands: Any) -> None:
    """Add the commands to a parser's."""
    people = commands.add_parser("people", help="who looks after this installation")
    verbs = people.add_subparsers(required=True)
    for name, value, text in (
        ("promote", True, "make someone an administrator"),
        ("demote", False, "make someone an administrator no longer"),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("email")
        verb.set_defaults(run=run, is_administrator=value)


async def run(options: argparse.Namespace) -> int:
    """Change what someone may do."""
    async with open_database() as (database, _), database.transaction(SYSTEM) as session:
        changed = await session.execute(
            update(User)
            .where(User.email == options.email, User.deleted_at.is_(None))
            .values(is_administrator=options.is_administrator)
            .returning(User.id)
        )
        if changed.first() is None:
            sys.stderr.write(f"Nobody here has the address {options.email}.\n")
            return 1
    if options.is_administrator:
        done = f"{options.email} looks after this installation from now on: /administration, in their menu."
    else:
        done = f"{options.email} no longer looks after this installation."
    sys.stdout.write(f"{done}\n")
    return 0
