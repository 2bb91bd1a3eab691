"""Link tokens and public tokens: making them, finding them, their lifetimes and one-use rules."""

import json
from dataclasses import dataclass
from typing import Any

from plaid_emulator import ids
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError

HOSTED_SECONDS = 30 * 60


@dataclass(frozen=True)
class LinkToken:
    """A link token and the request that made it (Plaid's /link/token/create body)."""

    token: str
    created_at: float
    expires_at: float
    request: dict[str, Any]
    # Set in update mode: the Item to repair. Its public token is never exchanged.
    item_id: str | None

    @property
    def products(self) -> list[str]:
        return list(self.request.get("products") or [])

    @property
    def country_codes(self) -> list[str]:
        return list(self.request.get("country_codes") or ["US"])

    @property
    def days_requested(self) -> int:
        return int((self.request.get("transactions") or {}).get("days_requested") or 90)

    @property
    def is_hosted(self) -> bool:
        """Whether Link runs on a page of ours, which the app sends people to."""
        return self.request.get("hosted_link") is not None

    @property
    def links_several(self) -> bool:
        return bool(self.request.get("enable_multi_item_link")) and self.item_id is None

    @property
    def selects_accounts(self) -> bool:
        """Whether the account pane is shown: always when linking, on request when repairing."""
        update = self.request.get("update") or {}
        return self.item_id is None or bool(update.get("account_selection_enabled"))


def create_link_token(emulator: Emulator, request: dict[str, Any], item_id: str | None = None) -> LinkToken:
    now = emulator.clock.timestamp()
    lifetime = _lifetime_seconds(emulator, request, item_id)
    token = LinkToken(ids.token("link"), now, now + lifetime, request, item_id)
    emulator.database.execute(
        "INSERT INTO link_tokens VALUES (?, ?, ?, ?, ?)",
        *(token.token, token.created_at, token.expires_at, json.dumps(request), item_id),
    )
    return token


def find_link_token(emulator: Emulator, token: str) -> LinkToken | None:
    """Find a link token, expired ones too; one of the real Plaid is refused by name."""
    if ids.find_foreign_environment(token, "link") is not None:
        raise PlaidError("INVALID_LINK_TOKEN", message=ids.refused_shape(token, "link"))
    row = emulator.database.find("SELECT * FROM link_tokens WHERE token = ?", token)
    if row is None:
        return None
    return LinkToken(
        row["token"], row["created_at"], row["expires_at"], json.loads(row["request"]), row["item_id"]
    )


def get_link_token(emulator: Emulator, token: str) -> LinkToken:
    """Get a link token that may still open Link; Sandbox lets it be used again until it expires."""
    found = find_link_token(emulator, token)
    if found is None or found.expires_at <= emulator.clock.timestamp():
        raise PlaidError("INVALID_LINK_TOKEN")
    return found


def create_public_token(emulator: Emulator, item_id: str) -> str:
    """Make a one-use token for an Item, good for thirty minutes."""
    token, now = ids.token("public"), emulator.clock.timestamp()
    emulator.database.execute(
        "INSERT INTO public_tokens VALUES (?, ?, ?, ?, NULL)",
        *(token, item_id, now, now + emulator.config.public_token_seconds),
    )
    return token


def use_public_token(emulator: Emulator, token: str) -> str:
    """Use up a public token and tell its Item's id."""
    refusal = ids.refused_shape(token, "public")
    if refusal is not None:
        raise PlaidError("INVALID_PUBLIC_TOKEN", message=refusal)
    now = emulator.clock.timestamp()
    with emulator.database.transaction():
        row = emulator.database.find("SELECT * FROM public_tokens WHERE token = ?", token)
        if row is None or row["used_at"] is not None or row["expires_at"] <= now:
            raise PlaidError("INVALID_PUBLIC_TOKEN")
        emulator.database.execute("UPDATE public_tokens SET used_at = ? WHERE token = ?", now, token)
    return str(row["item_id"])


def save_link_session(
    emulator: Emulator, token: str, link_session_id: str, body: dict[str, Any], *, finished: bool
) -> None:
    """Keep what a Link session did; /link/token/get shows `body` as one of its link_sessions.

    `body` may hold Plaid's keys on_success, exit, events, results.
    """
    now = emulator.clock.timestamp()
    emulator.database.execute(
        "INSERT INTO link_sessions VALUES (?, ?, ?, ?, ?) ON CONFLICT (link_session_id) "
        "DO UPDATE SET finished_at = excluded.finished_at, body = excluded.body",
        *(link_session_id, token, now, now if finished else None, json.dumps(body)),
    )


def _lifetime_seconds(emulator: Emulator, request: dict[str, Any], item_id: str | None) -> int:
    """Four hours; half an hour in update mode and for a hosted page that names no lifetime of its own."""
    hosted = request.get("hosted_link")
    if hosted is not None:
        return int(hosted.get("url_lifetime_seconds") or HOSTED_SECONDS)
    config = emulator.config
    return config.link_token_seconds if item_id is None else config.update_link_token_seconds
