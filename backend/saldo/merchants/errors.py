"""What can go wrong with merchants."""

from saldo.core.errors import Invalid, NotFound


class MerchantNotFound(NotFound):
    """No transaction of this workspace names such a merchant."""

    code = "merchant_not_found"
    title = "There is no such merchant"


class MergeInvalid(Invalid):
    """A merchant cannot be merged into itself."""

    code = "merge_invalid"
    title = "These merchants cannot be merged"
