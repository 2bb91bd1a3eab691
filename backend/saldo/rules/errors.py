"""What can go wrong with rules."""

from saldo.core.errors import Conflict, Invalid, NotFound


class RuleNotFound(NotFound):
    """No such rule in this workspace."""

    code = "rule_not_found"
    title = "There is no such rule"


class RuleInvalid(Invalid):
    """The rule contradicts itself, or names something that is not there."""

    code = "rule_invalid"
    title = "The rule makes no sense"


class OrderInvalid(Conflict):
    """The order does not name every rule once: somebody else has changed them."""

    code = "rule_order_invalid"
    title = "The rules have changed since; look again"


class TooManyRules(Conflict):
    """There are as many rules as there may be."""

    code = "rules_too_many"
    title = "There are too many rules; delete one first"
