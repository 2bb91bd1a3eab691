"""The settings of local mode: generated secrets, the .env file, and what each process is told."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from saldo_dev.place import Place

LINK_SCRIPT = "/link/v2/stable/link-initialize.js"
PLAID_CDN = "https://cdn.plaid.com"
DATABASE = "saldo"

# What local mode decides itself: a .env written for Compose names hosts that do not exist here.
_OWN = {
    "ENVIRONMENT", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CELERY_BROKER_URL", "PUBLIC_URL",
    "FRONTEND_HOSTNAME", "CORS_ORIGINS",
    "POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_APP_PASSWORD",
}  # fmt: skip
# What a worker without secrets may inherit from the shell.
_HARMLESS = {
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TERM", "XDG_CACHE_HOME", "LD_LIBRARY_PATH",
    "SALDO_HOME", "SSL_CERT_FILE", "OMP_NUM_THREADS",
}  # fmt: skip


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines with comments, `export` and quotes as in a shell. No file, no settings."""
    settings: dict[str, str] = {}
    if not path.is_file():
        return settings
    for line in path.read_text(encoding="utf-8").splitlines():
        key, equals, value = line.strip().removeprefix("export ").partition("=")
        if not equals or key.startswith("#"):
            continue
        value = value.strip()
        if value[:1] in {"'", '"'} and value[-1:] == value[0] and len(value) > 1:
            value = value[1:-1]
        else:
            value = value.split(" #", 1)[0].rstrip()
        settings[key.strip()] = value
    return settings


def read_secrets(place: Place) -> dict[str, str]:
    """Return this home's secrets; make them on the first start, readable by their owner only."""
    path = place.home / "secrets.env"
    if not path.is_file():
        sealing_key = base64.b64encode(os.urandom(32)).decode()
        fresh = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ENCRYPTION_KEYS": f"local:{sealing_key}",
            "POSTGRES_PASSWORD": secrets.token_hex(24),
            "DATABASE_OWNER_PASSWORD": secrets.token_hex(24),
            "DATABASE_APP_PASSWORD": secrets.token_hex(24),
        }
        lines = "".join(f"{key}={value}\n" for key, value in fresh.items())
        unfinished = path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(lines)
        unfinished.rename(path)
    return read_env_file(path)


def given_settings(place: Place, shell: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what was set in .env or, stronger, in the shell, without what local mode decides."""
    given = read_env_file(place.root / ".env")
    known = read_env_file(place.root / ".env.example").keys() | given.keys()
    given |= {key: shell[key] for key in known & shell.keys()}
    return {key: value for key, value in given.items() if value and key not in _OWN}


def uses_emulator(given: Mapping[str, str]) -> bool:
    """Say whether the offline Plaid is wanted: yes, unless real keys or another address are given."""
    return not (given.get("PLAID_CLIENT_ID") and given.get("PLAID_SECRET")) and not given.get(
        "PLAID_BASE_URL"
    )


def backend_environment(place: Place) -> dict[str, str]:
    """Return the whole environment of the backend's processes."""
    own_secrets = read_secrets(place)
    given = given_settings(place)
    settings = {
        "SECRET_KEY": own_secrets["SECRET_KEY"],
        "ENCRYPTION_KEYS": own_secrets["ENCRYPTION_KEYS"],
        # Written there by whoever changes keys; see docs/security.md.
        "AUDIT_KEYS": own_secrets.get("AUDIT_KEYS", ""),
        "ENABLE_PLAID": "true",
        "PLAID_ENV": "sandbox",
        "SMTP_URL": "outbox",
        "DEV_BYPASS": "false" if given.get("PLAID_ENV") == "production" else "true",
        **given,
        # Last: a .env copied from the example names Plaid's own script, for which there are no keys.
        **(_emulator_settings(place) if uses_emulator(given) else {}),
        "ENVIRONMENT": "development",
        "PUBLIC_URL": place.address,
        "DATABASE_URL": database_url(place, "saldo_app", own_secrets["DATABASE_APP_PASSWORD"]),
        "REDIS_URL": redis_url(place),
    }
    inherited = {key: value for key, value in os.environ.items() if key not in _OWN}
    return inherited | settings | _process_settings()


def migration_environment(place: Place) -> dict[str, str]:
    """Return the backend's environment with the owner's address: no process that serves is told it."""
    password = read_secrets(place)["DATABASE_OWNER_PASSWORD"]
    return backend_environment(place) | {"DATABASE_OWNER_URL": database_url(place, "saldo_owner", password)}


def worker_environment(place: Place) -> dict[str, str]:
    """Return the environment of the categoriser: a broker and nothing secret."""
    inherited = {key: value for key, value in os.environ.items() if key in _HARMLESS}
    given = {key: value for key, value in given_settings(place).items() if key.startswith("CATEGORIZER_")}
    return inherited | given | {"REDIS_URL": redis_url(place)} | _process_settings()


def plain_environment() -> dict[str, str]:
    """Return the environment of a process that needs no setting of ours."""
    return {key: value for key, value in os.environ.items() if key in _HARMLESS} | _process_settings()


def link_origin(place: Place) -> str:
    """Return the origin of Link's script, frames and calls: the one stranger the page may load."""
    given = given_settings(place)
    script = given.get("PLAID_LINK_SCRIPT_URL", PLAID_CDN)
    if uses_emulator(given):
        script = place.url("plaid-emulator")
    scheme, _, rest = script.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"


def database_url(place: Place, user: str, password: str) -> str:
    return f"postgresql+asyncpg://{user}:{password}@127.0.0.1:{place.port('postgres')}/{DATABASE}"


def redis_url(place: Place) -> str:
    return f"redis://127.0.0.1:{place.port('valkey')}/0"


def _emulator_settings(place: Place) -> dict[str, str]:
    emulator = place.url("plaid-emulator")
    return {
        "PLAID_CLIENT_ID": "offline",
        "PLAID_SECRET": "offline",
        "PLAID_BASE_URL": emulator,
        "PLAID_LINK_SCRIPT_URL": emulator + LINK_SCRIPT,
        "PLAID_WEBHOOK_URL": f"{place.address}/api/webhooks/plaid",
    }


def _process_settings() -> dict[str, str]:
    return {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
