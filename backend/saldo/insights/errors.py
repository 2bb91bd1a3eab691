"""What can go wrong with figures."""

from saldo.core.errors import Invalid


class MonthInvalid(Invalid):
    """Not a month."""

    code = "month_invalid"
    title = "The month is not valid"
