"""What /link/token/create may be asked, to the last field: Plaid refuses any other."""

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, create_model, model_validator

from plaid_emulator.api.link_parts import make_fields
from plaid_emulator.api.registry import Options, PlaidRequest
from plaid_emulator.worlds.custom.schema import SUBTYPES

LONGEST_HOSTED_SECONDS = 21 * 24 * 3600
EVERY = "all"


class Name(Options):
    """What the person is called."""

    given_name: str
    family_name: str


class Address(Options):
    """Where the person lives."""

    country: str
    street: str | None = None
    street2: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None


class IdNumber(Options):
    """A number some authority knows the person by."""

    value: str
    type: str


class User(Options):
    """The person linking; details beyond the id are kept and not used."""

    client_user_id: str = Field(min_length=1)
    legal_name: str | None = None
    name: Name | None = None
    phone_number: str | None = None
    phone_number_verified_time: datetime | None = None
    email_address: str | None = None
    email_address_verified_time: datetime | None = None
    ssn: str | None = None
    date_of_birth: date | None = None
    address: Address | None = None
    id_number: IdNumber | None = None


class Transactions(Options):
    """How many days of history Link shall ask for."""

    days_requested: int | None = Field(default=None, ge=1, le=730)


class HostedLink(Options):
    """How Link shall run on a page of Plaid's own."""

    delivery_method: Literal["sms", "email"] | None = None
    completion_redirect_uri: str | None = None
    url_lifetime_seconds: int | None = Field(default=None, ge=1, le=LONGEST_HOSTED_SECONDS)
    is_mobile_app: bool | None = None


class Update(Options):
    """What update mode shall offer beyond a new login."""

    account_selection_enabled: bool | None = None
    reauthorization_enabled: bool | None = None
    user: bool | None = None
    item_ids: list[str] | None = None


class InstitutionData(Options):
    """The bank to highlight in the list."""

    routing_number: str | None = None
    institution_id: str | None = None


class Filter(Options):
    """The subtypes of one type that Link shall show."""

    account_subtypes: list[str]


class DepositoryFilter(Filter):
    """The subtypes of deposit accounts that Link shall show."""

    limited_purpose_types: list[str] | None = None


class AccountFilters(Options):
    """Which accounts Link shall show: of a type that is not named, none."""

    depository: DepositoryFilter | None = None
    credit: Filter | None = None
    loan: Filter | None = None
    investment: Filter | None = None
    other: Filter | None = None

    @model_validator(mode="after")
    def _knows_its_subtypes(self) -> Self:
        for kind in type(self).model_fields:
            asked: Filter | None = getattr(self, kind)
            unknown = set(asked.account_subtypes if asked else ()) - {EVERY, *SUBTYPES[kind]}
            if unknown:
                names = ", ".join(sorted(unknown))
                raise ValueError(f"account_filters.{kind}.account_subtypes: {names} is no subtype of {kind}")
        return self


class LinkRequest(PlaidRequest):
    """The fields of /link/token/create that mean something here."""

    client_name: str = Field(min_length=1)
    language: str
    country_codes: list[str] = Field(min_length=1)
    user: User | None = None
    user_id: str | None = None
    products: list[str] | None = None
    required_if_supported_products: list[str] | None = None
    optional_products: list[str] | None = None
    additional_consented_products: list[str] | None = None
    webhook: str | None = None
    access_token: str | None = None
    access_tokens: list[str] | None = None
    link_customization_name: str | None = None
    appearance_mode: str | None = None
    redirect_uri: str | None = None
    android_package_name: str | None = None
    institution_data: InstitutionData | None = None
    account_filters: AccountFilters | None = None
    institution_id: str | None = None
    consumer_report_permissible_purpose: str | None = None
    update: Update | None = None
    third_party_user_token: str | None = None
    hosted_link: HostedLink | None = None
    transactions: Transactions | None = None
    cra_enabled: bool | None = None
    financekit_supported: bool | None = None
    enable_multi_item_link: bool | None = None
    user_token: str | None = None


CreateRequest = create_model("CreateRequest", __base__=LinkRequest, **make_fields())
