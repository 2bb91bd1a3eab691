"""The composition root: from settings to everything a process works with."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from saldo.core.broker import open_queue
from saldo.core.clock import Clock, SystemClock
from saldo.core.courier import Courier
from saldo.core.database import Database, Limits
from saldo.core.encryption import Vault
from saldo.core.environment import Environment
from saldo.core.redis_courier import RedisCourier
from saldo.core.settings import OUTBOX, Settings, is_plaid_host
from saldo.providers.bank import BankProvider
from saldo.providers.disabled import DisabledBank
from saldo.providers.mail import Mailer, NoMailer, OutboxMailer, SmtpMailer
from saldo.providers.plaid.client import PlaidBank
from saldo.providers.plaid.config import PlaidConfig


@dataclass(frozen=True)
class Patience:
    """How long a kind of process may wait: a request hardly at all, work in the background in peace."""

    database: Limits
    redis_seconds: float


FOR_REQUESTS = Patience(Limits(statement_seconds=5), redis_seconds=0.2)
FOR_WORK = Patience(Limits(statement_seconds=60, pool_size=4, pool_overflow=4), redis_seconds=5)


@dataclass(frozen=True)
class Installation:
    """What this installation says of itself to anyone who asks."""

    environment: Environment
    plaid_enabled: bool
    plaid_environment: str
    link_script_url: str
    is_plaid_offline: bool
    dev_bypass: bool
    # none, outbox or smtp
    mail: str

    @classmethod
    def described_by(cls, settings: Settings) -> "Installation":
        return cls(
            environment=settings.environment,
            plaid_enabled=settings.enable_plaid,
            plaid_environment=settings.plaid_env,
            link_script_url=settings.plaid_link_script_url,
            # The emulator is recognised by its address: Plaid itself lives at plaid.com.
            is_plaid_offline=bool(settings.plaid_base_url) and not is_plaid_host(settings.plaid_base_url),
            dev_bypass=settings.dev_bypass,
            mail=describe_mail(settings),
        )


@dataclass
class Resources:
    """What one process holds open. Features take from it what they name, and never read settings."""

    installation: Installation
    database: Database
    courier: Courier
    clock: Clock
    vault: Vault
    bank: BankProvider
    redis: Redis
    # Where jobs wait; may be another server than the one above.
    broker: Redis
    mailer: Mailer

    async def close(self) -> None:
        await self.database.close()
        if isinstance(self.courier, RedisCourier):
            await self.courier.close()
        await self.redis.aclose()
        await self.broker.aclose()


async def open_resources(settings: Settings, *, patience: Patience = FOR_REQUESTS) -> Resources:
    """Open everything. Raises PowerfulRole for a database role that sees too much, DatabaseUnavailable."""
    redis = open_redis(settings.redis_url, patience.redis_seconds)
    queue = open_queue(settings.broker_url, socket_timeout_seconds=patience.redis_seconds)
    courier = RedisCourier(queue, redis, time_limit_seconds=patience.redis_seconds)
    vault = Vault(settings.encryption_ring, settings.audit_ring)
    database = Database(settings.database_url.get_secret_value(), courier, patience.database, vault=vault)
    resources = Resources(
        installation=Installation.described_by(settings),
        database=database,
        courier=courier,
        clock=SystemClock(),
        vault=vault,
        bank=open_bank(settings),
        redis=redis,
        broker=open_redis(settings.broker_url, patience.redis_seconds),
        mailer=open_mailer(settings),
    )
    try:
        await database.refuse_powerful_role()
    except BaseException:
        await resources.close()
        raise
    return resources


def open_redis(url: str, timeout_seconds: float = FOR_REQUESTS.redis_seconds) -> Redis:
    """Make a client whose calls give up quickly: a request must never wait for a dead Redis."""
    return Redis.from_url(
        url,
        socket_timeout=timeout_seconds,
        socket_connect_timeout=timeout_seconds,
        health_check_interval=10,
        decode_responses=True,
    )


def open_listening_redis(url: str) -> Redis:
    """Make a client for subscriptions, whose reads wait: the listener itself notices a dead connection."""
    return Redis.from_url(url, socket_timeout=None, socket_connect_timeout=2, decode_responses=True)


def describe_mail(settings: Settings) -> str:
    url = settings.smtp_url.get_secret_value()
    return "none" if not url else "outbox" if url == OUTBOX else "smtp"


def open_mailer(settings: Settings) -> Mailer:
    """Choose how letters travel."""
    match describe_mail(settings):
        case "none":
            return NoMailer()
        case "outbox":
            return OutboxMailer()
        case _:
            return SmtpMailer(settings.smtp_url.get_secret_value(), settings.mail_from)


def open_bank(settings: Settings) -> BankProvider:
    """Choose the bank provider; the emulator is Plaid at another address, nothing else."""
    if not settings.enable_plaid:
        return DisabledBank()
    return PlaidBank(
        PlaidConfig(
            client_id=settings.plaid_client_id,
            secret=settings.plaid_secret.get_secret_value(),
            environment=settings.plaid_env,
            base_url=settings.plaid_base_url or None,
            products=settings.plaid_products,
            country_codes=settings.plaid_country_codes,
            days_requested=settings.plaid_days_requested,
            webhook_url=settings.plaid_webhook_url or None,
            redirect_uri=settings.plaid_redirect_uri or None,
        )
    )


async def get_resources(connection: HTTPConnection) -> Resources:
    return cast("Resources", connection.app.state.resources)


async def get_bank(connection: HTTPConnection) -> BankProvider:
    return cast("Resources", connection.app.state.resources).bank


CurrentResources = Annotated[Resources, Depends(get_resources)]
CurrentBank = Annotated[BankProvider, Depends(get_bank)]
