"""`faults`: the full matrix of the fault suite, as real processes, with a table of what held."""

import os
import subprocess

from saldo_dev.place import Place
from saldo_dev.problems import Problem


def run_matrix(place: Place, *, seed: int, only: str) -> int:
    """Run every case, or those named (F3,F10,mutant:no_fencing); 1 when an invariant does not hold."""
    cases = [case for case in only.replace(" ", "").split(",") if case]
    if bad := [case for case in cases if not case.startswith(("F", "C", "mutant:"))]:
        raise Problem(
            f"{bad[0]!r} names no case: F1 to F21, C1 to C5, or mutant:NAME; docs/faults.md lists them."
        )
    settings = {
        "SALDO_FAULTS": "full",
        "SALDO_FAULTS_SEED": str(seed),
        "SALDO_FAULTS_ONLY": ",".join(cases),
    }
    command = [place.python, "-m", "pytest", "-q", "tests/faults"]
    folder = place.root / "backend"
    return subprocess.run(command, cwd=folder, env=os.environ | settings, check=False).returncode
