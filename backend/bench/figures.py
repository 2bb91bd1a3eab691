"""One figure of the table: what was measured, against what, and whether the goal is met."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """`value` is gated; `details` are the figures it was made of. A dirty one is shown and not judged."""

    id: str
    what: str
    value: float
    unit: str
    goal: float
    stretch: float | None
    better: Literal["more", "less"]
    is_dirty: bool
    details: dict[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self._reaches(self.stretch):
            return "stretch"
        if self._reaches(self.goal):
            return "met"
        return "dirty" if self.is_dirty else "missed"

    def _reaches(self, bound: float | None) -> bool:
        if bound is None:
            return False
        return self.value >= bound if self.better == "more" else self.value <= bound


def table(figures: Sequence[Figure]) -> str:
    """Write the figures as a table for people."""
    lines = [f"{'id':<5} {'measure':<44} {'value':>11} {'goal':>9} {'stretch':>8}  verdict"]
    for each in figures:
        sign = ">=" if each.better == "more" else "<="
        stretch = f"{each.stretch:g}" if each.stretch is not None else "-"
        goal, busy = f"{sign}{each.goal:g}", " (busy machine)" if each.is_dirty else ""
        lines.append(
            f"{each.id:<5} {each.what:<44} {each.value:>8.2f} {each.unit:<2} {goal:>9} {stretch:>8}  "
            f"{each.verdict}{busy}"
        )
        lines += [f"        {name:<52} {value:>12,.3f}" for name, value in each.details.items()]
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON for programs."""
    document = {
        "at": datetime.now(UTC).isoformat(),
        "machine": {"cores": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()},
        "figures": [asdict(each) | {"verdict": each.verdict} for each in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
