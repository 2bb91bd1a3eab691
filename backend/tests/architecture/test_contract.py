"""The frontend's types are generated from this API and no other."""

import json

from saldo_development import openapi


def test_the_frontends_document_is_up_to_date() -> None:
    """Mend with `python -m saldo_development.openapi`, then `npm run generate` in frontend/."""
    assert json.loads(openapi.DOCUMENT.read_text(encoding="utf-8")) == json.loads(openapi.describe())
