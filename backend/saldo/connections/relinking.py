"""Link a bank that was here before: its accounts go on under their own ids, with all that was said of them.

A new link gives every account and every row a new id at the provider. The plan says which account offered in
the dialog is which of ours; the link then lets the new connection speak for those accounts, and the sync
matches the rows one to one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import separating
from saldo.accounts import service as accounts
from saldo.accounts.models import AccountIdentity, AccountStatus
from saldo.audit import service as audit
from saldo.connections import disconnecting, repository
from saldo.connections.bank_access import BankAccess
from saldo.connections.errors import RelinkImpossible
from saldo.connections.models import ENDED, BankConnection, ConnectionStatus, Relink, RemovalReason
from saldo.connections.schemas import OfferedAccount, RelinkedAccount
from saldo.core.ids import new_id
from saldo.ledger import anchoring
from saldo.providers.bank import BankAccount


@dataclass(frozen=True)
class Offered:
    """An account as the dialog or the bank names it."""

    id: str
    name: str
    mask: str | None
    type: str | None
    subtype: str | None
    persistent_id: str | None = None


@dataclass(frozen=True)
class Match:
    """One account offered, the one of ours that it is, and what told so."""

    offered: Offered
    account: AccountIdentity
    by: str


@dataclass(frozen=True)
class Plan:
    """Which accounts go on, which are new, and which of ours stay history."""

    matches: list[Match] = field(default_factory=list)
    new: list[Offered] = field(default_factory=list)
    history: list[AccountIdentity] = field(default_factory=list)

    @property
    def replaced(self) -> set[UUID]:
        """The connections whose accounts are still counted: going on means ending them."""
        return {each.account.connection_id for each in self.matches if _is_active(each.account)}


def from_dialog(account: OfferedAccount) -> Offered:
    return Offered(account.id, account.name, account.mask, account.type, account.subtype)


def from_bank(account: BankAccount) -> Offered:
    return Offered(
        account.id, account.name, account.mask, account.type, account.subtype, account.persistent_id
    )


Account = TypeVar("Account", Offered, AccountIdentity)
_Trait = Callable[[Offered | AccountIdentity], str | None]
# From the surest sign to the weakest; digits alone are not enough, and neither is a name where digits differ.
_SIGNS: tuple[tuple[str, _Trait], ...] = (
    ("lasting_id", lambda each: each.persistent_id),
    ("digits_and_name", lambda each: each.mask and f"{each.mask}/{each.type}/{each.subtype}/{each.name}"),
    ("digits", lambda each: each.mask and f"{each.mask}/{each.type}/{each.subtype}"),
    ("name", lambda each: None if each.mask else f"{each.name}/{each.type}/{each.subtype}"),
)


def make_plan(offered: Sequence[Offered], known: Sequence[AccountIdentity]) -> Plan:
    """Pair accounts one to one; where a sign fits two of them it says nothing."""
    open_offers, open_known = {each.id: each for each in offered}, {each.account_id: each for each in known}
    matches: list[Match] = []
    for name, trait in _SIGNS:
        theirs, ours = _unique(open_offers.values(), trait), _unique(open_known.values(), trait)
        for value in theirs.keys() & ours.keys():
            matches.append(Match(theirs[value], ours[value], name))
            del open_offers[theirs[value].id], open_known[ours[value].account_id]
    order = {each.id: place for place, each in enumerate(offered)}
    matches.sort(key=lambda each: order[each.offered.id])
    return Plan(matches, list(open_offers.values()), list(open_known.values()))


async def plan_relink(
    session: AsyncSession, workspace_id: UUID, institution_id: str, offered: Sequence[Offered]
) -> Plan:
    """Plan for every account this bank ever shared with the workspace."""
    return make_plan(offered, await accounts.list_identities_at(session, workspace_id, institution_id))


async def choose_pairs(
    session: AsyncSession,
    connection: BankConnection,
    offered: Sequence[Offered],
    wanted: Sequence[RelinkedAccount] | None,
) -> Plan:
    """Return the pairs a person wants; without a word from them, those that touch no living connection.

    Raises RelinkImpossible when a pair does not fit.
    """
    known = await accounts.list_identities_at(session, connection.workspace_id, connection.institution_id)
    if wanted is None:
        links = await repository.list_connections(session, connection.workspace_id)
        ended = {each.id for each in links if each.status in ENDED}
        plan = make_plan(offered, known)
        return Plan([each for each in plan.matches if _is_free(each.account, ended) and each.by != "name"])
    offers, ours = {each.id: each for each in offered}, {each.account_id: each for each in known}
    pairs = [(offers.get(each.offered_id), ours.get(each.account_id)) for each in wanted]
    matches = [Match(offer, account, "person") for offer, account in pairs if offer and account]
    if len(matches) < len(wanted) or not _is_one_to_one(matches):
        raise RelinkImpossible
    return Plan(matches)


async def take_over(
    session: AsyncSession, access: BankAccess, connection: BankConnection, plan: Plan
) -> None:
    """Let a connection speak for the accounts of the plan; connections it replaces are ended.

    Raises RelinkImpossible, and AccountsNotYours when one to be ended has accounts not theirs to change.
    """
    if not plan.matches:
        return
    workspace_id = connection.workspace_id
    for former_id in sorted({each.account.connection_id for each in plan.matches}):
        former = await repository.lock_connection(session, workspace_id, former_id)
        if former is None or former.purge_at is not None:
            raise RelinkImpossible
        is_ended = former.status == ConnectionStatus.DISCONNECTED
        if not is_ended and (former_id in plan.replaced or former.status == ConnectionStatus.REVOKED):
            await disconnecting.refuse_barred(session, former, connection.created_by)
            await disconnecting.end(session, access, former, RemovalReason.REPLACED)
    provider_ids = {each.account.account_id: each.offered.id for each in plan.matches}
    await _remember(session, connection, list(provider_ids), access.clock.now())
    await accounts.hand_over(session, workspace_id, connection.id, provider_ids)
    await anchoring.begin_anew(session, workspace_id, list(provider_ids))
    await audit.record(
        session,
        workspace_id=workspace_id,
        actor=f"user:{connection.created_by}",
        action="connection.relinked",
        subject_type="connection",
        subject_id=connection.id,
        after={"accounts": sorted(str(account_id) for account_id in provider_ids)},
    )


async def _remember(
    session: AsyncSession, connection: BankConnection, account_ids: Sequence[UUID], now: datetime
) -> None:
    """Keep the accounts as they are, so that the link can be taken back."""
    workspace_id = connection.workspace_id
    before = await separating.describe(session, workspace_id, account_ids)
    anchors = await anchoring.describe(session, workspace_id, account_ids)
    for account_id, account in before.items():
        relink = Relink(
            id=new_id(),
            workspace_id=workspace_id,
            account_id=account_id,
            connection_id=connection.id,
            former_connection_id=UUID(account["connection_id"]),
            account_before=account,
            anchor_before=anchors.get(account_id),
            made_at=now,
        )
        session.add(relink)


def _unique(many: Iterable[Account], trait: _Trait) -> dict[str, Account]:
    found: defaultdict[str | None, list[Account]] = defaultdict(list)
    for each in many:
        found[trait(each)].append(each)
    return {value: group[0] for value, group in found.items() if value and len(group) == 1}


def _is_active(account: AccountIdentity) -> bool:
    return account.status == AccountStatus.ACTIVE


def _is_free(account: AccountIdentity, ended: set[UUID]) -> bool:
    return not _is_active(account) or account.connection_id in ended


def _is_one_to_one(matches: Sequence[Match]) -> bool:
    offers = {each.offered.id for each in matches}
    return len(offers) == len({each.account.account_id for each in matches}) == len(matches)
