"""What can go wrong with transactions."""

from saldo.core.errors import Forbidden, Invalid, NotFound


class TransactionNotFound(NotFound):
    """No such transaction in this workspace."""

    code = "transaction_not_found"
    title = "There is no such transaction"


class FilterInvalid(Invalid):
    """A filter of the list makes no sense."""

    code = "filter_invalid"
    title = "A filter is not valid"


class ViewerMayNotChange(Forbidden):
    """A viewer sees everything and changes nothing."""

    code = "viewer_may_not_change"
    title = "You may look at this workspace, but not change it"
