"""The API process: routers, middleware, error handlers, lifespan."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from saldo import __version__, assembly
from saldo.accounts.endpoints import router as accounts_router
from saldo.administration.endpoints import router as administration_router
from saldo.audit.access_log import AccessLog
from saldo.categories.endpoints import router as categories_router
from saldo.categorization.ml_endpoints import router as ml_router
from saldo.connections.endpoints import router as connections_router
from saldo.connections.relink_endpoints import router as relink_router
from saldo.connections.webhook_endpoints import router as webhook_router
from saldo.core import docs, memory, middleware, openapi, problems
from saldo.core.environment import Environment
from saldo.core.logs import configure_logging
from saldo.core.pacing import Pace
from saldo.core.settings import Settings, SettingsWrong, load_settings
from saldo.corrections.endpoints import router as corrections_router
from saldo.corrections.split_endpoints import router as split_router
from saldo.entries.endpoints import router as entries_router
from saldo.entries.import_endpoints import router as imports_router
from saldo.federation.endpoints import router as federation_router
from saldo.federation.identity_endpoints import router as identity_router
from saldo.idempotency.middleware import Idempotency
from saldo.insights.endpoints import router as insights_router
from saldo.ledger.endpoints import router as ledger_router
from saldo.merchants.endpoints import router as merchants_router
from saldo.privacy.endpoints import router as privacy_router
from saldo.programs.endpoints import router as programs_router
from saldo.programs.signatures import SignatureAuthenticator
from saldo.realtime.endpoints import router as realtime_router
from saldo.realtime.hub import Hub
from saldo.realtime.listener import listen
from saldo.realtime.positions import keep_noting
from saldo.realtime.sockets import LiveDoor
from saldo.receipts.endpoints import router as receipts_router
from saldo.reconciliation.endpoints import router as reconciliation_router
from saldo.reconciliation.statement_endpoints import router as statement_router
from saldo.records.endpoints import router as records_router
from saldo.resources import Resources, open_listening_redis, open_resources
from saldo.rules.endpoints import router as rules_router
from saldo.security.endpoints import router as security_router
from saldo.security.passkey_endpoints import router as passkey_router
from saldo.security.recovery_endpoints import router as recovery_router
from saldo.status.endpoints import router as status_router
from saldo.synchronization.endpoints import router as synchronization_router
from saldo.transactions.endpoints import router as transactions_router
from saldo.users.passwords import Passwords
from saldo.workspaces.access import Authenticator
from saldo.workspaces.endpoints import router as auth_router
from saldo.workspaces.invitation_endpoints import router as invitation_router
from saldo.workspaces.management_endpoints import router as workspaces_router

LARGEST_BODY_BYTES = 1_000_000
# Routes are tried in this order, and to the hundredth that takes 0.2 ms: the most asked come first.
ROUTERS: Sequence[APIRouter] = (
    transactions_router,
    accounts_router,
    insights_router,
    status_router,
    auth_router,
    federation_router,
    workspaces_router,
    invitation_router,
    security_router,
    recovery_router,
    passkey_router,
    identity_router,
    programs_router,
    privacy_router,
    records_router,
    administration_router,
    connections_router,
    relink_router,
    synchronization_router,
    receipts_router,
    webhook_router,
    ledger_router,
    reconciliation_router,
    statement_router,
    corrections_router,
    split_router,
    entries_router,
    imports_router,
    rules_router,
    merchants_router,
    categories_router,
    ml_router,
    realtime_router,
)

OpenResources = Callable[[Settings], Awaitable[Resources]]
AuthenticatorMaker = Callable[[Resources], Authenticator]


def create_app(
    settings: Settings,
    *,
    authenticators: Sequence[AuthenticatorMaker] = (),
    open_resources: OpenResources = open_resources,
) -> FastAPI:
    """Assemble the application; nothing is opened before its lifespan begins.

    `authenticators` add ways to prove who one is: the development entry point brings its own.
    """
    configure_logging(settings.log_level, as_json=settings.environment is Environment.PRODUCTION)

    app = FastAPI(
        title="Saldo",
        version=__version__,
        description="See every account in one place, live.",
        lifespan=_lifespan(settings, authenticators, open_resources),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    openapi.install(app)
    docs.install(app)
    _add_middleware(app, settings)
    return app


def _lifespan(
    settings: Settings, authenticators: Sequence[AuthenticatorMaker], open_resources: OpenResources
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Make what opens the application's resources before its first request and closes them at its end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            resources = await open_resources(settings)
            stack.push_async_callback(resources.close)
            passwords = Passwords()
            stack.callback(passwords.close)
            app.state.resources = resources
            app.state.entrance = entrance = assembly.build_entrance(settings, resources, passwords)
            app.state.pace = Pace(settings.throttle_requests_of_person, window_seconds=60)
            app.state.embassy = assembly.build_embassy(settings, resources)
            app.state.authenticators = [
                *(make(resources) for make in authenticators),
                *assembly.build_authenticators(settings, resources, entrance, app.state.embassy),
            ]
            app.state.request_authenticators = [
                SignatureAuthenticator(resources.database, resources.vault, resources.redis, resources.clock)
            ]
            app.state.access_log = await stack.enter_async_context(_access_log(resources))
            app.state.live_door = await stack.enter_async_context(_live(settings, resources))
            yield

    return lifespan


@asynccontextmanager
async def _access_log(resources: Resources) -> AsyncIterator[AccessLog]:
    """Write down beside the requests who asked for what."""
    log = AccessLog(resources.database, resources.clock)
    writer = asyncio.create_task(log.keep_writing(), name="access-log")
    try:
        yield log
    finally:
        await log.close(writer)


@asynccontextmanager
async def _live(settings: Settings, resources: Resources) -> AsyncIterator[LiveDoor]:
    """Run the hub and its listener beside the requests."""
    hub = Hub(resources.database, resources.clock)
    redis = open_listening_redis(settings.redis_url)
    beside = (listen(redis, hub), hub.keep_alive(), keep_noting(hub, resources.redis, resources.clock))
    tasks = [asyncio.create_task(each) for each in beside]
    try:
        yield LiveDoor(hub, resources.database, resources.redis, resources.clock, settings.allowed_origins)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await hub.close()
        await redis.aclose()


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    # The last one added is the outermost.
    app.add_middleware(Idempotency)
    app.add_middleware(middleware.BodyCap, limit_bytes=LARGEST_BODY_BYTES)
    app.add_middleware(middleware.VersionAlias)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "X-Saldo-Client",
                "X-Token-Delivery",
                "X-Workspace-Id",
            ],
            expose_headers=["Idempotency-Replayed", "Retry-After", "X-Request-ID"],
        )

    def note(method: str, path: str, status: int | None, milliseconds: float) -> None:
        app.state.access_log.note(method, path, status, milliseconds)

    app.add_middleware(middleware.RequestContext, note=note)


def settings_or_exit() -> Settings:
    """Read the settings, or end the process with the sentences that say what to mend."""
    try:
        return load_settings()
    except SettingsWrong as error:
        sys.exit(f"Saldo cannot start:\n{error}")


def __getattr__(name: str) -> FastAPI:
    # `uvicorn saldo.main:app` builds the application; importing this module reads no settings.
    if name == "app":
        app = create_app(settings_or_exit())
        memory.spare_what_stays()
        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
