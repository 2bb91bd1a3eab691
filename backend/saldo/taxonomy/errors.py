"""What can go wrong with the name of a category."""

from saldo.core.errors import Conflict, Invalid


class CategoryUnknown(Invalid):
    """This workspace has no such category."""

    code = "category_unknown"
    title = "There is no such category"


class CategoryNameTaken(Conflict):
    """Two categories side by side would be called the same."""

    code = "category_name_taken"
    title = "There is a category of this name beside it"
