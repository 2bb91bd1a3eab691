"""Every endpoint of the core specification, one case after the other."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from conformance import contract
from conformance.case import Case
from conformance.cases import CASES
from conformance.right import RIGHT
from conformance.world import World
from plaid_emulator.api.registry import ENDPOINTS
from plaid_emulator.errors import KINDS

# What only the dialog of Link says; tests/link reaches these.
ONLY_IN_LINK = {
    *("INVALID_OTP", "INVALID_PHONE_NUMBER", "INVALID_UPDATED_USERNAME"),
    *("OAUTH_STATE_ID_ALREADY_PROCESSED", "OAUTH_STATE_ID_NOT_FOUND"),
}
# The core of the pinned client; whatever else is registered is checked as well.
CORE = set(RIGHT)


@pytest.mark.parametrize("case", [pytest.param(each, id=each.id) for each in CASES])
def test_the_case(world: World, case: Case, record_property: Callable[[str, object], None]) -> None:
    record_property("conformance", [case.endpoint, case.code or ""])
    case.arrange(world)

    answer = case.call(world, case) if case.call else world.call(case.endpoint, case.body(world))

    assert answer.body.get("request_id") or case.endpoint == "/transactions/enrich"
    assert contract.of_answer(case.endpoint, answer.status, answer.body) == []
    if case.code is None:
        assert answer.status == 200, answer.body
        case.check(world, answer.model or SimpleNamespace(**answer.body))
    else:
        assert (answer.body.get("error_code"), answer.status) == (case.code, KINDS[case.code].status)
        assert answer.body["error_type"] == KINDS[case.code].type
        assert case.says in answer.body["error_message"]


def test_every_endpoint_has_cases_that_succeed_and_cases_that_fail() -> None:
    succeeding = {case.endpoint for case in CASES if case.code is None}
    failing = {case.endpoint for case in CASES if case.code is not None}

    assert set(ENDPOINTS) == CORE
    assert succeeding == failing == CORE


def test_every_error_code_has_a_case() -> None:
    told = {case.code for case in CASES}

    assert set(KINDS) - ONLY_IN_LINK - told == set()
