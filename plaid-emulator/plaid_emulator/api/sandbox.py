"""/sandbox/*: Items without Link, webhooks and broken logins on request, transactions by hand."""

from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from plaid_emulator import accounts, bank, institutions, items, logins, polling, products, tokens
from plaid_emulator.api import auth
from plaid_emulator.api.access import open_item, open_item_with
from plaid_emulator.api.items import ItemRequest, check_webhook
from plaid_emulator.api.registry import Options, PlaidRequest, endpoint
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.webhooks import catalogue
from plaid_emulator.worlds.model import Money

MOST_TRANSACTIONS = 10
CREATE_DAYS = 14
FIRE_CODES = {
    "DEFAULT_UPDATE",
    "NEW_ACCOUNTS_AVAILABLE",
    "SMS_MICRODEPOSITS_VERIFICATION",
    "AUTHORIZATION_GRANTED",
}
FIRE_CODES |= {"USER_PERMISSION_REVOKED", "USER_ACCOUNT_REVOKED", "PENDING_DISCONNECT", "LOGIN_REPAIRED"}
FIRE_CODES |= {"RECURRING_TRANSACTIONS_UPDATE", "SYNC_UPDATES_AVAILABLE", "PRODUCT_READY", "ERROR"}
FIRE_TYPES = Literal[
    "AUTH",
    "HOLDINGS",
    "INVESTMENTS_TRANSACTIONS",
    "ITEM",
    "LIABILITIES",
    "TRANSACTIONS",
    "ASSETS",
    "IDENTITY",
]
DATES_MESSAGE = (
    "Transaction and posted dates must be within the last 14 days. "
    "The posted date must not be before the transaction date."
)


class TransactionsOptions(Options):
    """How much history a new Item asks for."""

    start_date: date | None = None
    end_date: date | None = None
    days_requested: int | None = Field(default=None, ge=1, le=730)


class Statements(Options):
    """Which bank statements a new Item asks for; there are none here."""

    start_date: date
    end_date: date


class BankIncome(Options):
    """How much income history a new Item asks for; there is none here."""

    days_requested: int | None = None


class IncomeVerification(Options):
    """How income shall be verified; it is not, here."""

    income_source_types: list[str] | None = None
    bank_income: BankIncome | None = None


class PublicTokenOptions(Options):
    """Options of /sandbox/public_token/create."""

    webhook: str | None = None
    override_username: str | None = None
    override_password: str | None = None
    transactions: TransactionsOptions | None = None
    statements: Statements | None = None
    income_verification: IncomeVerification | None = None


class PublicTokenRequest(PlaidRequest):
    """Body of /sandbox/public_token/create."""

    institution_id: str
    initial_products: list[str]
    options: PublicTokenOptions | None = None
    user_token: str | None = None
    user_id: str | None = None


class FireOptions(Options):
    """Options of /sandbox/item/fire_webhook."""

    new_transactions: int | None = Field(default=None, ge=0)


class FireRequest(ItemRequest):
    """Body of /sandbox/item/fire_webhook."""

    webhook_code: str
    webhook_type: FIRE_TYPES | None = None
    options: FireOptions | None = None


class CustomTransaction(Options):
    """One transaction made by hand."""

    date_transacted: date
    date_posted: date
    amount: Money
    description: str
    iso_currency_code: str | None = None
    account_id: str | None = None


class VerificationRequest(ItemRequest):
    """Body of /sandbox/item/set_verification_status."""

    account_id: str
    verification_status: Literal["automatically_verified", "verification_expired"]


class CreateRequest(ItemRequest):
    """Body of /sandbox/transactions/create."""

    transactions: list[CustomTransaction] = Field(min_length=1)


@endpoint("/sandbox/public_token/create", PublicTokenRequest)
def create_public_token(emulator: Emulator, request: PublicTokenRequest) -> dict[str, Any]:
    institution = institutions.get(request.institution_id)
    products.check_for_link(request.initial_products)
    if not institution.offers(request.initial_products):
        raise PlaidError("PRODUCTS_NOT_SUPPORTED")
    options = request.options or PublicTokenOptions()
    check_webhook(options.webhook)
    login = logins.check_login(
        institution, options.override_username or "user_good", options.override_password or "pass_good"
    )
    history = options.transactions or TransactionsOptions()
    new = items.NewItem(
        login=login,
        products=tuple(request.initial_products),
        days_requested=_days(emulator, history),
        webhook=options.webhook,
        client_id=request.client_id,
    )
    return {"public_token": tokens.create_public_token(emulator, items.create_item(emulator, new).item_id)}


