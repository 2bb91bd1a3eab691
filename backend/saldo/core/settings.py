"""Every setting, read from the environment once, at the root; wrong ones are answered with what to mend."""

import base64
import binascii
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from saldo.core.environment import Environment

PLAID_LINK_SCRIPT = "https://cdn.plaid.com/link/v2/stable/link-initialize.js"
FIREBASE_KEYS = "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com"
# Where the page goes on when a bank sends the whole browser back.
OAUTH_RETURN_PATH = "/connections/oauth-return"
# Keys and passwords that stand in the repository for everyone to read begin with this word.
DEVELOPMENT_MARK = "development-only"
OUTBOX = "outbox"
_KEY_BYTES = 32
# Random keys of 32 characters practically never repeat themselves this much.
_FEWEST_CHARACTERS = 10
_NOT_PRODUCTS = {"accounts", "balance"}

TextList = Annotated[tuple[str, ...], NoDecode]


class SettingsWrong(Exception):
    """The environment does not describe a system that could run; the message says what to mend."""


class Settings(BaseSettings):
    """The tree of settings; names are those of the environment variables, in small letters."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    environment: Environment = Environment.PRODUCTION
    database_url: SecretStr
    redis_url: str
    celery_broker_url: str = ""
    secret_key: SecretStr
    encryption_keys: SecretStr
    # Empty: those of ENCRYPTION_KEYS.
    audit_keys: SecretStr = SecretStr("")
    public_url: str
    frontend_hostname: str = ""
    cors_origins: TextList = ()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    access_token_seconds: int = Field(default=300, ge=30, le=300)
    refresh_idle_days: int = Field(default=7, ge=1, le=30)
    refresh_absolute_days: int = Field(default=30, ge=1, le=90)

    enable_plaid: bool = False
    plaid_client_id: str = ""
    plaid_secret: SecretStr = SecretStr("")
    plaid_env: Literal["sandbox", "production"] = "sandbox"
    plaid_products: TextList = ("transactions",)
    plaid_country_codes: TextList = ("US", "CA")
    plaid_base_url: str = ""
    plaid_webhook_url: str = ""
    plaid_redirect_uri: str = ""
    plaid_link_script_url: str = PLAID_LINK_SCRIPT
    plaid_days_requested: int = Field(default=730, ge=1, le=730)

    # Empty: no post. "outbox" (development): letters stay here and are read in the browser.
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = "Saldo <saldo@localhost>"

    # Attempts in a quarter of an hour.
    throttle_sign_ins_of_account_and_network: int = Field(default=10, ge=3, le=100)
    throttle_sign_ins_of_account: int = Field(default=100, ge=10, le=1000)
    throttle_sign_ins_of_network: int = Field(default=100, ge=10, le=10_000)
    throttle_sign_ups_of_network: int = Field(default=50, ge=1, le=10_000)
    throttle_codes_of_account: int = Field(default=10, ge=3, le=20)
    throttle_letters_of_account: int = Field(default=5, ge=1, le=100)
    throttle_invitations_of_workspace: int = Field(default=30, ge=1, le=1000)
    throttle_refreshes_of_network: int = Field(default=2000, ge=30, le=1_000_000)
    # In a minute: whatever else a person or their programs ask.
    throttle_requests_of_person: int = Field(default=1200, ge=60, le=1_000_000)

    # Sign-in by others; each is off while its first setting is empty.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_label: str = "Single sign-on"
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    firebase_project_id: str = ""
    firebase_keys_url: str = FIREBASE_KEYS
    # Tokens of an outer auth service, verified by its keys or by a shared secret.
    external_issuer: str = ""
    external_audience: str = ""
    external_keys_url: str = ""
    external_secret: SecretStr = SecretStr("")

    dev_bypass: bool = False

    @field_validator("cors_origins", "plaid_products", "plaid_country_codes", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("cors_origins", "public_url", "plaid_base_url")
    @classmethod
    def _without_slash(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(value, str):
            return value.rstrip("/")
        return tuple(origin.rstrip("/") for origin in value)

    @model_validator(mode="after")
    def _hang_together(self) -> Self:
        problems = [*_general_problems(self), *_plaid_problems(self), *_issuer_problems(self)]
        if self.environment is Environment.PRODUCTION:
            problems += _production_problems(self)
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def broker_url(self) -> str:
        return self.celery_broker_url or self.redis_url

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.public_url, self.named_url, *self.cors_origins)))

    @property
    def named_url(self) -> str:
        """Return PUBLIC_URL by name: browsers keep no passkeys for numbers."""
        return self.public_url.replace("//127.0.0.1", "//localhost", 1)

    @property
    def encryption_ring(self) -> dict[str, bytes]:
        return parse_key_ring(self.encryption_keys.get_secret_value())

    @property
    def audit_ring(self) -> dict[str, bytes]:
        own = self.audit_keys.get_secret_value()
        return parse_key_ring(own) if own else self.encryption_ring


def load_settings() -> Settings:
    """Read the environment. Raises SettingsWrong with one sentence a problem."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsWrong("\n".join(_sentences(error))) from None


def parse_key_ring(text: str) -> dict[str, bytes]:
    """Read "id:base64,id2:base64" into keys in their order. Raises ValueError."""
    ring: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        key_id, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError("a key is not base64") from error
        if not key_id.isalnum() or len(key) != _KEY_BYTES:
            raise ValueError("a key id is not alphanumeric or a key is not 32 bytes long")
        ring[key_id] = key
    if not ring:
        raise ValueError("there is no key")
    return ring


