"""What the garbage collector looks at after a process has started."""

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import gc, weakref
from saldo.core import memory

class Ring:
    def __init__(self):
        self.itself = self

stays = Ring()
memory.spare_what_stays()
was_spared = all(each is not stays for each in gc.get_objects())
later = weakref.ref(Ring())
gc.collect()
print(was_spared, later() is None)
"""


def test_what_was_made_at_the_start_is_spared_and_what_comes_later_is_not() -> None:
    # In a process of its own, which ends with what it spares.
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["True", "True"]
