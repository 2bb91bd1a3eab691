"""Make, change, order and delete rules, try them, and let the past follow them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.audit import service as audit
from saldo.core.ids import new_id
from saldo.corrections import correcting
from saldo.rules import matching
from saldo.rules.errors import OrderInvalid, RuleInvalid, RuleNotFound, TooManyRules
from saldo.rules.matching import Matched, Text
from saldo.rules.models import Rule
from saldo.rules.schemas import RuleDraft
from saldo.taxonomy import catalogue
from saldo.transactions import revising
from saldo.transactions.models import CategorySource
from saldo.transactions.revising import Deed, Revised
from saldo.workspaces.access import Member

MOST_RULES: Final = 500
_WORDS: Final = ("name", "texts", "merchant_key", "amount_min", "amount_max", "merchant_name", "tags", "note")
# What a rule says in words of its people's is recorded as hashes, the rest as it stands.
_PLAIN: Final = (
    "is_enabled", "account_ids", "direction", "day_first", "day_last", "category_detailed", "is_transfer",
    "is_excluded",
)  # fmt: skip


@dataclass(frozen=True)
class Simulated:
    """What rules speak of, and which of it would change."""

    matched: list[Matched]
    revised: Revised


async def create_rule(session: AsyncSession, member: Member, draft: RuleDraft, now: dt.datetime) -> Rule:
    """Make a rule that speaks after all others. Raises RuleInvalid, CategoryUnknown, TooManyRules."""
    await correcting.take_turn(session, member)
    rules = await matching.list_rules(session, member.workspace_id)
    if len(rules) >= MOST_RULES:
        raise TooManyRules
    position = rules[-1].position + 1 if rules else 0
    rule = await _as_rule(session, member.workspace_id, draft, now)
    rule.id, rule.position = new_id(), position
    session.add(rule)
    await session.flush()
    await _record(session, member, "rule.created", rule.id, after=_columns(draft))
    return rule


async def change_rule(
    session: AsyncSession, member: Member, rule_id: UUID, draft: RuleDraft, now: dt.datetime
) -> Rule:
    """Replace what a rule says; what it did so far stays.

    Raises RuleNotFound, RuleInvalid and CategoryUnknown.
    """
    await correcting.take_turn(session, member)
    rule = await _get(session, member.workspace_id, rule_id)
    changed = await _as_rule(session, member.workspace_id, draft, now)
    before = _content(rule)
    for name in (*_columns(draft), "updated_at"):
        setattr(rule, name, getattr(changed, name))
    await session.flush()
    await _record(session, member, "rule.changed", rule.id, before=before, after=_columns(draft))
    return rule


async def delete_rule(session: AsyncSession, member: Member, rule_id: UUID) -> None:
    """Delete a rule; what it did so far stays. Raises RuleNotFound."""
    await correcting.take_turn(session, member)
    rule = await _get(session, member.workspace_id, rule_id)
    await session.delete(rule)
    await _record(session, member, "rule.deleted", rule_id, before=_content(rule))


async def order_rules(session: AsyncSession, member: Member, rule_ids: list[UUID]) -> list[Rule]:
    """Let the rules speak in this order. Raises OrderInvalid."""
    await correcting.take_turn(session, member)
    rules = {rule.id: rule for rule in await matching.list_rules(session, member.workspace_id)}
    if sorted(rules) != sorted(rule_ids):
        raise OrderInvalid
    for position, rule_id in enumerate(rule_ids):
        # Another place makes a rule no younger.
        await session.execute(
            sa.update(Rule)
            .where(Rule.workspace_id == member.workspace_id, Rule.id == rule_id)
            .values(position=position, updated_at=Rule.updated_at)
            .execution_options(synchronize_session=False)
        )
    before, after = ({"order": [str(each) for each in order]} for order in (rules, rule_ids))
    if before != after:
        await _record(session, member, "rule.ordered", rule_ids[0], before=before, after=after)
    return [rules[rule_id] for rule_id in rule_ids]


async def simulate(session: AsyncSession, workspace_id: UUID, rules: list[Rule]) -> Simulated:
    """Say what these rules would do to the history, in their order."""
    matched = await matching.match(session, workspace_id, rules)
    wanted = {each.transaction_id: each.wanted for each in matched}
    return Simulated(matched, await revising.foresee(session, workspace_id, wanted, CategorySource.RULE))


async def simulate_draft(
    session: AsyncSession, workspace_id: UUID, draft: RuleDraft, now: dt.datetime
) -> Simulated:
    """Say what a rule that is not stored would do, alone. Raises RuleInvalid."""
    rule = await _as_rule(session, workspace_id, draft, now)
    rule.id, rule.position = new_id(), 0
    return await simulate(session, workspace_id, [rule])


async def apply_rules(
    session: AsyncSession, member: Member, now: dt.datetime, rule_id: UUID | None = None
) -> tuple[UUID | None, int]:
    """Let the past follow one rule, or all that are enabled; one revision takes the whole run back."""
    await correcting.take_turn(session, member)
    workspace_id = member.workspace_id
    if rule_id is None:
        rules = await matching.list_rules(session, workspace_id, enabled_only=True)
        title = f"All {len(rules)} rules"
    else:
        rules = [await _get(session, workspace_id, rule_id)]
        title = f"Rule “{rules[0].name}”"
    matched = await matching.match(session, workspace_id, rules)
    wanted = {each.transaction_id: each.wanted for each in matched}
    revised = await revising.revise(session, workspace_id, wanted, CategorySource.RULE)
    deed = Deed("rule", title, member.actor)
    return await correcting.record(session, member, revised, deed, now), len(revised)


async def follow(
    session: AsyncSession,
    workspace_id: UUID,
    transaction_ids: Collection[UUID],
    taught_at: Mapping[UUID, dt.datetime],
) -> None:
    """Let the enabled rules speak of transactions that have just been labelled.

    `taught_at` says of those that follow a lesson when it was taught: an older rule does not overrule it.
    """
    rules = await matching.list_rules(session, workspace_id, enabled_only=True)
    matched = await matching.match(session, workspace_id, rules, transaction_ids)
    wanted = {each.transaction_id: _younger(each, taught_at.get(each.transaction_id)) for each in matched}
    await revising.revise(session, workspace_id, wanted, CategorySource.RULE)


async def foretell(
    session: AsyncSession,
    workspace_id: UUID,
    texts: Sequence[Text],
    taught_at: Mapping[UUID, dt.datetime],
) -> dict[UUID, Mapping[str, Any]]:
    """Say what the enabled rules would say of texts, by their ids; `taught_at` as for `follow`."""
    rules = await matching.list_rules(session, workspace_id, enabled_only=True)
    matched = await matching.match_texts(session, workspace_id, rules, texts)
    return {each.transaction_id: _younger(each, taught_at.get(each.transaction_id)) for each in matched}


def _younger(matched: Matched, taught_at: dt.datetime | None) -> Mapping[str, Any]:
    said_at = matched.category_said_at
    if taught_at is None or said_at is None or said_at > taught_at:
        return matched.wanted
    return {name: value for name, value in matched.wanted.items() if not name.startswith("category_")}


async def _get(session: AsyncSession, workspace_id: UUID, rule_id: UUID) -> Rule:
    query = sa.select(Rule).where(Rule.workspace_id == workspace_id, Rule.id == rule_id)
    rule = await session.scalar(query)
    if rule is None:
        raise RuleNotFound
    return rule


def _columns(draft: RuleDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "is_enabled": draft.is_enabled,
        **draft.conditions.model_dump(),
        **draft.actions.model_dump(),
        "account_ids": [str(each) for each in draft.conditions.account_ids],
    }


def _content(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in (*_WORDS, *_PLAIN)}


async def _as_rule(session: AsyncSession, workspace_id: UUID, draft: RuleDraft, now: dt.datetime) -> Rule:
    wanted = set(draft.conditions.account_ids)
    if wanted and not wanted <= {each.id for each in await accounts.list_accounts(session, workspace_id)}:
        raise RuleInvalid("The rule names an account that is not there.")
    if draft.actions.category_detailed is not None:
        (await catalogue.read(session, workspace_id)).require(draft.actions.category_detailed)
    return Rule(**_columns(draft), workspace_id=workspace_id, created_at=now, updated_at=now)


async def _record(
    session: AsyncSession,
    member: Member,
    action: str,
    rule_id: UUID,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        workspace_id=member.workspace_id,
        actor=member.actor,
        action=action,
        subject_type="rule",
        subject_id=rule_id,
        before=before and await audit.veil(session, member.actor, before, plain=(*_PLAIN, "order")),
        after=after and await audit.veil(session, member.actor, after, plain=(*_PLAIN, "order")),
    )
