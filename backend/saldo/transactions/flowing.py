"""What a line counts for: income, spending, or neither. The one place that says so."""

from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from saldo.accounts.models import Account, AccountStatus
from saldo.transactions.dividing import Line

# Cash and cheques leave what Saldo can follow: drawn is spent, paid in has come (ADR 0022).
CASH_OUT: Final = "TRANSFER_OUT_WITHDRAWAL"
_CASH_IN: Final = "TRANSFER_IN_DEPOSIT"
# Money between one's own accounts is neither earned nor spent.
_TRANSFERS: Final = ("TRANSFER_IN", "TRANSFER_OUT")
_INCOME: Final = ("INCOME", "LOAN_DISBURSEMENTS")
# Money in of these is what it says; in "other" nobody knows what it is.
_NEVER_REFUNDED: Final = (*_TRANSFERS, *_INCOME, "LOAN_PAYMENTS", "OTHER")
_CARD_PAYMENT: Final = "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"


class Flow(StrEnum):
    """Which of the month's two sums a line belongs to; a line may belong to none."""

    INCOME = "income"
    SPENDING = "spending"


def flow(workspace_id: UUID, line: Line) -> sa.ColumnElement[str | None]:
    """Say which sum a line belongs to, unless its transaction is excluded.

    Paying off a linked card is a transfer: what was bought with it counts. Without a card in that currency,
    the payment is all that is known of the spending.
    """
    primary, detailed = line.category_primary, line.category_detailed
    is_own_card = sa.and_(detailed == _CARD_PAYMENT, line.currency.in_(_card_currencies(workspace_id)))
    return sa.case(
        (detailed == CASH_OUT, Flow.SPENDING),
        (detailed == _CASH_IN, Flow.INCOME),
        (primary.in_(_TRANSFERS) | is_own_card, sa.null()),
        (primary.in_(_INCOME) | sa.and_(primary.is_(None), line.amount > 0), Flow.INCOME),
        else_=Flow.SPENDING,
    )


def is_refund(amount: Decimal, primary: str | None) -> bool:
    """Say whether money in gives back what was spent: it comes in, for something money is spent on."""
    return amount > 0 and primary is not None and primary not in _NEVER_REFUNDED


def heading(line: Line) -> sa.ColumnElement[str | None]:
    """Return the code under which spending is shown: the primary, but cash and cheques under their own."""
    return sa.case((line.category_detailed == CASH_OUT, CASH_OUT), else_=line.category_primary)


def _card_currencies(workspace_id: UUID) -> sa.Select[str]:
    return sa.select(Account.currency).where(
        Account.workspace_id == workspace_id, Account.type == "credit", Account.status == AccountStatus.ACTIVE
    )
