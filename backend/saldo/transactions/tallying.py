"""What a delta did to each account: a run's counts, for those who see only some of its accounts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from saldo.providers.bank import RejectedRow


@dataclass(frozen=True)
class Tally:
    """How many transactions of one account were added, modified, removed, and set aside."""

    added: int = 0
    modified: int = 0
    removed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.added + other.added,
            self.modified + other.modified,
            self.removed + other.removed,
            self.skipped + other.skipped,
        )


def tally(
    *,
    added: Iterable[UUID] = (),
    modified: Iterable[UUID] = (),
    removed: Iterable[UUID] = (),
    skipped: Iterable[UUID] = (),
) -> dict[UUID, Tally]:
    """Count by account; each argument names the account of every transaction concerned."""
    counted = {
        "added": Counter(added),
        "modified": Counter(modified),
        "removed": Counter(removed),
        "skipped": Counter(skipped),
    }
    accounts = {account_id for counter in counted.values() for account_id in counter}
    return {
        account_id: Tally(**{name: counter[account_id] for name, counter in counted.items()})
        for account_id in accounts
    }


def merge(one: Mapping[UUID, Tally], other: Mapping[UUID, Tally]) -> dict[UUID, Tally]:
    return {key: one.get(key, Tally()) + other.get(key, Tally()) for key in one.keys() | other.keys()}


def accounts_of(rejected: Sequence[RejectedRow], account_ids: Mapping[str, UUID]) -> list[UUID]:
    """Return the account of each rejected row that names one of ours."""
    named = (row.raw.get("account_id") for row in rejected)
    return [account_ids[name] for name in named if isinstance(name, str) and name in account_ids]
