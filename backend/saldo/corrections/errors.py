"""What can go wrong with corrections."""

from saldo.core.errors import Conflict, Invalid, NotFound


class RevisionNotFound(NotFound):
    """No such revision in this workspace."""

    code = "revision_not_found"
    title = "There is no such change"


class RevisionReverted(Conflict):
    """It has been taken back already."""

    code = "revision_reverted"
    title = "This change has been taken back already"


class LessonNotFound(NotFound):
    """No such lesson in this workspace, or it was forgotten."""

    code = "lesson_not_found"
    title = "Nothing like this has been learned"


class PartsWrong(Invalid):
    """The parts of a transaction do not add up to it, or one of them is nothing."""

    code = "parts_wrong"
    title = "The parts do not add up"
