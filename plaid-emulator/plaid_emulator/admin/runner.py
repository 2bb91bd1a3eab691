"""Running fault scripts: every call and every moment is compared with what the steps wait for."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from plaid_emulator.admin import actions, performing
from plaid_emulator.admin.performing import Unclear
from plaid_emulator.admin.scripts import Chance, Script, Step
from plaid_emulator.calls import SYNC
from plaid_emulator.emulator import Emulator
from plaid_emulator.errors import PlaidError
from plaid_emulator.faults import EVERYWHERE, Call, Rule
from plaid_emulator.teller import NoSuchTransaction


@dataclass
class Waiting:
    """A step and how often what it waits for has happened."""

    number: int
    step: Step
    seen: int = 0
    fired: int = 0

    @property
    def done(self) -> bool:
        return self.fired > 0 and not self.step.every


@dataclass
class Run:
    """One script under way."""

    id: int
    script: Script
    began: float
    waiting: list[Waiting] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    running: bool = True


class Runner:
    """The scripts of one emulator; they run until they are stopped or have nothing left to do."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._runs: list[Run] = []
        emulator.calls.listeners.append(self._hear)
        emulator.alarms.append(self)

    def start(self, script: Script) -> dict[str, Any]:
        """Start a script now, beside those that are running."""
        waiting = [Waiting(number, step) for number, step in enumerate(script.steps, start=1)]
        run = Run(len(self._runs) + 1, script, self._emulator.clock.timestamp(), waiting)
        self._runs.append(run)
        self._emulator.journal.write("script_started", script=script.name, run=run.id, seed=script.seed)
        self._emulator.wake()
        return _describe(run)

    def stop(self, run_id: int) -> bool:
        """Stop a script; the faults it has put in force stay."""
        for run in self._runs:
            if run.id == run_id and run.running:
                run.running = False
                self._emulator.journal.write("script_stopped", script=run.script.name, run=run.id)
                return True
        return False

    def stop_all(self) -> None:
        self._runs.clear()

    def describe(self) -> list[dict[str, Any]]:
        return [_describe(run) for run in self._runs]

    def due_at(self) -> float | None:
        moments = [
            run.began + each.step.when.after_seconds
            for run in self._runs
            for each in run.waiting
            if run.running and not each.fired and each.step.when.after_seconds is not None
        ]
        return min(moments, default=None)

    def ring(self) -> None:
        """Fire the steps whose moment has come."""
        now = self._emulator.clock.timestamp()
        for run in [run for run in self._runs if run.running]:
            for each in run.waiting:
                seconds = each.step.when.after_seconds
                if seconds is not None and not each.fired and run.began + seconds <= now:
                    self._fire(run, each, None)
            _finish(run)

    def _hear(self, call: Call) -> None:
        """Fire the steps that wait for this call, before it does anything."""
        self.ring()
        for run in [run for run in self._runs if run.running]:
            run.calls[call.endpoint] += 1
            for each in run.waiting:
                if not each.done and self._meets(each.step, call):
                    each.seen += 1
                    wanted = each.step.when.call
                    if each.seen == wanted or (each.step.every and each.seen % wanted == 0):
                        self._fire(run, each, call)
            for index, chance in enumerate(run.script.random):
                self._draw(run, index, chance, call)
            _finish(run)

    def _meets(self, step: Step, call: Call) -> bool:
        when = step.when
        if when.after_seconds is not None:
            return False
        endpoint = SYNC if when.sync_page is not None else when.endpoint
        if endpoint not in {EVERYWHERE, call.endpoint} or when.sync_page not in {None, call.page}:
            return False
        return when.item is None or self._item_id(when.item) == call.item_id

    def _item_id(self, named: str) -> str | None:
        try:
            return performing.choose_item(self._emulator, named).item_id
        except (Unclear, PlaidError):
            return None

    def _fire(self, run: Run, each: Waiting, call: Call | None) -> None:
        each.fired += 1
        for action in each.step.then:
            details: dict[str, Any] = {"script": run.script.name, "step": each.number, "do": action.do}
            if call is not None:
                details |= {"endpoint": call.endpoint, "page": call.page, "call": each.seen}
            try:
                performing.perform(_for_call(action, call), self._emulator)
            except (Unclear, NoSuchTransaction, PlaidError) as error:
                self._emulator.journal.write("step_failed", **details, why=str(error))
            else:
                self._emulator.journal.write("step", **details)

    def _draw(self, run: Run, index: int, chance: Chance, call: Call) -> None:
        """Decide by the seed and the number of the call alone, whatever else goes on in between."""
        number = run.calls[call.endpoint]
        if EVERYWHERE not in chance.endpoints and call.endpoint not in chance.endpoints:
            return
        if chance.calls != -1 and number > chance.calls:
            return
        rng = random.Random(f"{run.script.seed}.{index}.{call.endpoint}.{number}")  # noqa: S311 - repeatable on purpose
        if rng.random() < chance.probability:
            rule = rng.choice(chance.faults)
            self._emulator.faults.add(_bound(rule, call))
            self._emulator.journal.write(
                "drawn", script=run.script.name, endpoint=call.endpoint, call=number, kind=rule.kind.value
            )


def _for_call(action: actions.Action, call: Call | None) -> actions.Action:
    """Fill in what a step leaves open: the Item and the endpoint of the call it was waiting for."""
    if call is None:
        return action
    if isinstance(action, actions.ItemAction) and action.item is None and call.item_id is not None:
        return action.model_copy(update={"item": call.item_id})
    if isinstance(action, actions.AddFault) and "endpoint" not in action.model_fields_set:
        return action.model_copy(update={"endpoint": call.endpoint})
    return action


def _bound(rule: Rule, call: Call) -> Rule:
    return rule.model_copy(update={"endpoint": call.endpoint, "times": 1, "skip": 0, "probability": 1.0})


def _finish(run: Run) -> None:
    if not run.script.random and all(each.done for each in run.waiting):
        run.running = False


def _describe(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "name": run.script.name,
        "seed": run.script.seed,
        "running": run.running,
        "steps": [
            {
                "step": each.number,
                "seen": each.seen,
                "fired": each.fired,
                "do": [a.do for a in each.step.then],
            }
            for each in run.waiting
        ],
        "calls": dict(run.calls),
    }
