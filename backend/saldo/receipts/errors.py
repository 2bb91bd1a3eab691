"""What can go wrong with receipts."""

from saldo.core.errors import NotFound


class ReceiptNotFound(NotFound):
    """No such receipt, or no such connection, in this workspace."""

    code = "receipt_not_found"
    title = "There is no such receipt"
