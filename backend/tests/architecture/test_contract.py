"""The frontend's types are generated from this API and no other."""

from saldo_development import openapi


def test_the_frontends_document_is_up_to_date() -> None:
    assert openapi.complain() is None
