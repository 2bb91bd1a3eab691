"""Ask the categoriser about transactions that have no answer yet, a bounded number at a time."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Final
from uuid import UUID

from categorizer_contract import MAX_ROWS, QUEUE, TASK, BankCategory, CategorizeRequest, Row
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.categorization import habits, jobs
from saldo.core.courier import promise
from saldo.core.ids import new_id
from saldo.core.jobs import Chain, Job
from saldo.events import service as events
from saldo.transactions import waiting
from saldo.transactions.waiting import Unlabelled

# A message costs Celery about as much as fifty known rows cost the categoriser: few and full ones.
BATCH_ROWS: Final = MAX_ROWS
# Enough to keep the categoriser busy; few enough that an answer comes well within the patience, and that a
# categoriser that is away for days does not fill the broker.
MOST_OUTSTANDING: Final = 8 * BATCH_ROWS
PATIENCE: Final = dt.timedelta(seconds=60)
_LONGEST_TEXT: Final = 500

# A batch that brings the categoriser down takes innocent rows with it: rows asked about in vain travel in
# ever smaller company until the culprit is alone.
_ATTEMPTS_IN_BIG_BATCHES: Final = 2
_ATTEMPTS_IN_SMALL_BATCHES: Final = 4
_SMALL_BATCH_ROWS: Final = 16


async def request_labels(
    session: AsyncSession, workspace_id: UUID, now: dt.datetime, *, heard_until: dt.datetime | None = None
) -> int:
    """Hand out what is due and promise the batches; return how many rows are on their way.

    Questions that the categoriser heard (`watching.heard_until`) and has not answered are asked again;
    without that knowledge only new ones are.
    """
    await events.take_turn(session, workspace_id)  # two at once would both fill the room there is
    taken = await waiting.take_waiting(
        session,
        workspace_id,
        now=now,
        heard_until=heard_until,
        patience=PATIENCE,
        most_outstanding=MOST_OUTSTANDING,
    )
    await _promise_batches(session, workspace_id, taken)
    return len(taken)


async def request_next(session: AsyncSession, workspace_id: UUID, now: dt.datetime, *, most: int) -> None:
    """Let new rows take the places of so many that have come back; the caller has the log's turn.

    As many are out as before, and nobody has counted them: that takes the longer the more rows wait.
    """
    if most:
        taken = await waiting.take_new(session, workspace_id, now=now, most=most)
        await _promise_batches(session, workspace_id, taken)


async def _promise_batches(session: AsyncSession, workspace_id: UUID, taken: Sequence[Unlabelled]) -> None:
    chosen = await habits.read(session, workspace_id) if taken else None
    for batch in _batches(taken):
        rows = [_row(row) for row in batch]
        request = CategorizeRequest(batch_id=str(new_id()), rows=rows, habits=chosen)
        asked: list[JsonValue] = [row.id for row in request.rows]
        words: list[JsonValue] = [row.words for row in batch]
        reply = Job(jobs.APPLY, {"workspace_id": str(workspace_id), "asked": asked, "words": words})
        promise(session, Chain(TASK, request.model_dump(mode="json"), QUEUE, reply))


def _batches(rows: Sequence[Unlabelled]) -> Iterator[Sequence[Unlabelled]]:
    by_size = sorted(rows, key=lambda row: _batch_rows(row.label_attempts))
    for size, alike in groupby(by_size, key=lambda row: _batch_rows(row.label_attempts)):
        while batch := list(islice(alike, size)):
            yield batch


def _batch_rows(attempts: int) -> int:
    if attempts <= _ATTEMPTS_IN_BIG_BATCHES:
        return BATCH_ROWS
    return _SMALL_BATCH_ROWS if attempts <= _ATTEMPTS_IN_SMALL_BATCHES else 1


def _row(row: Unlabelled) -> Row:
    bank_category = None
    if row.bank_category_detailed is not None:
        bank_category = BankCategory(
            primary=row.bank_category_primary or "",
            detailed=row.bank_category_detailed,
            confidence_level=row.bank_category_confidence,
        )
    return Row(
        id=str(row.id),
        description=row.description[:_LONGEST_TEXT],
        merchant_name=row.bank_merchant_name[:_LONGEST_TEXT] if row.bank_merchant_name else None,
        amount=row.amount,
        currency=row.currency,
        bank_category=bank_category,
    )


async def sweep(session: AsyncSession, heard_until: dt.datetime | None) -> int:
    """Promise a request for every workspace with rows due; needs the system scope."""
    due = await waiting.list_workspaces_due(session, heard_until=heard_until, patience=PATIENCE)
    for workspace_id in due:
        promise(session, Job(jobs.REQUEST, {"workspace_id": str(workspace_id)}))
    return len(due)
