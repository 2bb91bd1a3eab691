"""Recompute the seals of a workspace's receipts and the figures in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.receipts.issuing import FORMAT, MOST_SKIPPED_LISTED
from saldo.receipts.schemas import Receipt
from saldo.receipts.sealing import Sealed, instant, seal
from saldo.verify.findings import Finding

# The rows a run brought bear the moment of its transaction for ever. Rows it changed or withdrew may have
# been changed again since: of those, fewer may be left, never more.
_RECEIPTS: Final = sa.text(
    """
    with born as (
      select row.connection_id, entry.created_at as moment, count(distinct entry.id) as rows
      from transactions as entry join bank_transactions as row on row.transaction_id = entry.id
      where entry.workspace_id = :workspace group by 1, 2
    ), gone as (
      select row.connection_id, entry.removed_at as moment, count(distinct entry.id) as rows
      from transactions as entry join bank_transactions as row on row.transaction_id = entry.id
      where entry.workspace_id = :workspace and entry.removed_at is not null group by 1, 2
    ), aside as (
      select connection_id, created_at as moment, count(*) as rows
      from rejected_rows where workspace_id = :workspace group by 1, 2
    )
    select receipt.id, receipt.workspace_id, receipt.connection_id, receipt.sync_id, receipt.number,
      receipt.recorded_at, receipt.body, receipt.previous_hash, receipt.hash,
      run.id as run_id, run.trigger, run.status, run.started_at, run.finished_at, run.added, run.modified,
      run.removed, run.skipped, run.pages, run.restarts, run.error_code,
      coalesce(born.rows, 0) as rows_added, coalesce(gone.rows, 0) as rows_removed,
      coalesce(aside.rows, 0) as rows_skipped
    from sync_receipts as receipt
    left join syncs as run on run.id = receipt.sync_id
    left join born on (born.connection_id, born.moment) = (receipt.connection_id, receipt.recorded_at)
    left join gone on (gone.connection_id, gone.moment) = (receipt.connection_id, receipt.recorded_at)
    left join aside on (aside.connection_id, aside.moment) = (receipt.connection_id, receipt.recorded_at)
    where receipt.workspace_id = :workspace
    order by receipt.connection_id, receipt.number
    """
)
_RUNS_WITHOUT: Final = sa.text(
    """
    select run.id, run.connection_id from syncs as run
    where run.workspace_id = :workspace and run.status in ('succeeded', 'failed')
      and not exists (select from sync_receipts as receipt where receipt.sync_id = run.id)
      and run.id > (select min(receipt.sync_id::text)::uuid from sync_receipts as receipt
        where receipt.connection_id = run.connection_id)
    order by run.id
    """
)
_CHECKS: Final = sa.text(
    """
    select id, account_id, currency, bank_balance, ledger_balance, pending, difference, status, off_since
    from ledger_checks where workspace_id = :workspace
    """
)
_RUN_FIELDS: Final = (
    *("trigger", "status", "added", "modified", "removed", "skipped", "pages", "restarts", "error_code"),
    *("started_at", "finished_at"),
)
_SEALED: Final = tuple(Sealed.__dataclass_fields__)


async def verify_receipts(session: AsyncSession, workspace_id: UUID) -> list[Finding]:
    """Check seals, chains and figures; a receipt that was taken away is missed as well."""
    place = {"workspace": workspace_id}
    receipts = (await session.execute(_RECEIPTS, place)).mappings().all()
    stored = (await session.execute(_CHECKS, place)).mappings()
    checks = {str(check["id"]): check for check in stored}
    problems: list[tuple[str, str]] = []
    for _, chain in groupby(receipts, key=lambda receipt: receipt["connection_id"]):
        problems += _verify_chain(list(chain), checks)
    for run in (await session.execute(_RUNS_WITHOUT, place)).mappings():
        problems.append((f"connection {run['connection_id']}", f"the run {run['id']} has no receipt"))
    return [Finding(workspace_id, *problem) for problem in problems]


def _verify_chain(chain: Sequence[RowMapping], checks: Mapping[str, RowMapping]) -> Iterator[tuple[str, str]]:
    previous: RowMapping | None = None
    for receipt in chain:
        subject = f"connection {receipt['connection_id']}, receipt {receipt['number']}"
        for problem in (*_seal_problems(receipt, previous), *_content_problems(receipt, checks)):
            yield subject, problem
        previous = receipt


def _content_problems(receipt: RowMapping, checks: Mapping[str, RowMapping]) -> Iterator[str]:
    try:
        Receipt.from_columns(dict(receipt))
    except ValidationError as error:
        yield f"the contents are no receipt: {error.error_count()} fields are missing or wrong"
        return
    yield from _figure_problems(receipt)
    yield from _share_problems(receipt["body"])
    yield from _account_problems(receipt["body"]["accounts"], checks)


def _seal_problems(receipt: RowMapping, previous: RowMapping | None) -> Iterator[str]:
    if seal(Sealed(**{name: receipt[name] for name in _SEALED})) != receipt["hash"]:
        yield "the contents do not fit the hash"
    if receipt["number"] != (previous["number"] + 1 if previous else 1):
        yield "the receipt before it is missing"
    elif receipt["previous_hash"] != (previous["hash"] if previous else None):
        yield "it does not follow from the receipt before it"


def _figure_problems(receipt: RowMapping) -> Iterator[str]:
    body = receipt["body"]
    if receipt["run_id"] is None:
        yield "its run is gone"
        return
    for name in _RUN_FIELDS:
        stored = instant(receipt[name]) if name.endswith("_at") else receipt[name]
        if body[name] != stored:
            yield f"{name} is {body[name]}, its run says {stored}"
    if body["added"] != receipt["rows_added"]:
        yield f"added is {body['added']}, the rows make {receipt['rows_added']}"
    for name in ("removed", "skipped"):
        if body[name] < receipt[f"rows_{name}"]:
            yield f"{name} is {body[name]}, the rows make {receipt[f'rows_{name}']}"
    if len(body["skipped_rows"]) != min(body["skipped"], MOST_SKIPPED_LISTED):
        yield f"it lists {len(body['skipped_rows'])} skipped rows, not {body['skipped']}"


def _share_problems(body: Mapping[str, Any]) -> Iterator[str]:
    """Check that what the accounts had adds up to what the run did; a skipped row may be nobody's."""
    accounts = body["accounts"]
    if body["format"] < FORMAT or not accounts:
        return
    for name in ("added", "modified", "removed", "skipped"):
        total = sum(account[name] for account in accounts)
        if total > body[name] or (total < body[name] and name != "skipped"):
            yield f"{name} is {body[name]}, its accounts have {total}"


def _account_problems(
    accounts: Iterable[Mapping[str, Any]], checks: Mapping[str, RowMapping]
) -> Iterator[str]:
    for account in accounts:
        name = f"account {account['account_id']}"
        check = checks.get(account["check_id"])
        if check is None:
            yield f"{name}: the comparison is gone"
            continue
        for field, column in _ACCOUNT_FIELDS.items():
            if _plain(account[field]) != _plain(check[column]):
                yield f"{name}: {field} is {account[field]}, the comparison says {check[column]}"


_ACCOUNT_FIELDS: Final = {
    "account_id": "account_id",
    "currency": "currency",
    "bank": "bank_balance",
    "ledger": "ledger_balance",
    "pending": "pending",
    "difference": "difference",
    "status": "status",
    "off_since": "off_since",
}


def _plain(value: object) -> object:
    """Make texts of JSON and values of the database comparable."""
    text = None if value is None else str(value)
    try:
        return text if text is None else Decimal(text)
    except ArithmeticError:
        return text
