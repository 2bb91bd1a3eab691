"""The files Link is made of: served with strict headers, self-contained, small enough to read."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from plaid_emulator.link import files

FILES = sorted(path for path in files.STATIC.rglob("*") if path.suffix in {".js", ".css", ".html"})
LONGEST_SCRIPT = 250


def test_the_script_can_be_embedded_by_any_page(client: TestClient) -> None:
    response = client.get("/link/v2/stable/link-initialize.js")

    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "window.Plaid" in response.text


def test_the_dialog_has_a_policy_without_inline_code(client: TestClient) -> None:
    policy = client.get("/link/v2/stable/link.html").headers["content-security-policy"]

    assert "unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors *"} <= set(policy.split("; "))


def test_hosted_link_serves_the_same_dialog(client: TestClient) -> None:
    assert client.get("/link/hosted/link-sandbox-1").text == client.get("/link/v2/stable/link.html").text


@pytest.mark.parametrize("path", ["../endpoints.py", "%2e%2e/endpoints.py", "none.js", "../link.html"])
def test_no_other_file_can_be_asked_for(client: TestClient, path: str) -> None:
    assert client.get(f"/link/app/{path}").status_code == 404


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_self_contained_and_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    addresses = re.findall(r"https?://[^\s\"'`)]+", text)
    assert [each for each in addresses if not each.startswith("http://www.w3.org/")] == []
    assert "innerHTML" not in text
    assert path.suffix != ".js" or len(text.splitlines()) <= LONGEST_SCRIPT


def test_every_imported_module_is_served(client: TestClient) -> None:
    for name, path in files.DIALOG_FILES.items():
        for imported in re.findall(
            r'from "(\.[^"]+)"', path.read_text("utf-8") if path.suffix == ".js" else ""
        ):
            target = (Path(name).parent / imported).as_posix().replace("panes/../", "")
            assert client.get(f"/link/app/{target}").status_code == 200
