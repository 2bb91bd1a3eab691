"""The linked bank in memory that the tests of connections use."""

from tests.connections.conftest import access, bank, linked, make_link, member

__all__ = ["access", "bank", "linked", "make_link", "member"]
