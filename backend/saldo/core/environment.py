"""Where a process runs."""

from enum import StrEnum


class Environment(StrEnum):
    """Production is the default; the others are chosen on purpose."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    TEST = "test"
