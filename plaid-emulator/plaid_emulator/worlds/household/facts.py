"""What other products tell of a household's accounts, worked out from its books as they stand on a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from plaid_emulator.worlds.household import numbers, portfolio
from plaid_emulator.worlds.household.ledger import Ledger
from plaid_emulator.worlds.model import from_e7

Facts = dict[str, Any]
LEAST_PAYMENT, LEAST_SHARE = 35.0, 0.02


def tell(script: dict[str, Any], account: dict[str, Any], ledger: Ledger, at: float) -> Facts:
    """Gather an account's facts in the shapes of user_custom's JSON; what the script says stands."""
    own: Facts = account.get("facts", {})
    told: Facts = {}
    if "identity" in script:
        told["identity"] = script["identity"]
    if account["type"] == "depository" and "numbers" in script:
        told["numbers"] = numbers.complete(script["numbers"], account["mask"])
    if "portfolio" in account:
        told |= portfolio.tell(account, script.get("currency", "USD"), ledger, at)
    if "liability" in own:
        told["liability"] = _liability(script, account, ledger, at)
    return {**own, **told}


def _liability(script: dict[str, Any], account: dict[str, Any], ledger: Ledger, at: float) -> Facts:
    key, today = account["key"], datetime.fromtimestamp(at, UTC).date()
    card = next((rule for rule in script["cards"] if rule["card"] == key), None)
    loan = next((rule for rule in script["loans"] if rule["loan"] == key), None)
    found: Facts = _last_payment(ledger, key, at)
    if card is not None:
        found |= _statement(ledger, card, today)
    if loan is not None:
        found |= _instalments(ledger, loan, today, at)
    return {**found, **account["facts"]["liability"]}


def _last_payment(ledger: Ledger, account: str, at: float) -> Facts:
    """Find what was last paid onto a card or a loan: the payer's leg, as a loan's own is only principal."""
    keys = (f"payment.{account}.", f"loan.{account}.")
    backwards = (row for row in reversed(ledger.rows) if row.appears_at <= at)
    paid = (row for row in backwards if row.key.startswith(keys) and row.key.endswith(".out"))
    last = next(paid, None)
    if last is None:
        return {}
    day = datetime.fromtimestamp(last.appears_at, UTC).date()
    return {"last_payment_amount": from_e7(last.amount_e7), "last_payment_date": day.isoformat()}


def _statement(ledger: Ledger, card: dict[str, Any], today: date) -> Facts:
    """Tell a card's last statement and what is due for it."""
    issued = _last(today, card["closes"])
    midnight = datetime(issued.year, issued.month, issued.day, tzinfo=UTC) + timedelta(days=1)
    balance = from_e7(ledger.opening_e7(card["card"], midnight.timestamp()))
    least = min(max(card.get("minimum", LEAST_PAYMENT), balance * LEAST_SHARE), max(balance, 0))
    return {
        "is_overdue": False,
        "last_statement_balance": balance,
        "last_statement_issue_date": issued.isoformat(),
        "minimum_payment_amount": round(least, 2),
        "next_payment_due_date": _next(today, card["due"]).isoformat(),
    }


def _instalments(ledger: Ledger, loan: dict[str, Any], today: date, at: float) -> Facts:
    """Tell what is left of a loan, what comes next and what this year's interest was."""
    new_year = datetime(today.year, 1, 1, tzinfo=UTC).timestamp()
    sums = dict.fromkeys(("out", "in", "interest"), 0)
    for row in ledger.rows:
        if row.key.startswith(f"loan.{loan['loan']}.") and new_year < row.appears_at <= at:
            sums[row.key.rsplit(".", 1)[1]] += row.amount_e7
    # A loan with statements shows its interest; of another the instalment and what it repays part in it.
    interest = min(sums["interest"], sums["out"]) if "statement" in loan else sums["out"] + sums["in"]
    return {
        "next_payment_amount": loan["payment"],
        "minimum_payment_amount": loan["payment"],
        "next_payment_due_date": _next(today, loan["day"]).isoformat(),
        "principal_balance": from_e7(ledger.opening_e7(loan["loan"], at)),
        "ytd_interest_paid": from_e7(interest),
        "ytd_principal_paid": from_e7(sums["out"] - interest),
    }


def _last(day: date, day_of_month: int) -> date:
    while day.day != day_of_month:
        day -= timedelta(days=1)
    return day


def _next(day: date, day_of_month: int) -> date:
    day += timedelta(days=1)
    while day.day != day_of_month:
        day += timedelta(days=1)
    return day
