"""What an app's owner sets in Plaid's Dashboard: Link customizations by name, allowed redirect URIs."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.tokens import LinkToken

KEY = "dashboard"
DEFAULT = "default"
UNLISTED = (
    "OAuth redirect URI must be configured in the developer dashboard;"
    " here that is redirect_uris of POST /__admin/link"
)


class Customization(BaseModel):
    """How Link behaves for the tokens that name it."""

    model_config = ConfigDict(extra="forbid")

    # Which accounts the pane begins with: one to pick, several to pick, or all of them ticked.
    account_selection: Literal["one", "multiple", "all"] = "all"
    # Ask for a phone number first, and know returning users by it.
    returning_user: bool = False
    # Plaid tells the page of most events when the flow ends; some like to watch.
    live_events: bool = False


class Dashboard(BaseModel):
    """The settings; an empty list of redirect URIs allows all."""

    model_config = ConfigDict(extra="forbid")

    redirect_uris: list[str] = Field(default_factory=list)
    customizations: dict[str, Customization] = Field(default_factory=dict)


# There without any set-up, so that a test need not begin at the admin door.
BUILT_IN = {
    DEFAULT: Customization(),
    "single": Customization(account_selection="one"),
    "multiple": Customization(account_selection="multiple"),
    "returning_user": Customization(returning_user=True),
    "live_events": Customization(live_events=True),
}


def get(emulator: Emulator) -> Dashboard:
    stored = emulator.database.get_meta(KEY)
    return Dashboard() if stored is None else Dashboard.model_validate_json(stored)


def change(emulator: Emulator, update: Dashboard) -> Dashboard:
    """Set what `update` names; customizations are replaced one by one, the others stay."""
    now = get(emulator)
    if "redirect_uris" in update.model_fields_set:
        now.redirect_uris = update.redirect_uris
    now.customizations |= update.customizations
    emulator.database.set_meta(KEY, now.model_dump_json())
    return now


def find_customization(emulator: Emulator, name: str | None) -> Customization:
    """Find a customization; the default serves an app that names one of its real Dashboard."""
    known = BUILT_IN | get(emulator).customizations
    return known.get(name or DEFAULT, known[DEFAULT])


def customization_of(emulator: Emulator, token: LinkToken) -> Customization:
    return find_customization(emulator, token.request.get("link_customization_name"))


def check_redirect_uri(emulator: Emulator, uri: str) -> None:
    """Refuse what is not in the allow-list, once there is one."""
    allowed = get(emulator).redirect_uris
    if allowed and uri not in allowed:
        raise PlaidError("INVALID_FIELD", UNLISTED)
