"""What can go wrong with arranging categories."""

from saldo.core.errors import Conflict, Forbidden, Invalid, NotFound


class CategoryNotFound(NotFound):
    """No category of this workspace has such a code."""

    code = "category_not_found"
    title = "There is no such category"


class CategoryBuiltIn(Invalid):
    """Saldo's own categories stay: the categoriser goes on using them."""

    code = "category_built_in"
    title = "A built-in category cannot be merged or removed"


class CategoryChangeInvalid(Invalid):
    """The change does not fit the category."""

    code = "category_change_invalid"
    title = "This category cannot be changed so"


class CategoryMergeInvalid(Invalid):
    """A category cannot become part of itself."""

    code = "category_merge_invalid"
    title = "These categories cannot be merged"


class CategoryInUse(Conflict):
    """Something is still filed under it, and nobody said where that shall go."""

    code = "category_in_use"
    title = "The category is in use; name one that takes its place"


class CategoryNotWhollyYours(Forbidden):
    """Some accounts are not shared with this member for changing, and their rows could not follow."""

    code = "category_not_wholly_yours"
    title = "Only someone who may change every account can merge or remove a category in use"


class TooManyCategories(Conflict):
    """There are as many own categories as there may be."""

    code = "categories_too_many"
    title = "There are too many categories; remove or merge one first"
