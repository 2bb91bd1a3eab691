"""The API's rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from saldo.core.http import CurrentClock
from saldo.corrections.schemas import ManyChanged, sums_of
from saldo.rules import managing, matching
from saldo.rules.managing import Simulated
from saldo.rules.models import Rule
from saldo.rules.schemas import RuleDraft, RuleList, RuleOrder, RuleShown, Simulation, consequence_of
from saldo.taxonomy import catalogue
from saldo.taxonomy.catalogue import Catalogue
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/rules", tags=["rules"], dependencies=[require("rules")])
Shown = Annotated[int, Query(ge=1, le=100, description="How many transactions to show")]


@router.get("")
async def list_rules(session: TenantSession, member: CurrentMember) -> RuleList:
    """List the rules in the order in which they speak."""
    categories = await catalogue.read(session, member.workspace_id)
    return _list(await matching.list_rules(session, member.workspace_id), categories)


@router.post("", status_code=201)
async def create_rule(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, draft: RuleDraft
) -> RuleShown:
    """Make a rule; it speaks of what comes from now on, and of the past when it is applied."""
    rule = await managing.create_rule(session, member, draft, clock.now())
    return RuleShown.of(rule, rule.position, await catalogue.read(session, member.workspace_id))


@router.put("/{rule_id:uuid}")
async def change_rule(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, rule_id: UUID, draft: RuleDraft
) -> RuleShown:
    """Replace what a rule says; what it did so far stays."""
    rule = await managing.change_rule(session, member, rule_id, draft, clock.now())
    return RuleShown.of(rule, rule.position, await catalogue.read(session, member.workspace_id))


@router.delete("/{rule_id:uuid}", status_code=204)
async def delete_rule(session: TenantSession, member: CurrentMember, rule_id: UUID) -> None:
    """Delete a rule; what it did so far stays."""
    await managing.delete_rule(session, member, rule_id)


@router.put("/order")
async def order_rules(session: TenantSession, member: CurrentMember, order: RuleOrder) -> RuleList:
    """Put the rules into another order: the first to speak of a field is heard."""
    categories = await catalogue.read(session, member.workspace_id)
    return _list(await managing.order_rules(session, member, order.rule_ids), categories)


@router.post("/preview")
async def preview_rule(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, draft: RuleDraft, shown: Shown = 20
) -> Simulation:
    """Show what a rule would do to the history, alone; nothing is stored."""
    simulated = await managing.simulate_draft(session, member.workspace_id, draft, clock.now())
    return _simulation(simulated, shown, await catalogue.read(session, member.workspace_id))


@router.post("/simulate")
async def simulate_rules(session: TenantSession, member: CurrentMember, shown: Shown = 20) -> Simulation:
    """Show what all enabled rules would do to the history, in their order."""
    rules = await matching.list_rules(session, member.workspace_id, enabled_only=True)
    simulated = await managing.simulate(session, member.workspace_id, rules)
    return _simulation(simulated, shown, await catalogue.read(session, member.workspace_id))


@router.post("/apply")
async def apply_rules(session: TenantSession, member: CurrentMember, clock: CurrentClock) -> ManyChanged:
    """Let the history follow all enabled rules; the whole run can be taken back."""
    revision_id, changed = await managing.apply_rules(session, member, clock.now())
    return ManyChanged(revision_id=revision_id, changed=changed)


@router.post("/{rule_id:uuid}/apply")
async def apply_rule(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, rule_id: UUID
) -> ManyChanged:
    """Let the history follow one rule; the run can be taken back."""
    revision_id, changed = await managing.apply_rules(session, member, clock.now(), rule_id)
    return ManyChanged(revision_id=revision_id, changed=changed)


def _list(rules: list[Rule], categories: Catalogue) -> RuleList:
    return RuleList(data=[RuleShown.of(rule, position, categories) for position, rule in enumerate(rules)])


def _simulation(simulated: Simulated, shown: int, categories: Catalogue) -> Simulation:
    matched, revised = simulated.matched, simulated.revised
    newest = sorted(matched, key=lambda each: each.transaction_id not in revised)[:shown]
    return Simulation(
        matched=len(matched),
        changed=len(revised),
        sums=sums_of((each.currency, each.amount) for each in matched),
        transactions=[
            consequence_of(each, dict(revised[each.transaction_id].after), categories)
            if each.transaction_id in revised
            else consequence_of(each, {}, categories)
            for each in newest
        ],
    )
