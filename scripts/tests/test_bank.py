"""Money spent at the offline bank from the command line, at an emulator of its own."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from saldo_dev import bank, ports
from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.processes import wait_until
from saldo_dev.state import hold

AT_ONCE = ("--initial-delay", "0", "--historical-delay", "0")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Hold a home whose only service is the emulator."""
    home = tmp_path_factory.mktemp("home")
    here = Place(home, home, ports.find_free(3))
    here.run.mkdir()
    port = here.port("plaid-emulator")
    command = [sys.executable, "-m", "plaid_emulator", "--memory", "--port", str(port), *AT_ONCE]
    with hold(here), subprocess.Popen(command, stdout=subprocess.DEVNULL) as emulator:
        assert wait_until(lambda: ports.accepts(port), 60)
        yield here
        emulator.terminate()


def act(place: Place, **action: object) -> dict[str, Any]:
    """Do one of the things that the Bank lab does."""
    address = f"{place.url('plaid-emulator')}/__admin/actions"
    wanted = Request(address, json.dumps(action).encode(), {"Content-Type": "application/json"})  # noqa: S310 - http
    with urlopen(wanted) as answer:  # noqa: S310 - http
        told: dict[str, Any] = json.load(answer)
    return told


def spend(place: Place, description: str, amount: float) -> None:
    bank.post_transaction(place, argparse.Namespace(description=description, amount=amount))


@pytest.fixture
def nobody(place: Place) -> Place:
    act(place, do="reset")
    return place


def test_it_says_what_was_spent_and_from_which_account_of_which_bank(
    nobody: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    act(nobody, do="move_clock", speed=0)
    act(nobody, do="create_item", username="user_thistle_couple", days_requested=30)
    act(nobody, do="create_item", username="user_maple_household", days_requested=30)

    spend(nobody, "SQ *BLUE BOTTLE COFFEE", 6.5)
    spend(nobody, "TAX REFUND", -120)

    assert capsys.readouterr().out.splitlines()[-2:] == [
        "SQ *BLUE BOTTLE COFFEE: 6.50 USD out of Maple Joint Checking 4021 at Maple Street Bank",
        "TAX REFUND: 120.00 USD into Maple Joint Checking 4021 at Maple Street Bank",
    ]


def test_it_says_what_keeps_it_from_arriving(nobody: Place, capsys: pytest.CaptureFixture[str]) -> None:
    act(nobody, do="create_item", username="user_maple_household", days_requested=30)
    act(nobody, do="break_login")

    spend(nobody, "TEA", 3)

    said = capsys.readouterr().out
    assert "at Maple Street Bank; it arrives when the login is repaired (ITEM_LOGIN_REQUIRED)" in said


def test_without_a_bank_it_says_how_to_get_one(nobody: Place) -> None:
    with pytest.raises(Problem, match="No bank is linked yet"):
        spend(nobody, "TEA", 3)


def test_a_bank_that_shares_nothing_any_more_is_named(nobody: Place) -> None:
    item = act(nobody, do="create_item", username="user_transactions_dynamic", days_requested=30)
    for account in item["accounts"]:
        act(nobody, do="close_account", account_id=account["id"])

    with pytest.raises(Problem, match="First Platypus Bank shares no account with Saldo"):
        spend(nobody, "TEA", 3)
