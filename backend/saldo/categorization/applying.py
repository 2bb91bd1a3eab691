"""Apply the categoriser's answer to a batch; the same answer again changes nothing."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.categorization import requesting
from saldo.categorization.deciding import decide, give_up, is_outdone, keeps_name
from saldo.categorization.reading import read_answer
from saldo.corrections import lessons
from saldo.events import service as events
from saldo.events.types import MOST_CATEGORISED, TransactionsCategorised
from saldo.merchants import naming
from saldo.rules import managing as rules
from saldo.taxonomy import catalogue
from saldo.transactions import labelling, revising, waiting
from saldo.transactions.labelling import Labelling
from saldo.transactions.models import CategorySource

log = structlog.get_logger(__name__)

# A row whose answer alone is bad has had its chance soon; when all answers are bad the categoriser may be
# at fault, and only a row asked about alone, many times over a quarter of an hour, is taken for the cause.
_ATTEMPTS_IN_COMPANY: Final = 3
_ATTEMPTS_ALONE: Final = 7


async def apply_labels(
    session: AsyncSession, workspace_id: UUID, asked: Mapping[UUID, str], result: object, now: dt.datetime
) -> int:
    """Store the labels of one batch and ask about the next rows; return how many rows changed.

    `asked` marks the words that each row was asked about. Labels for rows that are gone, were not asked
    about, have other words by now or an answer of a newer model are ignored. A row without a usable label is
    asked about again; after some such answers it is settled with what the bank says.
    """
    answer = read_answer(result)
    await events.take_turn(session, workspace_id)
    rows = await labelling.lock_open(session, workspace_id, asked.keys())
    labellings = [
        decide(row, each.label, each.category, answer.model_version)
        for each in answer.labels.values()
        if (row := rows.get(each.transaction_id))
        and row["words"] == asked[each.transaction_id]
        and not is_outdone(row, answer.model_version)
    ]
    unanswered = [
        rows[row_id]
        for row_id in asked
        if row_id not in answer.labels and row_id in rows and rows[row_id]["labelled_at"] is None
    ]
    hopeless = await _sort_out(session, workspace_id, unanswered, has_answers=bool(answer.labels))
    labellings += map(give_up, hopeless)
    labellings = await _name(session, workspace_id, labellings, rows)
    changed = await labelling.store(session, workspace_id, labellings, now=now)
    await _follow(session, workspace_id, changed)
    settled = sum(rows[each.transaction_id]["labelled_at"] is None for each in labellings)
    freed = len(unanswered) - len(hopeless) if answer.labels else 0
    gone = len(asked.keys() - rows.keys())
    await requesting.request_next(session, workspace_id, now, most=settled + freed + gone)
    if changed:
        await tell(session, workspace_id, changed)
    return len(changed)


async def _name(
    session: AsyncSession,
    workspace_id: UUID,
    labellings: Sequence[Labelling],
    rows: Mapping[UUID, Mapping[str, Any]],
) -> list[Labelling]:
    """Put in what a person said about the merchants; a name given to one transaction stays."""
    register = await naming.read_register(session, workspace_id)
    named = []
    for each in labellings:
        if each.merchant_key is None:
            named.append(each)
            continue
        key = register.resolve(each.merchant_key)
        stands = keeps_name(rows[each.transaction_id])
        name = each.merchant_name if stands else register.names.get(key, each.merchant_name)
        named.append(replace(each, merchant_key=key, merchant_name=name))
    return named


async def _follow(session: AsyncSession, workspace_id: UUID, labelled: Collection[UUID]) -> None:
    """Let what a person has taught speak over the model, and a person's rules beside it."""
    if not labelled:
        return
    recalled = await lessons.recall(session, workspace_id, transaction_ids=labelled)
    categories = await catalogue.read(session, workspace_id)
    wanted = {each.transaction_id: each.lesson.as_values(categories) for each in recalled}
    await revising.revise(session, workspace_id, wanted, CategorySource.MEMORY)
    taught_at = {each.transaction_id: each.lesson.taught_at for each in recalled}
    await rules.follow(session, workspace_id, labelled, taught_at)


async def _sort_out(
    session: AsyncSession, workspace_id: UUID, unanswered: Sequence[Mapping[str, Any]], *, has_answers: bool
) -> list[Mapping[str, Any]]:
    """Return the rows to settle without an answer, and free the others to be asked about again."""
    if not unanswered:
        return []
    log.error("categorization.bad_answer", rows=len(unanswered), whole_batch=not has_answers)
    if not has_answers:
        is_alone = len(unanswered) == 1 and unanswered[0]["label_attempts"] >= _ATTEMPTS_ALONE
        return list(unanswered) if is_alone else []  # no hurry: the sweep asks again when their time has come
    hopeless = [row for row in unanswered if row["label_attempts"] >= _ATTEMPTS_IN_COMPANY]
    hopeful = {row["id"] for row in unanswered} - {row["id"] for row in hopeless}
    await waiting.release(session, workspace_id, hopeful)
    return hopeless


async def tell(session: AsyncSession, workspace_id: UUID, changed: Collection[UUID]) -> None:
    """Tell the workspace which rows have an answer now, and how many still wait."""
    event = TransactionsCategorised(
        transaction_ids=list(changed)[:MOST_CATEGORISED],
        count=len(changed),
        remaining=await waiting.count_waiting(session, workspace_id),
    )
    await events.publish(session, workspace_id, event)
