"""The errors a person running a command here may see: one sentence each."""


class Problem(Exception):
    """Something is missing or taken; the message says what, and what to do next."""


class NoNetwork(Problem):
    """A registry could not be reached: another way to the same registry will not help."""
