"""What the Plaid client must be told; the composition root fills it from the settings."""

from dataclasses import dataclass, field
from typing import Final

HOSTS: Final = {
    "sandbox": "https://sandbox.plaid.com",
    "production": "https://production.plaid.com",
}


@dataclass(frozen=True)
class PlaidConfig:
    """Keys, products and the address to call; `base_url` is Plaid's own host unless given."""

    client_id: str
    secret: str = field(repr=False)
    environment: str = "sandbox"
    base_url: str | None = None
    products: tuple[str, ...] = ("transactions",)
    country_codes: tuple[str, ...] = ("US", "CA")
    days_requested: int = 730
    webhook_url: str | None = None
    # Where banks with a sign-in page of their own send the browser back to; None: they open a window instead.
    redirect_uri: str | None = None
    client_name: str = "Saldo"
    language: str = "en"
    concurrency: int = 8
    connect_timeout_seconds: float = 10
    read_timeout_seconds: float = 60

    @property
    def host(self) -> str:
        return (self.base_url or HOSTS[self.environment]).rstrip("/")
