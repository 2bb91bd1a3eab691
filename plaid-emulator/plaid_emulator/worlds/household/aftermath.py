"""What a movement brings about, at once or days later: refunds, doubles, holds, fees, chargebacks."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from plaid_emulator.worlds.household.ledger import DIRECT_SECONDS, Change, Draft, Ledger
from plaid_emulator.worlds.household.wording import KEPT, Wording

Effect = dict[str, Any]


class Aftermath:
    """Writes the movements of one rule and keeps what is still to come of them.

    An entry of `after` has an `id`, a `chance`, `days` (least and most), and either a `share` of the cause's
    amount (-1 gives all of it back) or an `amount`. With `vanishes` it is a hold of so many days. It may have
    a name, other details and an `after` of its own.

    `amended` is one change of the posted row itself: a `chance`, `days` after posting, details to `set`, and
    a `share` that corrects the amount (0 takes the row back).
    """

    def __init__(self, rng: random.Random, wording: Wording) -> None:
        self._rng, self._wording = rng, wording
        self._due: dict[date, list[tuple[Draft, Effect]]] = {}

    def run(self, ledger: Ledger, day: date) -> None:
        """Write what earlier movements have brought about for this day."""
        for cause, effect in self._due.pop(day, []):
            self._happen(ledger, day, cause, effect)

    def write(self, ledger: Ledger, day: date, draft: Draft, payee: dict[str, Any]) -> None:
        """Write a movement, and plan what the payee's script says may follow."""
        if "unmatched" in payee and self._rng.random() < payee["unmatched"]:
            # The bank loses the thread: the posted row will not name the pending one.
            draft = replace(draft, details={**draft.details, "matched": False})
        if "amended" in payee and self._rng.random() < payee["amended"]["chance"]:
            draft = replace(draft, change=self._change(draft, payee["amended"]))
        ledger.write(day, draft)
        self._plan(ledger, day, draft, payee)

    def _change(self, draft: Draft, amended: dict[str, Any]) -> Change | None:
        """Draw what the bank will change about a posted row; foreign money stays as it is."""
        days = self._rng.randint(*amended["days"])
        if draft.foreign is not None:
            return None
        cents = round(draft.cents * amended["share"]) if "share" in amended else None
        return Change(days, amended.get("set", {}), cents)

    def _plan(self, ledger: Ledger, day: date, cause: Draft, payee: dict[str, Any]) -> None:
        for effect in payee.get("after", []):
            if self._rng.random() >= effect.get("chance", 1):
                continue
            due = day + timedelta(days=self._rng.randint(*effect.get("days", (0, 0))))
            if due == day:
                self._happen(ledger, day, cause, effect)
            else:
                self._due.setdefault(due, []).append((cause, effect))

    def _happen(self, ledger: Ledger, day: date, cause: Draft, effect: Effect) -> None:
        name = self._wording.name(effect.get("name", "{name}"), day)
        name = name.replace("{name}", str(cause.details["name"]))
        own = {field: effect[field] for field in (*KEPT, "matched") if field in effect}
        details = {**cause.details, "check_number": None, "name": name, "original": name, **own}
        details.pop("pending_name", None)
        details.pop("authorized_date", None)
        share = effect.get("share")
        cents = round(effect["amount"] * 100) if share is None else round(cause.cents * share)
        same_day = cause.pending_days if "days" not in effect else 0
        draft = Draft(
            *(f"{cause.key}.{effect['id']}", effect.get("account", cause.account), cents, details),
            seconds=cause.seconds + 60 if same_day else max(cause.seconds, DIRECT_SECONDS),
            pending_days=int(effect.get("vanishes") or effect.get("pending", same_day)),
            vanishes="vanishes" in effect,
            foreign=cause.foreign.times(share) if cause.foreign and share is not None else None,
        )
        ledger.write(day, draft)
        self._plan(ledger, day, draft, effect)
