"""The names of this feature's background work."""

from typing import Final

REQUEST: Final = "categorization.request"
APPLY: Final = "categorization.apply"
SWEEP: Final = "categorization.sweep"
HEAR: Final = "categorization.hear"
