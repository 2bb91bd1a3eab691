import stat
from pathlib import Path

import pytest

from saldo_dev import environment
from saldo_dev.place import Place, find_place
from saldo_dev.problems import Problem


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "home").mkdir()
    return Place(tmp_path, tmp_path / "home", 9000)


@pytest.fixture(autouse=True)
def _bare_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "PLAID_CLIENT_ID",
        "PLAID_SECRET",
        "PLAID_BASE_URL",
        "PLAID_ENV",
        "DATABASE_URL",
        "SECRET_KEY",
    ):
        monkeypatch.delenv(name, raising=False)


def test_a_key_of_the_record_stands_beside_the_others(place: Place) -> None:
    environment.read_secrets(place)
    with (place.home / "secrets.env").open("a", encoding="utf-8") as file:
        file.write("AUDIT_KEYS=old:key\n")

    assert environment.backend_environment(place)["AUDIT_KEYS"] == "old:key"


def test_secrets_are_made_once_and_readable_by_their_owner_only(place: Place) -> None:
    first = environment.read_secrets(place)
    second = environment.read_secrets(place)

    assert first == second
    assert len(first["SECRET_KEY"]) >= 32
    assert stat.S_IMODE((place.home / "secrets.env").stat().st_mode) == 0o600


def test_without_keys_the_emulator_takes_the_banks_place(place: Place) -> None:
    settings = environment.backend_environment(place)

    assert settings["PLAID_BASE_URL"] == "http://127.0.0.1:9002"
    assert settings["PLAID_LINK_SCRIPT_URL"].startswith("http://127.0.0.1:9002/link/")
    assert environment.link_origin(place) == "http://127.0.0.1:9002"


def test_real_keys_are_only_a_change_of_settings(place: Place) -> None:
    offline = environment.backend_environment(place)
    (place.root / ".env").write_text("PLAID_CLIENT_ID=abc\nPLAID_SECRET='s3cret'\nPLAID_BASE_URL=\n")

    real = environment.backend_environment(place)

    assert real["PLAID_SECRET"] == "s3cret"
    assert not environment.uses_emulator(environment.given_settings(place))
    assert environment.link_origin(place) == "https://cdn.plaid.com"
    differing = {key for key in offline.keys() | real.keys() if offline.get(key) != real.get(key)}
    assert all(key.startswith("PLAID_") for key in differing)
    assert "PLAID_BASE_URL" not in real


def test_env_file_of_compose_does_not_move_the_stores(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.root / ".env").write_text(
        "ENVIRONMENT=production\nDATABASE_URL=postgresql://postgres:5432/x\nLOG_LEVEL=debug\n"
    )
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")

    settings = environment.backend_environment(place)

    assert settings["ENVIRONMENT"] == "development"
    assert "@127.0.0.1:9003/" in settings["DATABASE_URL"]
    assert settings["REDIS_URL"] == "redis://127.0.0.1:9004/0"
    assert settings["LOG_LEVEL"] == "debug"


def test_categoriser_is_told_no_secret(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")

    settings = environment.worker_environment(place)

    assert not [
        key for key in settings if "SECRET" in key or "KEY" in key or "DATABASE" in key or "PLAID" in key
    ]


def test_env_files_are_read_as_a_shell_would(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# A=1\nexport B=2\nC='x # y'\nD=z # why\n\nE=\n")

    assert environment.read_env_file(file) == {"B": "2", "C": "x # y", "D": "z", "E": ""}


@pytest.mark.parametrize("wrong", ["80", "many", "40000"])
def test_port_base_must_leave_room(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALDO_PORT_BASE", wrong)

    with pytest.raises(Problem, match="SALDO_PORT_BASE must be a number"):
        find_place()