@endpoint("/sandbox/item/fire_webhook", FireRequest)
def fire_webhook(emulator: Emulator, request: FireRequest) -> dict[str, Any]:
    if request.webhook_code not in FIRE_CODES:
        raise PlaidError(
            "INVALID_FIELD", f"webhook_code: {request.webhook_code} is not a webhook code one can fire"
        )
    if (request.webhook_type, request.webhook_code) == ("ITEM", "DEFAULT_UPDATE"):
        raise PlaidError("INVALID_FIELD", "webhook_type: an ITEM has no DEFAULT_UPDATE, its products have")
    item = open_item(emulator, request.access_token, broken_too=True)
    count = request.options.new_transactions if request.options else None
    catalogue.fire(emulator, item, request.webhook_type, request.webhook_code, count or 0)
    return {"webhook_fired": True}


@endpoint("/sandbox/item/reset_login", ItemRequest)
def reset_login(emulator: Emulator, request: ItemRequest) -> dict[str, Any]:
    polling.break_login(emulator, open_item(emulator, request.access_token, broken_too=True))
    return {"reset_login": True}


@endpoint("/sandbox/item/set_verification_status", VerificationRequest)
def set_verification_status(emulator: Emulator, request: VerificationRequest) -> dict[str, Any]:
    item = open_item(emulator, request.access_token)
    if auth.PRODUCT not in item.products:
        raise PlaidError("SANDBOX_PRODUCT_NOT_ENABLED", auth.PRODUCT)
    (account,) = accounts.choose(emulator, item, [request.account_id])
    if not auth.has_numbers(account):
        raise PlaidError("INVALID_ACCOUNT_ID")
    emulator.database.execute(
        "INSERT INTO verifications VALUES (?, ?)"
        " ON CONFLICT (account_id) DO UPDATE SET status = excluded.status",
        *(account.account_id, request.verification_status),
    )
    catalogue.send_verification(emulator, item, request.verification_status.upper(), account.account_id)
    return {}


@endpoint("/sandbox/transactions/create", CreateRequest)
def create_transactions(emulator: Emulator, request: CreateRequest) -> dict[str, Any]:
    item = open_item_with(emulator, request.access_token, items.TRANSACTIONS)
    if len(request.transactions) > MOST_TRANSACTIONS:
        raise PlaidError("INVALID_FIELD", "The request contains too many transactions.")
    today = emulator.clock.now().date()
    for each in request.transactions:
        _check_dates(each, today)
    with emulator.database.transaction():
        for each in request.transactions:
            bank.add_by_hand(emulator, item, _by_hand(emulator, item, each))
        polling.poll_if_ready(emulator, item)
    return {}


def _by_hand(emulator: Emulator, item: items.Item, each: CustomTransaction) -> bank.ByHand:
    shared = accounts.list_selected(emulator, item.item_id)
    wanted = each.account_id or _default_account(shared)
    if any(account.account_id == wanted and account.spec.subtype == "student" for account in shared):
        raise PlaidError("INVALID_ACCOUNT_ID")
    return bank.ByHand(
        wanted, each.amount, each.description, each.date_transacted, each.date_posted, each.iso_currency_code
    )


def _default_account(shared: list[accounts.Account]) -> str:
    """Choose the first deposit account, which is everybody's checking account, or whatever comes first."""
    deposits = [each for each in shared if each.spec.type == "depository"]
    return next((each.account_id for each in (*deposits, *shared)), "")


def _check_dates(each: CustomTransaction, today: date) -> None:
    first = today - timedelta(days=CREATE_DAYS)
    if not first <= each.date_transacted <= each.date_posted <= today:
        raise PlaidError("INVALID_FIELD", DATES_MESSAGE)


def _days(emulator: Emulator, history: TransactionsOptions) -> int:
    if history.days_requested is not None:
        return history.days_requested
    if history.start_date is not None:
        return max(1, min((emulator.clock.now().date() - history.start_date).days, 730))
    return items.DEFAULT_DAYS
