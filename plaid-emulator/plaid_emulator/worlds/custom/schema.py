"""The fields of user_custom's configuration, as Plaid documents them."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat, model_validator

from plaid_emulator.worlds.model import Money

SUBTYPES: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("subtypes.json").read_text(encoding="utf-8")
)
MOST_ACCOUNTS, MOST_TRANSACTIONS, MOST_BYTES = 10, 250, 55_000
LAST = "last"
FORCED_ERRORS = Literal[
    "INSTITUTION_NOT_RESPONDING",
    "INSTITUTION_NO_LONGER_SUPPORTED",
    "INVALID_CREDENTIALS",
    "INVALID_MFA",
    "ITEM_LOCKED",
    "ITEM_LOGIN_REQUIRED",
    "ITEM_NOT_SUPPORTED",
    "INVALID_LINK_TOKEN",
    "MFA_NOT_SUPPORTED",
    "NO_ACCOUNTS",
    "PLAID_ERROR",
    "USER_INPUT_TIMEOUT",
    "USER_SETUP_REQUIRED",
]


def _day_of_month(value: Any) -> Any:
    """Read 15, "15" or "last"; people write all three."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _listed(value: Any) -> Any:
    """Take one object for a list of one: the specification says object, the examples have lists."""
    return [value] if isinstance(value, dict) else value


Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
DayOfMonth = Annotated[Annotated[int, Field(ge=1, le=28)] | Literal["last"], BeforeValidator(_day_of_month)]
Facts = Annotated[list[dict[str, Any]], BeforeValidator(_listed)]


class Strict(BaseModel):
    """What one writes by hand: an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Loose(BaseModel):
    """What belongs to one product: Plaid's own examples have fields here that it does not document."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Meta(Strict):
    """How an account presents itself."""

    name: str | None = None
    official_name: str | None = None
    limit: Money | None = None
    mask: str | None = Field(default=None, pattern=r"^$|^[A-Za-z0-9]{2,4}$")
    apy: FiniteFloat | None = None


class Numbers(Loose):
    """Account and routing numbers of one country or another."""

    account: str | None = None
    ach_routing: str | None = Field(default=None, pattern=r"^\d{9}$")
    ach_wire_routing: str | None = Field(default=None, pattern=r"^\d{9}$")
    eft_institution: str | None = None
    eft_branch: str | None = None
    international_bic: str | None = None
    international_iban: str | None = None
    bacs_sort_code: str | None = None

    @model_validator(mode="after")
    def _pairs(self) -> "Numbers":
        for one, other in (("eft_institution", "eft_branch"), ("international_bic", "international_iban")):
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                raise ValueError(f"{one} and {other} must be given together")
        return self


class Transaction(Strict):
    """One transaction; a posting date in the future makes it pending until then."""

    date_transacted: date
    date_posted: date
    amount: Money
    description: str = Field(min_length=1)
    currency: Currency | None = None

    @model_validator(mode="after")
    def _order(self) -> "Transaction":
        if self.date_posted < self.date_transacted:
            raise ValueError("date_posted must not be before date_transacted")
        return self


class InflowModel(Loose):
    """Regular income, or regular payments of a debt."""

    type: Literal["none", "monthly-income", "monthly-balance-payment", "monthly-interest-only-payment"]
    income_amount: Money | None = None
    payment_day_of_month: DayOfMonth | None = None
    transaction_name: str | None = None
    statement_day_of_month: DayOfMonth | None = None

    @model_validator(mode="after")
    def _complete(self) -> "InflowModel":
        needed = {
            "none": (),
            "monthly-income": ("income_amount", "payment_day_of_month", "transaction_name"),
        }.get(self.type, ("payment_day_of_month", "transaction_name", "statement_day_of_month"))
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"{self.type} needs {', '.join(missing)}")
        return self


class Owner(Loose):
    """Who an account belongs to."""

    names: list[str]
    phone_numbers: list[dict[str, Any]] = []
    emails: list[dict[str, Any]] = []
    addresses: list[dict[str, Any]] = []


class Liability(Loose):
    """What is owed, under which conditions."""

    type: Literal["credit", "student", "mortgage", "loan", "line_of_credit"]
    purchase_apr: FiniteFloat | None = None
    nominal_apr: FiniteFloat | None = None


class Account(Strict):
    """One account of the login."""

    type: Literal["investment", "credit", "depository", "loan", "payroll", "other"]
    subtype: str
    starting_balance: Money | None = None
    force_available_balance: Money | None = None
    has_null_available_balance: bool = False
    currency: Currency = "USD"
    holder_category: Literal["business", "personal", "unrecognized"] = "personal"
    meta: Meta = Meta()
    numbers: Numbers | None = None
    transactions: list[Transaction] | None = None
    holdings: Facts | None = None
    investment_transactions: Facts | None = None
    identity: Owner | None = None
    liability: Liability | None = None
    inflow_model: InflowModel | None = None
    income: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _fits(self) -> "Account":
        if self.subtype not in SUBTYPES[self.type]:
            raise ValueError(f"{self.subtype!r} is not a subtype of {self.type}")
        if self.force_available_balance is not None and self.has_null_available_balance:
            raise ValueError("force_available_balance and has_null_available_balance exclude each other")
        return self


class Mfa(Strict):
    """What the bank asks after the password."""

    type: Literal["device", "questions", "selections"]
    question_rounds: int | None = Field(default=None, ge=1, le=10)
    questions_per_round: int | None = Field(default=None, ge=1, le=10)
    selection_rounds: int = Field(default=1, ge=1, le=10)
    selections_per_question: int = Field(default=2, ge=1, le=20)

    @model_validator(mode="after")
    def _complete(self) -> "Mfa":
        if self.type == "questions" and None in {self.question_rounds, self.questions_per_round}:
            raise ValueError("questions need question_rounds and questions_per_round")
        return self


class Configuration(Strict):
    """The whole password."""

    version: Literal["1", "2", 1, 2] = "2"
    seed: str | None = None
    override_accounts: list[Account] = Field(default=[], max_length=MOST_ACCOUNTS)
    mfa: Mfa | None = None
    recaptcha: Literal["good", "bad"] | None = None
    force_error: FORCED_ERRORS | None = None
    roll_dates_forward: bool = False

    @model_validator(mode="after")
    def _limits(self) -> "Configuration":
        count = sum(len(account.transactions or ()) for account in self.override_accounts)
        if count > MOST_TRANSACTIONS:
            raise ValueError(f"{count} transactions are more than {MOST_TRANSACTIONS}")
        return self
