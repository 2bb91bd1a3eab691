"""Everything the admin door can do, as data: the same words for a request, a script and the lab's buttons."""

from datetime import date as Day  # noqa: N812 - fields here are called date
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from plaid_emulator.admin.naming import ErrorCode, NamedRule
from plaid_emulator.faults import Mutation, WebhookFault
from plaid_emulator.rate_limits import RateTable
from plaid_emulator.worlds.model import Money


class Action(BaseModel):
    """One thing to do; unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ItemAction(Action):
    """A thing to do to one Item: its id, or #1 for the first that was made, #2 for the second..."""

    item: str | None = Field(default=None, description="not needed when there is one, or a call names it")


class AddFault(Action, NamedRule):
    """Put a fault in force."""

    do: Literal["add_fault"]


class RemoveFault(Action):
    """Take one fault back."""

    do: Literal["remove_fault"]
    id: int


class ClearFaults(Action):
    """Take all faults back, webhook faults and the mutation mode too."""

    do: Literal["clear_faults"]


class SetMutation(Action):
    """Choose when the middle of a sync must restart."""

    do: Literal["set_mutation"]
    mode: Mutation


class SplitPostings(Action):
    """Tell the removed pending row and the posted one on different pages, or as they come."""

    do: Literal["split_postings"]
    on: bool = True


class SetWebhookFault(Action):
    """Choose what happens to the next webhooks; no fault means they arrive."""

    do: Literal["set_webhook_fault"]
    fault: WebhookFault | None = None
    times: int = Field(default=1, ge=-1)


class SetRateLimits(Action):
    """Choose whose rate limits hold."""

    do: Literal["set_rate_limits"]
    table: RateTable


class MoveClock(Action):
    """Set the clock, then advance it, then change its speed."""

    do: Literal["move_clock"]
    set: AwareDatetime | None = None
    advance_seconds: float | None = None
    speed: float | None = Field(default=None, ge=0)


class CreateItem(Action):
    """Make an Item without Link and exchange it at once."""

    do: Literal["create_item"]
    username: str = "user_good"
    password: str = "pass_good"  # noqa: S105 - everybody's, from Plaid's documentation
    institution_id: str | None = None
    products: list[str] = ["transactions"]
    days_requested: int = Field(default=730, ge=1, le=730)
    webhook: str | None = None


class BreakLogin(ItemAction):
    """Make the bank refuse the login, with any error code an Item can have."""

    do: Literal["break_login"]
    error_code: ErrorCode = "ITEM_LOGIN_REQUIRED"


class RepairLogin(ItemAction):
    """Make the login work again, as if the person had repaired it elsewhere."""

    do: Literal["repair_login"]


class RotateToken(ItemAction):
    """Replace the access token: the old one dies at once."""

    do: Literal["rotate_token"]


class RemoveItem(ItemAction):
    """End an Item, as a person does who takes their permission back."""

    do: Literal["remove_item"]


class LookAtBank(ItemAction):
    """Look at the bank now instead of at the next of the four times a day."""

    do: Literal["look_at_bank"]


class NewTransaction(Action):
    """One transaction to appear now; positive amounts are money out."""

    description: str = Field(min_length=1, max_length=500)
    amount: Money
    account_id: str | None = None
    date: datetime | Day | None = None
    pending: bool = False
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")


class AddTransactions(ItemAction):
    """Rows that appear now and are announced."""

    do: Literal["add_transactions"]
    rows: list[NewTransaction] = Field(min_length=1, max_length=1000)


class TransactionAction(ItemAction):
    """A thing to do to one transaction that was told already."""

    transaction_id: str


class PostTransaction(TransactionAction):
    """Post a pending transaction now, under a new id, perhaps with another amount."""

    do: Literal["post_transaction"]
    amount: Money | None = None


class VanishTransaction(TransactionAction):
    """Let a pending transaction go without posting."""

    do: Literal["vanish_transaction"]


class AmendTransaction(TransactionAction):
    """Change a transaction; it comes again as modified."""

    do: Literal["amend_transaction"]
    amount: Money | None = None
    name: str | None = None
    date: Day | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")


class RemoveTransaction(TransactionAction):
    """Take a transaction back."""

    do: Literal["remove_transaction"]


class ChangePrice(ItemAction):
    """Multiply what a subscription costs from now on; the name may be a part of it."""

    do: Literal["change_price"]
    name: str = Field(min_length=3)
    factor: float = Field(gt=0, le=100)


class OpenAccount(ItemAction):
    """Open one more account at the bank; unless it is shared, NEW_ACCOUNTS_AVAILABLE says so."""

    do: Literal["open_account"]
    name: str = Field(min_length=1, max_length=100)
    type: Literal["depository", "credit", "loan", "investment", "other"] = "depository"
    subtype: str | None = "checking"
    mask: str | None = Field(default=None, pattern="^[A-Za-z0-9]{2,4}$")
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    balance: Money = 0.0
    limit: Money | None = None
    shared: bool = True


class CloseAccount(ItemAction):
    """Close an account at the bank."""

    do: Literal["close_account"]
    account_id: str


class ShareAccount(ItemAction):
    """Share an account with the app, or stop sharing it."""

    do: Literal["share_account"]
    account_id: str
    shared: bool = True


class RevokeAccount(ItemAction):
    """Take back one account at the bank: USER_ACCOUNT_REVOKED asks the app to delete it."""

    do: Literal["revoke_account"]
    account_id: str


class RevokePermission(ItemAction):
    """Take back the whole permission, as a person does at my.plaid.com; update mode may bring it back."""

    do: Literal["revoke_permission"]


class FireWebhook(ItemAction):
    """Send a webhook as /sandbox/item/fire_webhook does, to any Item."""

    do: Literal["fire_webhook"]
    code: str
    type: str | None = None
    new_transactions: int = Field(default=0, ge=0)


class SetWebhook(ItemAction):
    """Choose where an Item's webhooks go; an empty address means nowhere."""

    do: Literal["set_webhook"]
    url: str = Field(max_length=2000)


class RotateKey(Action):
    """Sign with a new key from now on; the old one expires."""

    do: Literal["rotate_key"]


class Reset(Action):
    """Forget everything but the signing keys."""

    do: Literal["reset"]


AnyAction: TypeAlias = Annotated[
    AddFault
    | RemoveFault
    | ClearFaults
    | SetMutation
    | SplitPostings
    | SetWebhookFault
    | SetRateLimits
    | MoveClock
    | CreateItem
    | BreakLogin
    | RepairLogin
    | RotateToken
    | RemoveItem
    | LookAtBank
    | AddTransactions
    | PostTransaction
    | VanishTransaction
    | AmendTransaction
    | RemoveTransaction
    | ChangePrice
    | OpenAccount
    | CloseAccount
    | ShareAccount
    | RevokeAccount
    | RevokePermission
    | FireWebhook
    | SetWebhook
    | RotateKey
    | Reset,
    Field(discriminator="do"),
]
ACTION: TypeAdapter[Any] = TypeAdapter(AnyAction)
