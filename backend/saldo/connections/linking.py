"""Link a bank: a token for its dialog, then lasting access, once, and never to the same accounts twice."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.connections import relinking, removals, repository
from saldo.connections.bank_access import BankAccess, open_token, seal_token
from saldo.connections.duplicates import refuse_duplicate, refuse_known_accounts
from saldo.connections.errors import ConnectionNotFound, PublicTokenRefused, to_answer
from saldo.connections.models import BankConnection, ConnectionStatus, SyncTrigger
from saldo.connections.scheduling import request_sync
from saldo.connections.schemas import ExchangeRequest
from saldo.connections.transitions import Happening, move
from saldo.core.database import workspace_scope
from saldo.core.ids import new_id
from saldo.events import service as events
from saldo.events.types import AccountConnected
from saldo.providers.bank import BankAccount, BankError, Grant, LinkToken, Rejected
from saldo.workspaces.access import Member

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Linked:
    """The connection a dialog led to; `is_new` is false when its token had been handed in before."""

    connection_id: UUID
    is_new: bool


async def create_link_token(
    access: BankAccess, member: Member, connection_id: UUID | None, *, choose_accounts: bool = False
) -> LinkToken:
    """Open the bank's dialog for a new bank, or to repair the login of a connection."""
    access_token = None
    if connection_id is not None:
        async with access.database.transaction(member.scope) as session:
            connection = await repository.find_connection(session, member.workspace_id, connection_id)
            if connection is None:
                raise ConnectionNotFound
            access_token = open_token(access.vault, connection)
            choose_accounts = choose_accounts or connection.new_accounts_at is not None
    try:
        return await access.bank.create_link_token(
            user_id=str(member.user_id), access_token=access_token, choose_accounts=choose_accounts
        )
    except BankError as error:
        raise to_answer(error) from error


async def link(access: BankAccess, member: Member, request: ExchangeRequest) -> Linked:
    """Turn the dialog's token into a connection that syncs; the same token again finds the same one.

    Raises ConnectionDuplicate before anything is asked of the provider. Access gained by a link that then
    fails, or whose process dies, is given back: nobody pays for a login no row knows of.
    """
    connection, is_new = await _begin(access, member, request)
    if not is_new:
        return Linked(connection.id, is_new=False)
    try:
        grant = await access.bank.exchange(request.public_token)
    except BaseException as error:
        await _forget(access, connection)
        if isinstance(error, Rejected):
            raise PublicTokenRefused(str(error)) from error
        if isinstance(error, BankError):
            raise to_answer(error) from error
        raise
    await _intend(access, connection, grant)
    try:
        await _complete(access, connection, grant, request)
    except BaseException:
        await removals.hurry(access, connection.workspace_id, connection.id)
        await _forget(access, connection)
        raise
    return Linked(connection.id, is_new=True)


async def _begin(access: BankAccess, member: Member, request: ExchangeRequest) -> tuple[BankConnection, bool]:
    now = access.clock.now()
    token_hash = hashlib.sha256(request.public_token.encode()).hexdigest()
    try:
        async with access.database.transaction(member.scope) as session:
            found = await repository.find_by_public_token(session, member.workspace_id, token_hash)
            if found is not None and not _is_unfinished(found, now):
                return found, False
            if found is not None:
                await repository.delete_linking(session, member.workspace_id, found.id)
            if not request.relink:
                offered = [relinking.from_dialog(each) for each in request.accounts]
                bank_id = request.institution.institution_id
                await refuse_duplicate(session, member.workspace_id, bank_id, offered)
            connection = _new_connection(member, request, token_hash, now)
            session.add(connection)
            await session.flush()
            return connection, True
    except IntegrityError:
        # The dialog's answer was handed in twice at the same moment, and the other was faster.
        async with access.database.transaction(member.scope) as session:
            found = await repository.find_by_public_token(session, member.workspace_id, token_hash)
            if found is None:
                raise
            return found, False


def _is_unfinished(connection: BankConnection, now: datetime) -> bool:
    is_linking = connection.status == ConnectionStatus.LINKING
    return is_linking and connection.created_at < now - removals.UNFINISHED_LINK_LIFE


