"""What can go wrong with a person's own data."""

from collections.abc import Sequence

from saldo.core.errors import Conflict, Invalid, NotFound


class HandOverFirst(Conflict):
    """Others are in a workspace that would vanish."""

    code = "hand_over_first"
    title = "Others use a workspace of yours: hand it over, or remove them, before you go"

    def __init__(self, names: Sequence[str]) -> None:
        which = ", ".join(f"“{name}”" for name in names)
        super().__init__(f"Others use {which}: hand it over to one of them, or remove them, before you go.")


class ExportNotFound(NotFound):
    """No such export, or it is another person's, or not ready."""

    code = "export_not_found"
    title = "There is no such export, or it is not ready"


class ExportRunning(Conflict):
    """One export at a time."""

    code = "export_running"
    title = "An export is being made already"


class ConsentNotFound(NotFound):
    """Nothing of this kind was agreed to."""

    code = "consent_not_found"
    title = "There is no such consent"


class TimeZoneUnknown(Invalid):
    """Not a zone of the tz database."""

    code = "time_zone_unknown"
    title = "This time zone is not known; write it like Europe/Berlin"
