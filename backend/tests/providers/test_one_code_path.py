"""The emulator is Plaid at another address: no code asks which of the two it speaks to."""

from pathlib import Path

import saldo
from saldo.core.settings import Settings
from saldo.providers.plaid.client import PlaidBank
from saldo.resources import open_bank

_SOURCES = Path(saldo.__file__).parent
_KEYS = {"enable_plaid": True, "plaid_client_id": "id", "plaid_secret": "hush"}


def _naming(word: str) -> set[str]:
    return {
        str(path.relative_to(_SOURCES))
        for path in _SOURCES.rglob("*.py")
        if word in path.read_text(encoding="utf-8").lower()
    }


def test_the_address_is_named_in_the_settings_and_the_composition_root_alone() -> None:
    assert _naming("plaid_base_url") == {"core/settings.py", "resources.py"}


def test_no_feature_knows_of_the_emulator() -> None:
    allowed = {"core/settings.py", "resources.py"}

    assert {path for path in _naming("emulator") if path.startswith(("connections", "providers"))} == set()
    assert _naming("plaid_emulator") - allowed == set()


def test_the_same_client_is_built_for_either_address(settings: Settings) -> None:
    real = settings.model_copy(update=_KEYS | {"plaid_base_url": "", "plaid_secret": settings.secret_key})
    offline = real.model_copy(update={"plaid_base_url": "http://127.0.0.1:8082"})

    banks = [open_bank(each) for each in (real, offline)]

    assert [type(bank) for bank in banks] == [PlaidBank, PlaidBank]
    assert [bank._config.host for bank in banks if isinstance(bank, PlaidBank)] == [
        "https://sandbox.plaid.com",
        "http://127.0.0.1:8082",
    ]
