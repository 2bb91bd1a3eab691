"""Product names: which exist, which may start an Item, and Plaid's checks of the lists."""

import json

from plaid_emulator.errors import PlaidError

# fmt: off
KNOWN = {
    "assets", "auth", "beacon", "cra_base_report", "cra_cashflow_insights", "cra_home_lending",
    "cra_income_insights", "cra_lend_score", "cra_monitoring", "cra_network_insights", "cra_partner_insights",
    "cra_plaid_credit_score", "cra_qualify", "credit_details", "employment", "identity", "identity_match",
    "identity_verification", "income", "income_verification", "investments", "investments_auth", "layer",
    "liabilities", "pay_by_bank", "payment_initiation", "processor_identity", "processor_payments", "profile",
    "protect_linked_bank", "protect_transactions", "recurring_transactions", "signal", "standing_orders",
    "statements", "transactions", "transactions_refresh", "transfer",
}
# fmt: on


def check_names(names: list[str], *also: str) -> None:
    """Refuse unknown names, and balance unless named, which is real but cannot start an Item."""
    unknown = [name for name in names if name not in KNOWN and name not in also]
    if unknown:
        raise PlaidError("INVALID_PRODUCT", json.dumps(unknown))


def check_for_link(products: list[str], *others: list[str]) -> None:
    """Check the product lists of a link token: something to start with, and no product twice."""
    check_names(products)
    seen = set(products)
    for names in others:
        check_names(names)
        if seen & set(names):
            raise PlaidError("INVALID_FIELD", f"{min(seen & set(names))} must not be in two product lists")
        seen |= set(names)
    if not products:
        raise PlaidError("INVALID_FIELD", "must provide at least one product")
