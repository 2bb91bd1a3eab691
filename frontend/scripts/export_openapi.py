"""Write the API's OpenAPI document for the frontend; with --check only compare."""
# ruff: noqa: INP001 - a script beside the frontend, in no package

import base64
import json
import os
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "shared" / "api" / "openapi.json"
# These only let the application be assembled: the document does not depend on them and nothing is opened.
SETTINGS = {
    "ENVIRONMENT": "test",
    "DATABASE_URL": "postgresql+asyncpg://saldo_app:none@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "only-to-assemble-the-application-once",
    "ENCRYPTION_KEYS": "k1:" + base64.b64encode(bytes(32)).decode(),
    "PUBLIC_URL": "http://127.0.0.1:8080",
}


def render() -> str:
    """Return the document as it is committed: sorted, indented, one line end at the end."""
    os.environ.update(SETTINGS)
    from saldo.core.settings import load_settings  # noqa: PLC0415 - reads the environment set above
    from saldo.main import create_app  # noqa: PLC0415

    return json.dumps(create_app(load_settings()).openapi(), indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or with --check say whether it is the present one."""
    document = render()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(document, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == document:
        return 0
    sys.stderr.write("openapi.json is out of date: run frontend/scripts/export_openapi.py\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
