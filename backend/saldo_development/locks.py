"""The locks before the development token: each alone keeps it shut."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from saldo.core.environment import Environment
from saldo.core.settings import Settings

# The name docker-compose.yml gives the database, reachable in its own network only.
_COMPOSE_DATABASE = "postgres"


class Locked(Exception):
    """The development entry point must not run here; the message is one sentence."""


def refuse_unless_local(settings: Settings) -> None:
    """Raise Locked unless this is plainly somebody's own machine."""
    if settings.environment is not Environment.DEVELOPMENT:
        raise Locked(
            "The development entry point runs only with ENVIRONMENT=development; use saldo.main:app."
        )
    if not settings.dev_bypass:
        raise Locked(
            "The development entry point runs only with DEV_BYPASS=true; otherwise use saldo.main:app."
        )
    database_url = settings.database_url.get_secret_value()
    if not _is_loopback(database_url) and urlsplit(database_url).hostname != _COMPOSE_DATABASE:
        raise Locked("The development token needs a DATABASE_URL on this machine (127.0.0.1 or localhost).")
    if not _is_loopback(settings.public_url):
        raise Locked("The development token needs a PUBLIC_URL on this machine (127.0.0.1 or localhost).")
    if settings.plaid_env == "production":
        raise Locked("The development token must not meet real bank data: set PLAID_ENV=sandbox.")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
