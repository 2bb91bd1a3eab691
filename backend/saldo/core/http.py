"""What endpoints ask of their process (database, clock, vault ...) and what lists ask of a query."""

import ipaddress
from typing import Annotated, Protocol, cast

from fastapi import Depends, Query
from pydantic import StringConstraints
from redis.asyncio import Redis
from starlette.requests import HTTPConnection

from saldo.core.clock import Clock
from saldo.core.courier import Courier
from saldo.core.database import Database
from saldo.core.encryption import Vault

# Where a page of a list begins, and how long it is.
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=100)]
# PostgreSQL's text holds no zero byte.
Word = Annotated[str | None, StringConstraints(pattern=r"^[^\x00]{1,100}$"), Query()]


class CoreResources(Protocol):
    """The part of the process's resources that the core knows by name."""

    database: Database
    courier: Courier
    clock: Clock
    vault: Vault
    redis: Redis
    broker: Redis


def resources_of(connection: HTTPConnection) -> CoreResources:
    return cast("CoreResources", connection.app.state.resources)


async def get_database(connection: HTTPConnection) -> Database:
    return resources_of(connection).database


async def get_clock(connection: HTTPConnection) -> Clock:
    return resources_of(connection).clock


async def get_courier(connection: HTTPConnection) -> Courier:
    return resources_of(connection).courier


async def get_vault(connection: HTTPConnection) -> Vault:
    return resources_of(connection).vault


async def get_redis(connection: HTTPConnection) -> Redis:
    return resources_of(connection).redis


async def get_broker(connection: HTTPConnection) -> Redis:
    return resources_of(connection).broker


CurrentDatabase = Annotated[Database, Depends(get_database)]
CurrentClock = Annotated[Clock, Depends(get_clock)]
CurrentCourier = Annotated[Courier, Depends(get_courier)]
CurrentVault = Annotated[Vault, Depends(get_vault)]
CurrentRedis = Annotated[Redis, Depends(get_redis)]
CurrentBroker = Annotated[Redis, Depends(get_broker)]


def client_address(connection: HTTPConnection) -> str:
    """Return the address of whoever asks; nginx sets it, and uvicorn believes only nginx."""
    return connection.client.host if connection.client else "unknown"


def network_of(ip: str) -> str:
    """Return what one subscriber holds: a /24 of IPv4, a /64 of IPv6."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    prefix = 24 if address.version == 4 else 64  # noqa: PLR2004 - IP versions
    return str(ipaddress.ip_network((address, prefix), strict=False))
