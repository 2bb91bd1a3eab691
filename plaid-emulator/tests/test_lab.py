"""The Bank lab: its files, who may come in, and a person's journey through it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_tools import FOLDER, find_browser_tools
from emulator_harness import Live

from plaid_emulator.admin import lab

LONGEST_SCRIPT = 250


def test_the_page_has_a_policy_without_inline_code(live: Live) -> None:
    answer = live.http.get("/__admin/lab")
    policy = answer.headers["content-security-policy"]

    assert answer.status_code == 200
    assert "unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|style=", answer.text)


@pytest.mark.parametrize("name", ["none.js", "../lab.html", "%2e%2e/lab.html", "../../endpoints.py"])
def test_no_other_file_can_be_asked_for(live: Live, name: str) -> None:
    assert live.http.get(f"/__admin/lab/app/{name}").status_code == 404


@pytest.mark.parametrize("path", sorted(lab.FILES.values()), ids=lambda path: path.name)
def test_files_are_self_contained_and_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "innerHTML" not in text
    assert not re.findall(r"https?://", text)
    assert path.suffix != ".js" or len(text.splitlines()) <= LONGEST_SCRIPT


def test_every_imported_module_is_served(live: Live) -> None:
    for path in lab.FILES.values():
        for imported in re.findall(r'from "([^"]+)"', path.read_text("utf-8")):
            address = imported.replace("./", "/__admin/lab/app/")
            assert live.http.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8800", ""]
)
def test_a_name_that_dns_could_point_here_is_refused(live: Live, host: str) -> None:
    answers = [live.http.get(path, headers={"host": host}) for path in ("/__admin", "/__admin/lab")]

    assert [answer.status_code for answer in answers] in ([421, 421], [400, 400])


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "[::1]:8800", "192.168.7.7", "lab.localhost"])
def test_addresses_and_localhost_come_in(live: Live, host: str) -> None:
    assert live.http.get("/__admin", headers={"host": host}).status_code == 200


def test_a_name_can_be_allowed(start: Callable[..., Live]) -> None:
    live = start(allowed_hosts=("bank.test",))

    assert live.http.get("/__admin", headers={"host": "bank.test:8800"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, 200),
        ({"origin": "null"}, 403),
    ],
)
def test_another_site_may_only_link_to_the_page(live: Live, headers: dict[str, str], status: int) -> None:
    assert live.http.get("/__admin/lab", headers=headers).status_code == status


def test_another_site_cannot_send_a_form(live: Live) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}

    assert live.http.post("/__admin/reset", headers=headers).status_code == 403


@pytest.mark.timeout(240)
def test_a_journey_through_the_lab(live: Live) -> None:
    tools = find_browser_tools()
    command = [tools["NODE"], "--test", "lab/lab.test.js"]
    environment = {**tools, "EMULATOR_URL": live.url}
    run = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
