"""/__admin/*: what a test or a demo may do to the emulator; never part of Plaid's API."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from plaid_emulator import items
from plaid_emulator.admin import actions, describing, oracle, performing
from plaid_emulator.admin.guard import refuse_other_pages, refuse_what_is_no_json
from plaid_emulator.admin.naming import EndpointName, ErrorCode, NamedRule
from plaid_emulator.admin.performing import Unclear
from plaid_emulator.admin.runner import Runner
from plaid_emulator.admin.scripts import Script, list_examples
from plaid_emulator.api.registry import ENDPOINTS
from plaid_emulator.emulator import Emulator, emulator_of
from plaid_emulator.errors import KINDS, PlaidError
from plaid_emulator.faults import EVERYWHERE, Kind, Mutation, Rule, WebhookFault
from plaid_emulator.teller import NoSuchTransaction
from plaid_emulator.turns import in_turn
from plaid_emulator.worlds.registry import list_personas

router = APIRouter(
    prefix="/__admin",
    include_in_schema=False,
    dependencies=[Depends(refuse_other_pages), Depends(refuse_what_is_no_json)],
)
Number = Annotated[int, Query(ge=-1, le=2**53)]
Here = Annotated[Emulator, Depends(emulator_of)]


def runner_of(request: Request) -> Runner:
    """Find the runner of scripts behind a request."""
    runner: Runner = request.app.state.runner
    return runner


Scripts = Annotated[Runner, Depends(runner_of)]


class Body(BaseModel):
    """An admin request: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


class ClockChange(Body):
    """Move the clock: set it, then advance it, then change its speed."""

    set: AwareDatetime | None = None
    advance_seconds: float | None = None
    speed: float | None = Field(default=None, ge=0)


class NewTransactions(Body):
    """Transactions to appear now."""

    rows: list[actions.NewTransaction] = Field(min_length=1, max_length=1000)


class PlannedError(Body):
    """An error for the next calls of an endpoint; times -1 means until cleared."""

    error_code: ErrorCode
    times: int = 1


class FaultChange(Body):
    """The faults to change; what is not named stays."""

    latency_ms: int | None = Field(default=None, ge=0, le=600_000)
    mutation: Mutation | None = None
    endpoints: dict[EndpointName, PlannedError] | None = None
    rules: list[NamedRule] | None = None
    webhook: WebhookFault | None = None
    webhook_times: int | None = Field(default=None, ge=-1)
    seed: int | None = None
    clear: bool = False


class ItemChange(Body):
    """Break or repair one Item."""

    error_code: ErrorCode | None = None
    login_repaired: bool = False


@router.get("")
async def show(emulator: Here) -> dict[str, Any]:
    return describing.everything(emulator)


@router.post("/actions")
async def act(emulator: Here, scripts: Scripts, action: actions.AnyAction) -> dict[str, Any]:
    told = _perform(emulator, action)
    if isinstance(action, actions.Reset):
        scripts.stop_all()
    else:
        emulator.journal.write("action", by="admin", do=action.do)
    return told


@router.get("/choices")
async def list_choices() -> dict[str, Any]:
    """List what may be chosen from: fault kinds, error codes, personas."""
    return {
        "endpoints": sorted(ENDPOINTS),
        "faults": [kind.value for kind in Kind],
        "mutation": [mode.value for mode in Mutation],
        "webhook_faults": [fault.value for fault in WebhookFault],
        "error_codes": {code: {"type": kind.type, "status": kind.status} for code, kind in KINDS.items()},
        "personas": [
            {
                "username": each.username,
                "title": each.title,
                "description": each.description,
                "bank": each.bank,
            }
            for each in list_personas()
        ],
    }


@router.post("/clock")
async def change_clock(emulator: Here, change: ClockChange) -> dict[str, Any]:
    return _perform(emulator, actions.MoveClock(do="move_clock", **change.model_dump()))


@router.get("/faults")
async def show_faults(emulator: Here) -> dict[str, Any]:
    return describing.faults(emulator)


@router.post("/faults")
async def change_faults(emulator: Here, change: FaultChange) -> dict[str, Any]:
    if change.clear:
        _perform(emulator, actions.ClearFaults(do="clear_faults"))
    faults = emulator.faults
    for name in ("seed", "latency_ms", "mutation"):
        if (value := getattr(change, name)) is not None:
            setattr(faults, name, value)
    for path, planned in (change.endpoints or {}).items():
        _plan_error(emulator, path, planned)
    for rule in change.rules or ():
        faults.add(rule)
    if change.webhook is not None:
        faults.webhook, faults.webhook_times = change.webhook, 1
    if change.webhook_times is not None:
        faults.webhook_times = change.webhook_times
    return describing.faults(emulator)


