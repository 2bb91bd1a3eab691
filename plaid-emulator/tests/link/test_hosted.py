"""Hosted Link and sessions for several banks: their webhooks, their results on the server, their end."""

from collections.abc import Callable
from typing import Any

import pytest
from conformance import contract
from emulator_harness import Live, Receiver
from fastapi.testclient import TestClient

from plaid_emulator.emulator import Emulator

Act = Callable[..., Any]
DONE = "https://app.example/done"


def link(dialog: Any, institution_id: str = "ins_109508") -> None:
    dialog.choose(institution_id)
    dialog.sign_in()
    dialog.share_all()


def webhooks_of(client: TestClient) -> list[str]:
    return [each["code"] for each in client.get("/__admin/webhooks").json()["webhooks"]]


def test_a_hosted_session_tells_the_server_everything(live: Live, dialog_of: Act, receiver: Receiver) -> None:
    request = {
        "client_id": "c",
        "secret": "s",
        "client_name": "Saldo",
        "language": "en",
        "country_codes": ["US"],
        "user": {"client_user_id": "someone"},
        "products": ["transactions"],
        "hosted_link": {},
        "webhook": receiver.url,
    }
    token = live.http.post("/link/token/create", json=request).json()["link_token"]
    dialog = dialog_of(live.http, token).open()
    link(dialog)
    dialog.act("finish")

    added, finished = receiver.wait_for("ITEM_ADD_RESULT"), receiver.wait_for("SESSION_FINISHED")
    events = receiver.wait_for("EVENTS")

    assert [contract.of_webhook(each) for each in (added, finished, events)] == [[], [], []]
    same = {"webhook_type": "LINK", "link_session_id": dialog.session_id, "link_token": token}
    assert same.items() <= added.items()
    assert finished["status"] == "SUCCESS"
    assert finished["public_tokens"] == [added["public_token"]]
    assert [event["event_name"] for event in events["events"]][-1] == "HANDOFF"


@pytest.mark.parametrize("way", ["exit", "left"])
def test_a_hosted_session_that_is_left_is_exited(open_dialog: Act, client: TestClient, way: str) -> None:
    dialog = open_dialog(hosted_link={}, webhook="http://127.0.0.1:9/hook")

    dialog.act(way)

    assert webhooks_of(client) == ["SESSION_FINISHED", "EVENTS"]


def test_an_ordinary_session_sends_no_link_webhook(open_dialog: Act, client: TestClient) -> None:
    dialog = open_dialog(webhook="http://127.0.0.1:9/hook")
    link(dialog)
    dialog.act("finish")

    assert not {"SESSION_FINISHED", "ITEM_ADD_RESULT", "EVENTS"} & set(webhooks_of(client))


def test_the_completion_address_is_told_at_both_ends(open_dialog: Act) -> None:
    success, left = (open_dialog(hosted_link={"completion_redirect_uri": DONE}) for _ in range(2))
    link(success)

    ends = success.act("finish"), left.act("exit")

    assert [end["completion_redirect_uri"] for end in ends] == [DONE, DONE]


def test_a_hosted_page_closed_after_the_connection_counts_as_success(open_dialog: Act, call: Act) -> None:
    dialog = open_dialog(hosted_link={})
    link(dialog)

    dialog.act("left")

    session = call("/link/token/get", link_token=dialog.token)["link_sessions"][0]
    assert session["exit"] is None
    assert session["on_success"]["public_token"] == session["results"]["item_add_results"][0]["public_token"]


def test_results_are_kept_for_six_hours(open_dialog: Act, call: Act, emulator: Emulator) -> None:
    dialog = open_dialog()
    link(dialog)
    dialog.act("finish")

    def sessions() -> Any:
        return call("/link/token/get", link_token=dialog.token)["link_sessions"]

    emulator.clock.advance(6 * 3600 - 10)
    assert len(sessions()) == 1
    emulator.clock.advance(20)
    assert sessions() == []


def test_several_banks_are_linked_in_one_session(open_dialog: Act, call: Act, client: TestClient) -> None:
    dialog = open_dialog(enable_multi_item_link=True, webhook="http://127.0.0.1:9/hook")
    link(dialog)
    dialog.act("add-another")
    dialog.act("institution", institution_id="ins_109511")
    dialog.sign_in()
    dialog.share_all()

    outcome = dialog.act("finish")["outcome"]

    results = call("/link/token/get", link_token=dialog.token)["link_sessions"][0]["results"]
    assert (outcome["public_token"], outcome["metadata"]["accounts"]) == (None, [])
    banks = [each["institution"]["institution_id"] for each in results["item_add_results"]]
    assert banks == ["ins_109508", "ins_109511"]
    assert webhooks_of(client).count("ITEM_ADD_RESULT") == 2


def test_leaving_after_the_first_of_several_banks_is_a_success(open_dialog: Act) -> None:
    dialog = open_dialog(enable_multi_item_link=True)
    link(dialog)
    dialog.act("add-another")

    assert dialog.act("exit")["outcome"]["kind"] == "success"


def test_one_bank_is_all_an_ordinary_session_links(open_dialog: Act) -> None:
    dialog = open_dialog()
    link(dialog)

    assert dialog.act("add-another")["view"]["name"] == "CONNECTED"


def test_tiles_begin_no_session_and_lead_to_their_bank(
    client: TestClient, call: Act, open_dialog: Act
) -> None:
    token = open_dialog().token
    before = len(call("/link/token/get", link_token=token)["link_sessions"])

    tiles = client.post("/link/api/tiles", json={"link_token": token}).json()["institutions"]
    body = {"link_token": token, "institution_id": tiles[0]["institution_id"]}
    assert len(call("/link/token/get", link_token=token)["link_sessions"]) == before
    session_id = client.post("/link/api/sessions", json=body).json()["snapshot"]["link_session_id"]
    view = client.post(f"/link/api/sessions/{session_id}/consent").json()["view"]

    assert view["institution"]["institution_id"] == tiles[0]["institution_id"]
