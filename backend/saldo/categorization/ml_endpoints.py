"""The API's review inbox, and the categoriser itself: ask it anything, see how it is doing."""

from dataclasses import asdict
from uuid import UUID, uuid5

from categorizer_contract import Row
from fastapi import APIRouter

from saldo.categorization import asking, explaining, habits, reviewing, watching
from saldo.categorization.schemas import (
    CategoriserStatus,
    Explanation,
    Explanations,
    Questions,
    ReviewAnswer,
    ReviewAnswered,
    ReviewGroup,
    ReviewList,
)
from saldo.core.http import CurrentBroker, CurrentClock, CurrentCourier, CurrentDatabase, CurrentRedis, Limit
from saldo.corrections.schemas import Lesson, TransactionChange
from saldo.taxonomy import catalogue
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["categories"], dependencies=[require("corrections")])


@router.get("/review")
async def list_review(session: TenantSession, member: CurrentMember, limit: Limit = 50) -> ReviewList:
    """List what the categoriser is not sure of, by merchant, the most frequent first."""
    groups = await reviewing.list_groups(session, member.workspace_id, limit)
    waiting = await reviewing.count_waiting(session, member.workspace_id)
    categories = await catalogue.read(session, member.workspace_id)
    return ReviewList(data=[ReviewGroup.of(each, categories) for each in groups], **vars(waiting))


@router.post("/review")
async def answer_review(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, request: ReviewAnswer
) -> ReviewAnswered:
    """Say what some transactions are; it is remembered for their merchant and can be taken back."""
    change = TransactionChange(category_detailed=request.category_detailed, remember=request.remember)
    done = await reviewing.answer(session, member, request.transaction_ids, change, clock.now())
    waiting = await reviewing.count_waiting(session, member.workspace_id)
    categories = await catalogue.read(session, member.workspace_id)
    return ReviewAnswered(
        revision_id=done.revision_id,
        changed=done.changed,
        lesson=Lesson.of(done.lesson, categories) if done.lesson else None,
        **vars(waiting),
    )


@router.post("/ml/categorize", dependencies=[require("corrections:read")])
async def categorise(
    database: CurrentDatabase,
    member: CurrentMember,
    courier: CurrentCourier,
    redis: CurrentRedis,
    request: Questions,
) -> Explanations:
    """Say what any texts would become here, and why; nothing is stored."""
    ids = [str(uuid5(member.workspace_id, str(place))) for place in range(len(request.texts))]
    rows = [Row(id=row_id, **dict(text)) for row_id, text in zip(ids, request.texts, strict=True)]
    async with database.transaction(member.scope) as session:
        chosen = await habits.read(session, member.workspace_id)
    answer = await asking.ask(courier, redis, rows, chosen)
    labels = {row_id: good.label for row_id, good in answer.labels.items()}
    async with database.transaction(member.scope) as session:
        explained = await explaining.explain(session, member.workspace_id, rows, labels)
        categories = await catalogue.read(session, member.workspace_id)
    data = [
        Explanation.of(question, said, categories) if (said := explained.get(UUID(row_id))) else None
        for row_id, question in zip(ids, request.texts, strict=True)
    ]
    return Explanations(model_version=answer.model_version, data=data)


@router.get("/ml/status")
async def get_status(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, broker: CurrentBroker
) -> CategoriserStatus:
    """Say which model answers, how much waits, and who chose the categories there are."""
    doing = await watching.look(session, member.workspace_id, clock.now())
    return CategoriserStatus(**asdict(doing), queue_depth=await watching.measure_queue(broker))