def _new_connection(
    member: Member, request: ExchangeRequest, token_hash: str, now: datetime
) -> BankConnection:
    return BankConnection(
        id=new_id(),
        workspace_id=member.workspace_id,
        institution_id=request.institution.institution_id,
        institution_name=request.institution.name,
        public_token_hash=token_hash,
        status=ConnectionStatus.LINKING,
        next_at=now,
        created_by=member.user_id,
        created_at=now,
    )


async def _list_accounts(access: BankAccess, grant: Grant) -> Sequence[BankAccount]:
    try:
        return await access.bank.list_accounts(grant.access_token)
    except BankError as error:
        # The link stands without them: the first sync brings the accounts.
        log.warning("linking.accounts_unavailable", code=error.code)
        return ()


async def _complete(
    access: BankAccess, begun: BankConnection, grant: Grant, request: ExchangeRequest
) -> None:
    bank_accounts = await _list_accounts(access, grant)
    now, workspace_id = access.clock.now(), begun.workspace_id
    async with access.database.transaction(workspace_scope(workspace_id)) as session:
        connection = await repository.lock_connection(session, workspace_id, begun.id)
        if connection is None:
            raise ConnectionNotFound("The link was given up meanwhile; please start again.")
        await removals.take_back(session, workspace_id, connection.id)
        await _carry_on(session, access, connection, bank_accounts, request)
        connection.access_token = seal_token(
            access.vault, grant.access_token, workspace_id=workspace_id, connection_id=connection.id
        )
        connection.provider_item_id = grant.item_id
        connection.status = move(connection.status, Happening.LINKED)
        await session.flush()
        # At once and always: the provider sends its webhooks only after the first sync was asked for.
        await request_sync(session, workspace_id, connection.id, SyncTrigger.LINK, now)
        await _record(session, connection, bank_accounts, now)
    log.info("connection.linked", connection_id=str(begun.id), accounts=len(bank_accounts))


async def _carry_on(
    session: AsyncSession,
    access: BankAccess,
    connection: BankConnection,
    bank_accounts: Sequence[BankAccount],
    request: ExchangeRequest,
) -> None:
    """Let accounts that were here before go on, as the person planned or as their digits tell."""
    offered = [relinking.from_bank(each) for each in bank_accounts]
    offered = offered or [relinking.from_dialog(each) for each in request.accounts]
    plan = await relinking.choose_pairs(session, connection, offered, request.relink)
    await relinking.take_over(session, access, connection, plan)
    if not request.relink:
        # Two dialogs may have been finished at once, or the person does not see the other's accounts.
        await refuse_duplicate(session, connection.workspace_id, connection.institution_id, offered)
    await refuse_known_accounts(session, connection, bank_accounts)


async def _record(
    session: AsyncSession, connection: BankConnection, bank_accounts: Sequence[BankAccount], now: datetime
) -> None:
    workspace_id = connection.workspace_id
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor=f"user:{connection.created_by}",
        action="connection.linked",
        subject_type="connection",
        subject_id=connection.id,
        after={"institution_id": connection.institution_id, "accounts": len(bank_accounts)},
    )
    account_ids = await accounts.record_accounts(session, workspace_id, connection.id, bank_accounts, now)
    connected = AccountConnected(
        connection_id=connection.id,
        institution_name=connection.institution_name,
        account_ids=list(account_ids.values()),
    )
    await events.publish(session, workspace_id, connected)


async def _intend(access: BankAccess, connection: BankConnection, grant: Grant) -> None:
    try:
        await removals.intend(access, connection.workspace_id, connection.id, grant)
    except BaseException:
        # Nothing knows of this access but we: give it back on the spot.
        with suppress(BankError):
            await access.bank.remove_item(grant.access_token)
        await _forget(access, connection)
        raise


async def _forget(access: BankAccess, connection: BankConnection) -> None:
    async with access.database.transaction(workspace_scope(connection.workspace_id)) as session:
        await repository.delete_linking(session, connection.workspace_id, connection.id)
