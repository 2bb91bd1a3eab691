"""Transactions: each bound to a scope, committed at the edge, its promises delivered afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction

from saldo.core.courier import Courier, forget_on_savepoint_rollback, take_promises
from saldo.core.encryption import Vault
from saldo.core.errors import Forbidden, Unavailable

_SCOPE, _VAULT, _LAST_WORK = "scope", "vault", "last_work"
_RETRY_AFTER_SECONDS = 2
# SQLSTATE classes and codes that pass by themselves: connection trouble, too few resources, an
# administrator's shutdown, and losing against another transaction or a time limit.
_PASSING_CLASSES = ("08", "53", "57P")
_REFUSED = "42501"
_PASSING_CODES = ("40001", "40P01", "55P03", "57014", "25P03")


@dataclass(frozen=True)
class Scope:
    """Whose rows a transaction may see: one workspace's, nobody's, or (for sweeps) every one's."""

    workspace_id: UUID | None = None
    user_id: UUID | None = None
    system: bool = False


NOBODY = Scope()
SYSTEM = Scope(system=True)


def workspace_scope(workspace_id: UUID, user_id: UUID | None = None) -> Scope:
    """Return the scope of one workspace, entered by one person or by a worker on its behalf."""
    return Scope(workspace_id=workspace_id, user_id=user_id)


@dataclass(frozen=True)
class Limits:
    """How long the database may make us wait, in seconds, and how many connections we hold."""

    statement_seconds: float = 5
    lock_seconds: float = 2
    idle_in_transaction_seconds: float = 30
    connect_seconds: float = 3
    pool_size: int = 10
    pool_overflow: int = 10
    pool_wait_seconds: float = 3


class Unscoped(RuntimeError):
    """A transaction began without a scope: a programming error that must not reach any row."""


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached, or had to give up; trying again may work."""

    code = "database_unavailable"
    title = "The database cannot answer at the moment; please try again"


class SharedForReading(Forbidden):
    """The row is of something that is shared with this person to look at only."""

    code = "shared_for_reading"
    title = "This account is shared with you to look at, not to change"


class _ScopedSession(Session):
    """The session class whose transactions refuse to begin without a scope."""


@event.listens_for(_ScopedSession, "after_begin")
def _bind_scope(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    scope = session.info.get(_SCOPE)
    if not isinstance(scope, Scope):
        raise Unscoped("bind a Scope before touching the database: use Database.transaction(scope)")
    if scope.system:
        connection.exec_driver_sql("SET LOCAL ROLE saldo_system")
        return
    # Straight to the driver: compiling this statement anew would cost more than running it.
    connection.exec_driver_sql(
        "SELECT set_config('app.workspace_id', $1, true), set_config('app.user_id', $2, true)",
        (str(scope.workspace_id or ""), str(scope.user_id or "")),
    )


forget_on_savepoint_rollback(_ScopedSession)


class Database:
    """One pool of connections as the application's role."""

    def __init__(
        self, url: str, courier: Courier, limits: Limits | None = None, *, vault: Vault | None = None
    ) -> None:
        self._courier = courier
        self._vault = vault
        self.engine = _open_engine(url, limits or Limits())
        self._sessions = async_sessionmaker(
            self.engine, sync_session_class=_ScopedSession, expire_on_commit=False, autoflush=True
        )

    @asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[AsyncSession]:
        """Open a transaction in this scope: commit at the end, roll back on error, then deliver promises.

        Raises DatabaseUnavailable when the database is down or gave up under load.
        """
        async with self._sessions(info={_SCOPE: scope, _VAULT: self._vault}) as session:
            try:
                async with session.begin():
                    yield session
                    for work in session.info.pop(_LAST_WORK, {}):
                        await work(session)
            except (DBAPIError, PoolTimeout, ConnectionError, TimeoutError) as error:
                if _is_shared_for_reading(error):
                    raise SharedForReading from error
                if not _is_passing(error):
                    raise
                raise DatabaseUnavailable(retry_after_seconds=_RETRY_AFTER_SECONDS) from error
            promises = take_promises(session)
        if promises:
            await self._courier.deliver(promises)

    async def refuse_powerful_role(self) -> None:
        """Raise PowerfulRole when row-level security would not bind us."""
        async with self.transaction(NOBODY) as session:
            row = await session.execute(
                text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            )
            name, is_powerful = row.one()
        if is_powerful:
            raise PowerfulRole(
                f'The database role "{name}" is a superuser or may bypass row-level security. '
                "Let DATABASE_URL name the role saldo_app (backend/database/roles.sql creates it)."
            )

    async def close(self) -> None:
        await self.engine.dispose()


def at_commit(session: AsyncSession, work: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """Have work done as the last thing before the commit, once however often it is asked for.

    Locks that everyone needs are taken there: held for a moment, and after all others.
    """
    session.info.setdefault(_LAST_WORK, {})[work] = True


def scope_of(session: AsyncSession) -> Scope:
    """Return whose rows this session may see."""
    scope: Scope = session.info[_SCOPE]
    return scope


def vault_of(session: AsyncSession) -> Vault:
    """Return the vault of the database this session belongs to."""
    vault = session.info[_VAULT]
    if not isinstance(vault, Vault):
        raise TypeError("this Database was opened without a vault, so nothing can be recorded through it")
    return vault


class PowerfulRole(RuntimeError):
    """The application must not run as a role that sees every tenant's rows."""


def _open_engine(url: str, limits: Limits) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=limits.pool_size,
        max_overflow=limits.pool_overflow,
        pool_timeout=limits.pool_wait_seconds,
        pool_recycle=1800,
        # An error's message would list amounts and names, and messages end up in logs.
        hide_parameters=True,
        connect_args={
            "timeout": limits.connect_seconds,
            # A little above the server's own limit, for the case that the server has vanished.
            "command_timeout": limits.statement_seconds + 2,
            "server_settings": {
                "application_name": "saldo",
                "statement_timeout": _milliseconds(limits.statement_seconds),
                "lock_timeout": _milliseconds(limits.lock_seconds),
                "idle_in_transaction_session_timeout": _milliseconds(limits.idle_in_transaction_seconds),
            },
        },
    )


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


def _is_shared_for_reading(error: Exception) -> bool:
    # Row-level security says so only in its message: the policies' names are those of migrations/rls.py.
    is_refused = isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _REFUSED
    return is_refused and 'policy "shared' in str(getattr(error, "orig", ""))


def _is_passing(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return True
    if error.connection_invalidated:
        return True
    code = str(getattr(error.orig, "sqlstate", None) or "")
    return code.startswith(_PASSING_CLASSES) or code in _PASSING_CODES
