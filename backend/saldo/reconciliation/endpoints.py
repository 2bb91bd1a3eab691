"""The API's comparisons, suggestions, and health of accounts."""

from uuid import UUID

from fastapi import APIRouter

from saldo.core.http import CurrentClock, CurrentDatabase
from saldo.reconciliation import bulk, health, mending, reconciling
from saldo.reconciliation.mending import Mended
from saldo.reconciliation.schemas import (
    AccountHealth,
    BulkOutcome,
    BulkReconciled,
    BulkRequest,
    Comparison,
    HealthPart,
    MendedShown,
    Reconciled,
    ReconcileRequest,
    SuggestionList,
    SuggestionShown,
)
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["reconciliation"], dependencies=[require("reconciliation")])


@router.post("/accounts/{account_id:uuid}/reconcile")
async def reconcile(
    session: TenantSession,
    member: CurrentMember,
    clock: CurrentClock,
    account_id: UUID,
    request: ReconcileRequest | None = None,
) -> Reconciled:
    """Compare an account with its bank, and say what may have driven the two apart."""
    stated = request.bank_balance if request else None
    compared = await reconciling.reconcile(session, member, account_id, stated, clock.now())
    return Reconciled(
        comparison=Comparison.of(compared.checked),
        suggestions=[SuggestionShown.of(each) for each in compared.suggestions],
    )


@router.post("/accounts/reconcile")
async def reconcile_all(
    database: CurrentDatabase, member: CurrentMember, clock: CurrentClock, request: BulkRequest | None = None
) -> BulkReconciled:
    """Compare many accounts at once; an event tells of each as it is done, and one of the end."""
    wanted = request.account_ids if request else None
    outcomes = await bulk.reconcile_all(database, member, wanted, clock.now())
    return BulkReconciled(results=[BulkOutcome.model_validate(vars(each)) for each in outcomes])


@router.get("/accounts/{account_id:uuid}/health")
async def get_health(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, account_id: UUID
) -> AccountHealth:
    """Say how well an account is doing, out of which parts that is, and what to do."""
    assessed = await health.assess(session, member.workspace_id, account_id, clock.now())
    parts = [HealthPart.model_validate(vars(part)) for part in assessed.parts]
    return AccountHealth(account_id=account_id, score=assessed.score, parts=parts)


@router.get("/accounts/{account_id:uuid}/suggestions")
async def list_suggestions(session: TenantSession, member: CurrentMember, account_id: UUID) -> SuggestionList:
    """List the suggestions that people decided on for an account: the signed trail of its mends."""
    decided = await mending.list_decided(session, member.workspace_id, account_id)
    return SuggestionList(data=[SuggestionShown.of(each) for each in decided])


@router.post("/reconciliations/suggestions/{suggestion_id:uuid}/apply")
async def apply_suggestion(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, suggestion_id: UUID
) -> MendedShown:
    """Do what a suggestion says, signed with your name; doing it twice is harmless."""
    return _shown(await mending.apply_suggestion(session, member, suggestion_id, clock.now()))


@router.post("/reconciliations/suggestions/{suggestion_id:uuid}/undo")
async def undo_suggestion(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, suggestion_id: UUID
) -> MendedShown:
    """Take back what was done."""
    return _shown(await mending.undo_suggestion(session, member, suggestion_id, clock.now()))


@router.post("/reconciliations/suggestions/{suggestion_id:uuid}/ignore")
async def ignore_suggestion(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, suggestion_id: UUID
) -> SuggestionShown:
    """Put a suggestion aside; the same comparison does not bring it again."""
    return SuggestionShown.of(await mending.ignore_suggestion(session, member, suggestion_id, clock.now()))


def _shown(mended: Mended) -> MendedShown:
    return MendedShown(
        suggestion=SuggestionShown.of(mended.suggestion),
        comparisons=[Comparison.of(each) for each in mended.checked],
    )
