import base64

import pytest

from saldo.core.settings import Settings, SettingsWrong, load_settings

GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql+asyncpg://saldo_app:secret@db/saldo",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "q8hB2mLw0tYzR4nX6vKd1sPf7uJc3aGe",
    "ENCRYPTION_KEYS": "k1:" + base64.b64encode(bytes(range(32))).decode(),
    "PUBLIC_URL": "https://saldo.example.com/",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*Settings.model_fields, "cors_origins"]:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_good_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, https://b.example/")
    monkeypatch.setenv("PLAID_COUNTRY_CODES", "US,CA")

    settings = load_settings()

    assert settings.allowed_origins == ("https://saldo.example.com", "https://a.example", "https://b.example")
    assert settings.plaid_country_codes == ("US", "CA")
    assert settings.broker_url == settings.redis_url


def test_the_number_of_this_machine_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "development")
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8080")

    settings = load_settings()

    assert settings.named_url == "http://localhost:8080"
    assert settings.allowed_origins == ("http://127.0.0.1:8080", "http://localhost:8080")


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "PUBLIC_URL"])
def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)

    with pytest.raises(SettingsWrong, match=f"{name} is not set"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("SECRET_KEY", "development-only-secret-key-0123456789", "development key"),
        ("ENCRYPTION_KEYS", "k1:abc", "openssl rand -base64 32"),
        ("ENCRYPTION_KEYS", "k1:" + base64.b64encode(bytes(32)).decode(), "development key"),
        ("DATABASE_URL", "postgres://x@y/z", "postgresql\\+asyncpg://"),
        ("DATABASE_URL", "postgresql+asyncpg://a:development-only@y/z", "development key or password"),
        ("REDIS_URL", "http://x", "redis://"),
        ("PUBLIC_URL", "saldo.example.com", "address people open"),
        ("PUBLIC_URL", "http://saldo.example.com", "https://"),
        ("PLAID_PRODUCTS", "transactions,balance", 'must not contain "balance"'),
        ("PLAID_PRODUCTS", "accounts", "PLAID_PRODUCTS=transactions"),
        ("PLAID_BASE_URL", "http://127.0.0.1:8082", "plaid.com"),
        ("PLAID_BASE_URL", "https://evilplaid.com", "plaid.com"),
        ("PLAID_REDIRECT_URI", "https://saldo.example.com/back", "/connections/oauth-return"),
        ("PLAID_ENV", "nowhere", "PLAID_ENV is not usable"),
        ("DEV_BYPASS", "true", "must not be set in production"),
        ("ENABLE_PLAID", "true", "PLAID_CLIENT_ID"),
        ("ACCESS_TOKEN_SECONDS", "86400", "ACCESS_TOKEN_SECONDS is not usable"),
        ("ENVIRONMENT", "staging", "ENVIRONMENT is not usable"),
    ],
)
def test_a_wrong_setting_is_answered_with_what_to_mend(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsWrong, match=advice):
        load_settings()


def test_production_refuses_a_key_that_is_easy_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", "abc" * 20)

    with pytest.raises(SettingsWrong, match="easy to guess"):
        load_settings()


def test_every_problem_is_told_at_once_and_no_secret_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    monkeypatch.setenv("PLAID_PRODUCTS", "balance")

    with pytest.raises(SettingsWrong) as caught:
        load_settings()

    assert len(str(caught.value).splitlines()) == 2
    assert "hunter2" not in str(caught.value)


def test_secrets_do_not_show_in_a_printed_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAID_SECRET", "plaid-canary")

    printed = repr(load_settings())

    assert GOOD["SECRET_KEY"] not in printed
    assert "plaid-canary" not in printed
