"""What a permission is called where a person reads it: in refusals, and in the rights of a program."""

from dataclasses import dataclass
from typing import Final, Literal

Action = Literal["look", "change"]

# By what they are about, in the order of a page; each key is a permission without its reading or changing.
_SUBJECTS: Final = {
    "Money": {
        "accounts": "Accounts and balances",
        "transactions": "Transactions",
        "insights": "Dashboard figures",
        "reconciliation": "Reconciliation",
    },
    "Sorting": {
        "categories": "Categories",
        "rules": "Rules",
        "corrections": "Corrections and what they taught",
    },
    "Banks": {"connections": "Banks and their syncs", "events": "Live events"},
    "Workspace": {
        "workspace": "The workspace itself",
        "workspace:transfer": "Handing the workspace over",
        "members": "Members",
        "members:own": "Your membership",
        "invitations": "Invitations",
        "shares": "Who sees which account",
        "clients": "Signed clients",
        "audit": "The workspace's record",
    },
    "You": {"own": "Your profile and sign-in", "audit:own": "Your part of the record"},
    "Installation": {"platform": "People and work of this installation"},
}
_PLACES: Final = {
    key: (group, subject) for group, subjects in _SUBJECTS.items() for key, subject in subjects.items()
}
_PLAIN: Final = {"read", "write", "delete"}
_ORDER: Final = {key: place for place, key in enumerate(_PLACES)}


@dataclass(frozen=True)
class Right:
    """A permission in a person's words."""

    permission: str
    group: str
    subject: str
    action: Action

    def __str__(self) -> str:
        """Name it as the page does: "Look: Transactions"."""
        return f"{self.action.capitalize()}: {self.subject}"


def describe(permission: str) -> Right:
    """Put a permission into words. Raises KeyError for one that is not in the table."""
    group, subject = _PLACES[_key(permission)]
    return Right(permission, group, subject, "look" if _action(permission) == "read" else "change")


def sort_place(permission: str) -> tuple[int, bool]:
    """Order permissions as a page shows them: by what they are about, looking before changing."""
    return _ORDER[_key(permission)], _action(permission) != "read"


def _key(permission: str) -> str:
    resource, action, *scope = permission.split(":")
    return ":".join((resource, *scope) if action in _PLAIN else (resource, action, *scope))


def _action(permission: str) -> str:
    return permission.split(":")[1]
