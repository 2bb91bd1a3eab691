"""`python -m saldo.verify`: exit code 0 when everything adds up, 1 when something does not."""

import asyncio
import sys
from collections.abc import Sequence

from saldo.core.database import Database, Limits
from saldo.core.errors import Unavailable
from saldo.core.jobs import Message
from saldo.core.settings import SettingsWrong, load_settings
from saldo.verify.verifying import verify

_STATEMENT_SECONDS = 600
_UNUSABLE = 2
_MOST_SHOWN = 100


class _NoCourier:
    """Whoever only looks promises nothing."""

    async def deliver(self, messages: Sequence[Message]) -> None:
        raise RuntimeError(f"a verification has nothing to tell, and yet {len(messages)} messages")


async def run(url: str) -> int:
    """Verify the database at this address and print what was found."""
    database = Database(url, _NoCourier(), Limits(statement_seconds=_STATEMENT_SECONDS))
    try:
        count, findings = await verify(database)
    finally:
        await database.close()
    for finding in findings[:_MOST_SHOWN]:
        print(finding)
    if len(findings) > _MOST_SHOWN:
        print(f"... and {len(findings) - _MOST_SHOWN} more")
    verdict = f"{len(findings)} disagree" if findings else "everything adds up"
    print(f"Verified {count} workspaces: {verdict}.")
    return 1 if findings else 0


def main() -> int:
    try:
        return asyncio.run(run(load_settings().database_url.get_secret_value()))
    except SettingsWrong as error:
        sys.stderr.write(f"{error}\n")
    except Unavailable as error:
        sys.stderr.write(f"{error.detail}\n")
    return _UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
