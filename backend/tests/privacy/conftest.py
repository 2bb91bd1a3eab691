"""The linked bank of the connections' tests, for people who want their data or want to go."""

from tests.connections.conftest import access, bank, linked, make_link, member

__all__ = ["access", "bank", "linked", "make_link", "member"]
