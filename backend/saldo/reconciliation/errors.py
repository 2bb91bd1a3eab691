"""What can go wrong with a reconciliation."""

from saldo.core.errors import Conflict, Forbidden, Invalid, NotFound


class SuggestionNotFound(NotFound):
    """No such suggestion in this workspace."""

    code = "suggestion_not_found"
    title = "There is no such suggestion"


class SuggestionStale(Conflict):
    """The rows or the balance are no longer those that the suggestion was made for."""

    code = "suggestion_stale"
    title = "The account has changed since; compare it again"


class NothingToUndo(Conflict):
    """The suggestion is not applied."""

    code = "suggestion_not_applied"
    title = "This suggestion is not applied"


class StatementNotFound(NotFound):
    """No such reconciliation in this workspace."""

    code = "reconciliation_not_found"
    title = "There is no such reconciliation"


class StatementOpen(Conflict):
    """The account has an unfinished reconciliation."""

    code = "reconciliation_open"
    title = "This account has an unfinished reconciliation; finish or discard it first"


class StatementLocked(Conflict):
    """A signed statement does not change."""

    code = "reconciliation_locked"
    title = "This reconciliation is locked; reopen it to change it"


class StatementNotLocked(Conflict):
    """Only a signed statement can be reopened."""

    code = "reconciliation_not_locked"
    title = "This reconciliation is not locked"


class DifferenceRemains(Conflict):
    """The ticked rows do not lead from the opening to the closing balance."""

    code = "difference_remains"
    title = "The ticked rows do not add up to the closing balance"


class StatementInvalid(Invalid):
    """The dates or balances of a statement make no sense."""

    code = "reconciliation_invalid"
    title = "The statement is not valid"


class RowNotOnStatement(Invalid):
    """A ticked row is not one of this account's posted rows up to the closing date, or stands elsewhere."""

    code = "row_not_on_statement"
    title = "A row cannot be ticked on this statement"


class ViewerMayNotReconcile(Forbidden):
    """A viewer sees everything and changes nothing."""

    code = "viewer_may_not_change"
    title = "You may look at this workspace, but not reconcile it"
