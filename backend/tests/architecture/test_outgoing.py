"""Who speaks to the world outside: few, each to addresses that the operator chose."""

import re
from pathlib import Path

import saldo

_SAYS = re.compile(
    r"^\s*(?:import|from) (httpx|aiohttp|requests|urllib3|urllib\.request|smtplib|socket)\b", re.MULTILINE
)
_HOME = Path(saldo.__file__).parent
# The mail server and the issuers stand in the settings; Plaid's client has one host.
_MAY = {
    "providers/issuers.py",
    "providers/mail.py",
    "providers/plaid/client.py",
    "providers/plaid/errors.py",
}


def test_no_address_a_person_gives_is_ever_called() -> None:
    speaking = {
        str(path.relative_to(_HOME)) for path in _HOME.rglob("*.py") if _SAYS.search(path.read_text("utf-8"))
    }

    assert speaking == _MAY
