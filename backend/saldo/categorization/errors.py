"""What can go wrong with asking the categoriser."""

from saldo.core.errors import Unavailable


class CategoriserAway(Unavailable):
    """No answer within a reader's patience; transactions are asked about again by themselves."""

    code = "categoriser_away"
    title = "The categoriser does not answer at the moment"
