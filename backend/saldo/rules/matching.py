"""Which transactions rules speak of, and what these would read: one question for a row and a history."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.rules.models import Rule
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue
from saldo.transactions.models import CategorySource

TRANSFER_IN: Final = "TRANSFER_IN_ACCOUNT_TRANSFER"
TRANSFER_OUT: Final = "TRANSFER_OUT_ACCOUNT_TRANSFER"


@dataclass(frozen=True)
class Matched:
    """A transaction that rules speak of: what they say, and how old the word on its category is."""

    transaction_id: UUID
    date: dt.date
    amount: Decimal
    currency: str
    description: str
    category_before: str | None
    wanted: Mapping[str, Any]
    category_said_at: dt.datetime | None


@dataclass(frozen=True)
class Text:
    """What is known of a text that is no transaction: neither its account nor its day."""

    id: UUID
    description: str
    bank_merchant_name: str | None
    merchant_key: str | None
    amount: Decimal
    currency: str


# One question for a draft, a stored rule or all rules, for new rows, the whole history or texts that are no
# transactions: what a preview shows is what will happen.
_QUESTION: Final = """
    select t.id, t.date, t.amount, t.currency, t.description, t.category_detailed, t.tags, r.id as rule_id
    from {source} t
    join jsonb_to_recordset(cast(:rules as jsonb)) as r(
      id text, position int, texts jsonb, merchant_key text, account_ids jsonb, direction text,
      amount_min numeric, amount_max numeric, day_first int, day_last int
    ) on (jsonb_array_length(r.texts) = 0 or exists (
        select from jsonb_array_elements_text(r.texts) as piece
        where strpos(lower(concat_ws(' ', t.description, t.bank_merchant_name)), lower(piece)) > 0
      ))
      and (r.merchant_key is null or t.merchant_key = r.merchant_key)
      and (jsonb_array_length(r.account_ids) = 0 or r.account_ids ? t.account_id::text)
      and (r.direction is null or (r.direction = 'in') = (t.amount > 0))
      and (r.amount_min is null or abs(t.amount) >= r.amount_min)
      and (r.amount_max is null or abs(t.amount) <= r.amount_max)
      and (r.day_first is null or extract(day from t.date) >= r.day_first)
      and (r.day_last is null or extract(day from t.date) <= r.day_last)
    where t.workspace_id = :workspace_id and t.removed_at is null
      and (cast(:ids as uuid[]) is null or t.id = any(cast(:ids as uuid[])))
    order by t.date desc, t.id desc, r.position
    """
_OF_TRANSACTIONS: Final = sa.text(_QUESTION.replace("{source}", "transactions"))
_OF_TEXTS: Final = sa.text(
    _QUESTION.replace(
        "{source}",
        """(
      select *, cast(:workspace_id as uuid) as workspace_id, null::uuid as account_id, null::date as date,
        null::timestamptz as removed_at, null as category_detailed, '{}'::text[] as tags
      from jsonb_to_recordset(cast(:texts as jsonb)) as given(
        id uuid, description text, bank_merchant_name text, merchant_key text, amount numeric, currency text
      )
    )""",
    )
)


async def match(
    session: AsyncSession,
    workspace_id: UUID,
    rules: Sequence[Rule],
    transaction_ids: Collection[UUID] | None = None,
) -> list[Matched]:
    """Return the transactions that these rules speak of, newest first, with what they say together."""
    ids = None if transaction_ids is None else list(transaction_ids)
    return await _ask(session, workspace_id, rules, _OF_TRANSACTIONS, {"ids": ids})


async def match_texts(
    session: AsyncSession, workspace_id: UUID, rules: Sequence[Rule], texts: Sequence[Text]
) -> list[Matched]:
    """Return what these rules say of texts; one that asks for an account or a day says nothing."""
    given = orjson.dumps([vars(each) | {"amount": str(each.amount)} for each in texts]).decode()
    return await _ask(session, workspace_id, rules, _OF_TEXTS, {"ids": None, "texts": given})


async def _ask(
    session: AsyncSession,
    workspace_id: UUID,
    rules: Sequence[Rule],
    question: sa.TextClause,
    given: Mapping[str, Any],
) -> list[Matched]:
    if not rules:
        return []
    conditions = orjson.dumps([rule.as_condition() for rule in rules]).decode()
    by_id = {str(rule.id): rule for rule in rules}
    categories = await catalogue.read(session, workspace_id)
    asked = {"workspace_id": workspace_id, "rules": conditions, **given}
    rows = (await session.execute(question, asked)).mappings()
    spoken: dict[UUID, list[sa.RowMapping]] = {}
    for row in rows:
        spoken.setdefault(row["id"], []).append(row)
    return [
        _combine(group, [by_id[row["rule_id"]] for row in group], categories) for group in spoken.values()
    ]


def _combine(rows: Sequence[sa.RowMapping], rules: Sequence[Rule], categories: Catalogue) -> Matched:
    """Let each rule speak in order; who speaks first of a field is heard, and tags add up."""
    row = rows[0]
    wanted: dict[str, Any] = {}
    said_at = None
    tags = set(row["tags"])
    for rule in rules:
        said = _words(rule, row["amount"], categories)
        if "category_detailed" in said and "category_detailed" not in wanted:
            said_at = rule.updated_at
        wanted = said | wanted
        tags |= set(rule.tags)
    if tags != set(row["tags"]):
        wanted["tags"] = sorted(tags)
    return Matched(
        transaction_id=row["id"],
        date=row["date"],
        amount=row["amount"],
        currency=row["currency"],
        description=row["description"],
        category_before=row["category_detailed"],
        wanted=wanted,
        category_said_at=said_at,
    )


def _words(rule: Rule, amount: Decimal, categories: Catalogue) -> dict[str, Any]:
    said: dict[str, Any] = {}
    detailed = rule.category_detailed
    if rule.is_transfer:
        detailed = TRANSFER_IN if amount > 0 else TRANSFER_OUT
    if detailed is not None:
        category = categories.get(detailed)
        said |= {
            "category_primary": category.primary,
            "category_detailed": category.detailed,
            "category_confidence": None,
            "category_reason": {"kind": CategorySource.RULE.value, "text": f"Your rule “{rule.name}”"},
        }
    if rule.merchant_name is not None:
        said["merchant_name"] = rule.merchant_name
    if rule.note is not None:
        said["note"] = rule.note
    if rule.is_excluded:
        said["is_excluded"] = True
    return said


async def list_rules(session: AsyncSession, workspace_id: UUID, *, enabled_only: bool = False) -> list[Rule]:
    """List the rules in the order in which they speak."""
    query = sa.select(Rule).where(Rule.workspace_id == workspace_id).order_by(Rule.position, Rule.id)
    if enabled_only:
        query = query.where(Rule.is_enabled)
    return list(await session.scalars(query))
