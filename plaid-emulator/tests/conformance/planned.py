"""Refusals that no state of the emulator brings about: the admin door plans them, call by call."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files

from conformance.case import Case
from conformance.right import RIGHT
from conformance.world import World
from plaid_emulator.api.registry import ENDPOINTS

EVERYWHERE = (
    *("INTERNAL_SERVER_ERROR", "PLANNED_MAINTENANCE", "RATE_LIMIT", "UNAUTHORIZED_ROUTE_ACCESS"),
    "UNAUTHORIZED_ENVIRONMENT",
)
AT_THE_BANK = (
    *(
        "INSTITUTION_DOWN",
        "INSTITUTION_NOT_RESPONDING",
        "INSTITUTION_NOT_AVAILABLE",
        "INSTITUTION_RATE_LIMIT",
    ),
    *("INSTITUTION_NO_LONGER_SUPPORTED", "INSTITUTION_REGISTRATION_REQUIRED", "UNAUTHORIZED_INSTITUTION"),
    *("UNSUPPORTED_RESPONSE", "ITEM_LOCKED", "USER_SETUP_REQUIRED", "PASSWORD_RESET_REQUIRED"),
    *("ACCESS_NOT_GRANTED", "USER_PERMISSION_REVOKED", "ITEM_CONCURRENTLY_DELETED", "PRODUCT_NOT_ENABLED"),
    *("NO_ACCOUNTS", "ITEM_NOT_SUPPORTED", "INSUFFICIENT_CREDENTIALS", "INVALID_CREDENTIALS", "INVALID_MFA"),
    *("MFA_NOT_SUPPORTED", "USER_INPUT_TIMEOUT", "CREDITS_EXHAUSTED"),
)
CREATING = (
    *("RECAPTCHA_REQUIRED", "RECAPTCHA_BAD", "INSTITUTION_NOT_ENABLED_IN_ENVIRONMENT"),
    *("INSTITUTION_NOT_RESPONDING", "INSTITUTION_REGISTRATION_REQUIRED", "UNAUTHORIZED_INSTITUTION"),
)
# Asked for in production; here every such call is in the sandbox.
SANDBOX = ("SANDBOX_ONLY",)
LINK = ("INVALID_CONFIGURATION", "INVALID_LINK_CUSTOMIZATION", "INCORRECT_LINK_TOKEN")


def planned_cases() -> Iterator[Case]:
    """Plan every refusal at every endpoint that can give it."""
    for path, endpoint in ENDPOINTS.items():
        codes = [*EVERYWHERE, *_limits(path)]
        if "access_token" in endpoint.model.model_fields and path != "/link/token/create":
            codes += AT_THE_BANK
        if path.startswith("/sandbox/"):
            codes += SANDBOX
        if path == "/sandbox/public_token/create":
            codes += CREATING
        if path == "/link/token/create":
            codes += LINK
        for code in dict.fromkeys(codes):
            yield Case(path, f"planned {code}", RIGHT[path], code, arrange=_plan(path, code))


def _limits(path: str) -> list[str]:
    """List the codes with which this endpoint says that it was called too often."""
    tables = json.loads(files("plaid_emulator").joinpath("rate_limits.json").read_text(encoding="utf-8"))
    limits = tables["sandbox"].get(path, {})
    return [limits[name] for name in ("item_code", "client_code") if name in limits]


def _plan(path: str, code: str) -> Callable[[World], None]:
    def plan(world: World) -> None:
        world.live.admin(
            "/actions", {"do": "add_fault", "kind": "error", "error_code": code, "endpoint": path}
        )

    return plan
