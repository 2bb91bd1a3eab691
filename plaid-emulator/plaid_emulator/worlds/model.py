"""The words every world speaks: an account, a row at the bank, a world that tells both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

E7 = 10_000_000
# Ninety of these still add up to what SQLite counts exactly.
MOST_MONEY = 10_000_000_000.0
Money = Annotated[float, Field(ge=-MOST_MONEY, le=MOST_MONEY, allow_inf_nan=False)]


def to_e7(amount: float) -> int:
    """Exact money as ten-millionths: Plaid's sandbox has amounts with up to seven decimals."""
    return round(amount * E7)


def from_e7(amount: int) -> float:
    return amount / E7


@dataclass(frozen=True)
class AccountSpec:
    """An account at the bank; `follows` means its balance is the sum of its rows."""

    key: str
    name: str
    mask: str | None
    type: str
    subtype: str | None
    official_name: str | None = None
    currency: str = "USD"
    current: float | None = None
    available: float | None = None
    limit: float | None = None
    follows: bool = False
    # False: what is available stands as given, whatever happens; only user_custom wants that.
    available_follows: bool = True
    holder_category: str = "personal"
    # The only account types that /transactions/sync covers are depository, credit and student loans.
    feeds_transactions: bool = True
    # What other products tell of the account, in the shapes of user_custom's JSON: `numbers`, `identity`,
    # `liability`, `holdings`, `investment_transactions`. What is absent gets a neutral default.
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Amendment:
    """What a bank changes about a row after it has posted: details, the amount, or all of it.

    The balance is not meant here: a world writes a hidden row for the difference.
    """

    at: float
    details: Mapping[str, Any] = field(default_factory=dict)
    amount_e7: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class BankRow:
    """A movement: pending from `appears_at` until `settles_at`, then posted or, if it vanishes, gone.

    Amounts have Plaid's sign: positive is money out. Hidden rows move a balance only.
    """

    key: str
    account: str
    appears_at: float
    settles_at: float
    amount_e7: int
    pending_e7: int
    details: dict[str, Any]
    vanishes: bool = False
    hidden: bool = False
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class Setting:
    """Where and when a world plays: the same setting always tells the same story."""

    seed: int
    username: str
    password: str
    institution_id: str
    # The day this emulator's stories end for the first time; all Items of one login share it.
    epoch: float
    created_at: float
    options: dict[str, Any] = field(default_factory=dict)


class World(Protocol):
    """What one login shows at one bank."""

    def accounts(self) -> Sequence[AccountSpec]:
        """List the accounts in the order the bank shows them."""
        ...

    def rows(self, since: float, until: float) -> Iterable[BankRow]:
        """Tell the rows first seen after `since` and up to `until`."""
        ...

    def opening_e7(self, account: str, since: float) -> int:
        """Tell the balance of a following account before its first row after `since`."""
        ...


@runtime_checkable
class Refreshable(World, Protocol):
    """A world that moves when it is refreshed, not with the clock."""

    def refresh(self, count: int, now: float) -> Iterable[BankRow]:
        """Tell the rows that the refresh after `count` earlier ones brings."""
        ...
