"""The one error a person running a command here may see."""


class Problem(Exception):
    """Something is missing or taken; the message says what, and what to do next."""
