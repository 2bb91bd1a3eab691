"""What can go wrong while looking after an installation."""

from saldo.core.errors import Conflict, NotFound


class PersonNotFound(NotFound):
    """No such person."""

    code = "person_not_found"
    title = "There is no such person"


class NotYourself(Conflict):
    """An administrator must not lock themselves out."""

    code = "not_yourself"
    title = "Another administrator has to do this to you"