@router.get("/items")
async def list_items(emulator: Here) -> dict[str, Any]:
    return {"items": [describing.item(emulator, item) for item in items.list_items(emulator)]}


@router.get("/items/{item_id}")
async def show_item(emulator: Here, item_id: str, limit: Number = 25) -> dict[str, Any]:
    item = _get(emulator, item_id)
    return {**describing.item(emulator, item), **describing.inside(emulator, item, limit)}


@router.post("/items/{item_id}")
async def change_item(emulator: Here, item_id: str, change: ItemChange) -> dict[str, Any]:
    told = describing.item(emulator, _get(emulator, item_id))
    if change.error_code is not None:
        broken = actions.BreakLogin(do="break_login", item=item_id, error_code=change.error_code)
        told = _perform(emulator, broken)
    if change.login_repaired:
        told = _perform(emulator, actions.RepairLogin(do="repair_login", item=item_id))
    return told


@router.post("/items/{item_id}/transactions")
async def create_transactions(emulator: Here, item_id: str, new: NewTransactions) -> dict[str, Any]:
    return _perform(emulator, actions.AddTransactions(do="add_transactions", item=item_id, rows=new.rows))


@router.get("/oracle/items/{item_id}")
async def show_truth(emulator: Here, item_id: str, cursor: str = "") -> Response:
    try:
        truth = oracle.tell(emulator, _get(emulator, item_id), cursor)
    except PlaidError as error:
        raise HTTPException(422, str(error)) from error
    return StreamingResponse(in_turn(truth), media_type="application/json")


@router.get("/webhooks")
async def list_webhooks(emulator: Here, after: Number = 0, limit: Number = -1) -> dict[str, Any]:
    return {"webhooks": describing.webhooks(emulator, after=after, limit=limit)}


@router.get("/rate-limits")
async def show_rate_limits(emulator: Here) -> dict[str, Any]:
    return {"table": emulator.rate_limits.table, "tables": emulator.rate_limits.show()}


@router.get("/journal")
async def show_journal(emulator: Here, after: Number = 0, limit: Number | None = None) -> dict[str, Any]:
    entries = emulator.journal.after(after)
    return {"count": emulator.journal.count, "entries": entries if limit is None else entries[-limit:]}


@router.get("/scripts")
async def list_scripts(scripts: Scripts) -> dict[str, Any]:
    return {"scripts": scripts.describe()}


@router.get("/scripts/examples")
async def list_script_examples() -> dict[str, Any]:
    return {"examples": list_examples()}


@router.post("/scripts")
async def start_script(scripts: Scripts, script: Script) -> dict[str, Any]:
    return scripts.start(script)


@router.post("/scripts/{script_id}/stop")
async def stop_script(scripts: Scripts, script_id: int) -> dict[str, Any]:
    if not scripts.stop(script_id):
        raise HTTPException(404, "no script of this number is running")
    return {"scripts": scripts.describe()}


@router.post("/keys/rotate")
async def rotate_key(emulator: Here) -> dict[str, Any]:
    return _perform(emulator, actions.RotateKey(do="rotate_key"))


@router.post("/reset")
async def reset(emulator: Here, scripts: Scripts) -> dict[str, Any]:
    scripts.stop_all()
    return _perform(emulator, actions.Reset(do="reset"))


def _perform(emulator: Emulator, action: actions.Action) -> dict[str, Any]:
    try:
        return performing.perform(action, emulator)
    except (Unclear, NoSuchTransaction) as error:
        raise HTTPException(422, str(error)) from error
    except PlaidError as error:
        raise HTTPException(404 if error.code == "ITEM_NOT_FOUND" else 422, str(error)) from error


def _plan_error(emulator: Emulator, path: str, planned: PlannedError) -> None:
    """Replace the error planned for this endpoint, as this short form has always done."""
    for each in list(emulator.faults.standing):
        if each.rule.kind is Kind.ERROR and each.rule.endpoint == path:
            emulator.faults.remove(each.id)
    if planned.times != 0:
        rule = Rule(kind=Kind.ERROR, endpoint=path, error_code=planned.error_code, times=planned.times)
        emulator.faults.add(rule)
        if path != EVERYWHERE:
            # What is planned for one endpoint goes before what is planned for all.
            emulator.faults.standing.insert(0, emulator.faults.standing.pop())


def _get(emulator: Emulator, item_id: str) -> items.Item:
    try:
        return items.get_item(emulator, item_id)
    except PlaidError as error:
        raise HTTPException(404, str(error)) from error
