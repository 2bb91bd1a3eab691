"""What can go wrong with accounts."""

from saldo.core.errors import NotFound


class AccountNotFound(NotFound):
    """No such account in this workspace."""

    code = "account_not_found"
    title = "There is no such account"
