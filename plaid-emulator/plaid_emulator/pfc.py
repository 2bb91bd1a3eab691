"""Personal finance categories: the ids of version 2 and their names in version 1."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("pfc.json")
ICON_PATH = "/icons/PFC_{}.png"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


@cache
def primaries() -> dict[str, str]:
    """Map every detailed id of version 2 to its primary."""
    return {f"{primary}_{rest}": primary for primary, rests in _data()["v2"].items() for rest in rests}


def category(detailed: str, confidence: str, version: str = "v2") -> dict[str, Any]:
    """Make Plaid's personal_finance_category object."""
    primary = primaries()[detailed]
    if version == "v1" and detailed in _data()["to_v1"]:
        detailed = _data()["to_v1"][detailed]
        primary = next(
            each for each in sorted(_data()["v2"], key=len, reverse=True) if detailed.startswith(each)
        )
    return {"confidence_level": confidence, "detailed": detailed, "primary": primary, "version": version}


def icon_url(detailed: str | None, public_url: str) -> str:
    """Tell where the icon of a category's primary is, at this emulator."""
    return public_url + ICON_PATH.format(primaries()[detailed] if detailed else "OTHER")