def is_plaid_host(url: str) -> bool:
    """Say whether an address belongs to Plaid itself, and not to the emulator."""
    host = urlsplit(url).hostname or ""
    return host == "plaid.com" or host.endswith(".plaid.com")


def _sentences(error: ValidationError) -> list[str]:
    sentences: list[str] = []
    for problem in error.errors():
        name = str(problem["loc"][0]).upper() if problem["loc"] else ""
        if not name:
            sentences += str(problem["ctx"]["error"]).splitlines()
        elif problem["type"] == "missing":
            sentences.append(f"{name} is not set; .env.example shows what belongs there.")
        else:
            sentences.append(f"{name} is not usable: {problem['msg']}.")
    return sentences


def _general_problems(settings: Settings) -> list[str]:
    problems = []
    if not settings.database_url.get_secret_value().startswith("postgresql+asyncpg://"):
        problems.append("DATABASE_URL must begin with postgresql+asyncpg:// (the one driver Saldo uses).")
    if not settings.redis_url.startswith(("redis://", "rediss://")):
        problems.append("REDIS_URL must begin with redis:// or rediss://.")
    if len(settings.secret_key.get_secret_value()) < _KEY_BYTES:
        problems.append("SECRET_KEY must have at least 32 characters: `openssl rand -base64 48` makes one.")
    try:
        parse_key_ring(settings.encryption_keys.get_secret_value())
        parse_key_ring(settings.audit_keys.get_secret_value() or settings.encryption_keys.get_secret_value())
    except ValueError as error:
        problems.append(
            f"ENCRYPTION_KEYS or AUDIT_KEYS is not usable ({error}): write it as id:key with "
            "a key made by `openssl rand -base64 32`; more of them separated by commas."
        )
    if not settings.smtp_url.get_secret_value().startswith(("smtp://", "smtps://")) and (
        settings.smtp_url.get_secret_value() not in {"", OUTBOX}
    ):
        problems.append("SMTP_URL must begin with smtp:// or smtps://, or be empty.")
    if urlsplit(settings.public_url).scheme not in {"http", "https"}:
        problems.append("PUBLIC_URL must be the address people open, such as https://saldo.example.com.")
    return problems


def _plaid_problems(settings: Settings) -> list[str]:
    problems = [
        f'PLAID_PRODUCTS must not contain "{product}": it comes with every other product; '
        "write PLAID_PRODUCTS=transactions."
        for product in settings.plaid_products
        if product in _NOT_PRODUCTS
    ]
    if settings.enable_plaid and not settings.plaid_products:
        problems.append("PLAID_PRODUCTS is empty; write PLAID_PRODUCTS=transactions.")
    if settings.enable_plaid and not (settings.plaid_client_id and settings.plaid_secret.get_secret_value()):
        problems.append(
            "ENABLE_PLAID is true but PLAID_CLIENT_ID or PLAID_SECRET is empty: copy both from the Plaid "
            "dashboard, or set ENABLE_PLAID=false."
        )
    oauth_return = f"{settings.public_url}{OAUTH_RETURN_PATH}"
    if settings.plaid_redirect_uri not in {"", oauth_return}:
        problems.append(f"PLAID_REDIRECT_URI must be empty or {oauth_return}: the page waits there.")
    return problems


def _issuer_problems(settings: Settings) -> list[str]:
    problems = []
    if settings.oidc_issuer and not settings.oidc_client_id:
        problems.append("OIDC_ISSUER is set but OIDC_CLIENT_ID is empty.")
    if settings.external_issuer:
        secret = settings.external_secret.get_secret_value()
        if not settings.external_audience:
            problems.append("EXTERNAL_ISSUER is set but EXTERNAL_AUDIENCE is empty: tokens for others pass.")
        if bool(secret) == bool(settings.external_keys_url):
            problems.append("EXTERNAL_ISSUER needs either EXTERNAL_KEYS_URL or EXTERNAL_SECRET.")
        if secret and len(secret) < _KEY_BYTES:
            problems.append("EXTERNAL_SECRET must have at least 32 characters.")
    return problems


def _production_problems(settings: Settings) -> list[str]:
    secrets = (settings.secret_key, settings.encryption_keys, settings.audit_keys, settings.database_url)
    problems = []
    if any(DEVELOPMENT_MARK in secret.get_secret_value() for secret in secrets) or _has_toy_key(settings):
        problems.append("A development key or password is set in production: make new ones.")
    key = settings.secret_key.get_secret_value()
    if len(key) >= _KEY_BYTES and len(set(key)) < _FEWEST_CHARACTERS:
        problems.append("SECRET_KEY is easy to guess: `openssl rand -base64 48` makes a better one.")
    if settings.smtp_url.get_secret_value() == OUTBOX:
        problems.append("SMTP_URL must not be the development outbox in production: name a mail server.")
    if settings.dev_bypass:
        problems.append("DEV_BYPASS must not be set in production: it signs anyone in.")
    if settings.plaid_base_url and not is_plaid_host(settings.plaid_base_url):
        problems.append("PLAID_BASE_URL must be empty or a plaid.com address in production.")
    if not settings.is_https:
        problems.append("PUBLIC_URL must begin with https:// in production.")
    return problems


def _has_toy_key(settings: Settings) -> bool:
    try:
        keys = (*settings.encryption_ring.values(), *settings.audit_ring.values())
    except ValueError:
        return False
    # The sample keys of .env.example are one byte repeated or the mark itself.
    return any(len(set(key)) == 1 or key.startswith(DEVELOPMENT_MARK.encode()) for key in keys)
