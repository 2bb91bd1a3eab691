"""`/health`, `/ready` and `/api/config`: public, and without secrets."""

from functools import cache
from typing import Literal

from fastapi import APIRouter, Response, status
from pydantic import Field

from saldo import __version__
from saldo.core.environment import Environment
from saldo.core.http import CurrentDatabase, CurrentRedis
from saldo.core.schemas import Output
from saldo.resources import CurrentResources
from saldo.status import checks
from saldo.status.checks import State

router = APIRouter(tags=["status"])
_expected_revision = cache(checks.newest_revision)


class Health(Output):
    """The process is alive."""

    status: Literal["ok"]
    version: str


class Dependency(Output):
    """One thing the process depends on."""

    status: State
    latency_ms: float
    detail: str | None


class Readiness(Output):
    """Whether the process can do its work: `degraded` serves requests, `down` does not."""

    status: Literal["ok", "degraded", "down"]
    version: str
    dependencies: dict[str, Dependency]


class PlaidConfig(Output):
    """What the page needs to open Plaid Link."""

    enabled: bool
    environment: str
    link_script_url: str
    offline: bool = Field(description="The emulator answers in Plaid's place: no real bank is involved.")


class Config(Output):
    """What the page needs to know before anyone has signed in."""

    environment: Environment
    plaid: PlaidConfig
    mail: Literal["none", "outbox", "smtp"] = Field(
        description="Whether this installation can write to people; `outbox`: the letters stay here."
    )
    dev_bypass: bool


@router.get("/health")
async def get_health() -> Health:
    """Say that the process is alive; asks nothing else."""
    return Health(status="ok", version=__version__)


@router.get("/ready", responses={503: {"model": Readiness}})
async def get_readiness(response: Response, database: CurrentDatabase, redis: CurrentRedis) -> Readiness:
    """Say how each dependency is doing; 503 when the database is down or of another version."""
    findings = await checks.check_all(database, redis, _expected_revision())
    down = {name for name, finding in findings.items() if finding.status is State.DOWN}
    is_down = bool(down & {"database", "migrations"})
    if is_down:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Readiness(
        status="down" if is_down else "degraded" if down else "ok",
        version=__version__,
        dependencies={
            name: Dependency(status=one.status, latency_ms=one.latency_ms, detail=one.detail)
            for name, one in findings.items()
        },
    )


@router.get("/api/config")
async def get_config(resources: CurrentResources) -> Config:
    """Say what the page needs before anyone has signed in."""
    installation = resources.installation
    return Config(
        environment=installation.environment,
        plaid=PlaidConfig(
            enabled=installation.plaid_enabled,
            environment=installation.plaid_environment,
            link_script_url=installation.link_script_url,
            offline=installation.is_plaid_offline,
        ),
        mail=installation.mail,
        dev_bypass=installation.dev_bypass,
    )
