"""The regular work of synchronisation."""

from typing import Final

LEARN_HOURS: Final = "synchronization.learn_hours"
LISTEN: Final = "synchronization.listen"
