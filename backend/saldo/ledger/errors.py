"""What can go wrong with the ledger."""

from saldo.core.errors import Conflict, Invalid


class SpanInvalid(Invalid):
    """The days asked about make no span."""

    code = "span_invalid"
    title = "The span of days is not valid"


class NotAnchored(Conflict):
    """The account's ledger has no beginning yet."""

    code = "ledger_not_anchored"
    title = "The bank has not yet stated a balance to begin from"
