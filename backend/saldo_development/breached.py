"""Make the list of breached passwords: `python -m saldo_development.breached FILE`.

FILE has one password a line, the most used first. The repository's list was made from SecLists (MIT licence),
`10-million-password-list-top-1000000.txt`, which Mark Burnett gave to the public domain.
"""

import sys
from pathlib import Path

from saldo.users.breached import LIST, fingerprint
from saldo.users.passwords import SHORTEST

# Words people lengthen with a year and a mark; rarer ones are no longer what is tried first.
_MOST_WORDS = 20_000
_SHORTEST_WORD = 4


def choose(passwords: list[str]) -> set[str]:
    """Keep what is long enough to be tried here, and the words that longer ones are made of."""
    long = {each for each in passwords if len(each) >= SHORTEST}
    words = [each for each in passwords if each.isalpha() and _SHORTEST_WORD <= len(each) < SHORTEST]
    return long | set(words[:_MOST_WORDS])


def main() -> None:
    """Write the list anew."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    LIST.write_bytes(b"".join(sorted({fingerprint(each) for each in choose(lines)})))


if __name__ == "__main__":
    main()
