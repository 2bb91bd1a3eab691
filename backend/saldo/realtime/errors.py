"""What can go wrong with live delivery."""

from saldo.core.errors import Unavailable


class TicketsUnavailable(Unavailable):
    """Tickets are kept in Valkey, and Valkey does not answer."""

    code = "tickets_unavailable"
    title = "Live updates are not available at the moment; please try again"
