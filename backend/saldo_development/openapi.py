"""Write the API's OpenAPI document for the frontend: `python -m saldo_development.openapi [--check]`."""

import base64
import json
import sys
from pathlib import Path

from pydantic import SecretStr

from saldo.core.environment import Environment
from saldo.core.settings import Settings
from saldo.main import create_app

DOCUMENT = Path(__file__).parents[2] / "frontend" / "src" / "shared" / "api" / "openapi.json"


def describe() -> str:
    """Return the document as the frontend keeps it; the settings below only satisfy their own rules."""
    settings = Settings(
        environment=Environment.TEST,
        database_url=SecretStr("postgresql+asyncpg://nobody@127.0.0.1/none"),
        redis_url="redis://127.0.0.1/0",
        secret_key=SecretStr("x" * 32),
        encryption_keys=SecretStr("none:" + base64.b64encode(bytes(32)).decode()),
        public_url="http://127.0.0.1",
    )
    return json.dumps(create_app(settings).openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def complain() -> str | None:
    """Return what to do when the frontend's document describes another API than this one."""
    if DOCUMENT.read_text(encoding="utf-8") == describe():
        return None
    return (
        f"{DOCUMENT.name} is out of date: run `python -m saldo_development.openapi`, then `npm run generate`"
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(complain())
    DOCUMENT.write_text(describe(), encoding="utf-8")
