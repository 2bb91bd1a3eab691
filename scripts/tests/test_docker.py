"""The container files: no engine runs here, so they are read and held against the settings and the tree."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from saldo.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
COMPOSE_DEV = ROOT / "docker-compose.dev.yml"
DOCKERFILES = sorted(path for path in ROOT.glob("*/Dockerfile"))
# Read by the containers beside the backend: PostgreSQL, nginx, the categoriser, Compose itself.
NOT_THE_BACKENDS = {
    "DATABASE_OWNER_URL",  # read by migrations/env.py: the processes that serve never know the owner
    "POSTGRES_PASSWORD",
    "DATABASE_OWNER_PASSWORD",
    "DATABASE_APP_PASSWORD",
    "CATEGORIZER_BACKEND",
    "CATEGORIZER_ARTIFACTS",
    "LINK_ORIGIN",
    "PYTHONPATH",
    "HTTP_ADDRESS",
    "HTTP_PORT",
    "TRUSTED_PROXIES",
}
BACKEND_SERVICES = {"backend", "worker", "beat", "migrate"}


class OnceLoader(yaml.SafeLoader):
    """Refuses a key that is written twice, as Compose does; YAML's own loader keeps the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT002 - PyYAML's signature
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        assert len(keys) == len(set(keys)), f"a key is written twice{node.start_mark}"
        return super().construct_mapping(node, deep=deep)


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(path.read_text(), Loader=OnceLoader)  # noqa: S506 - it is the safe loader's heir
    return document


def setting_names() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def documented_names() -> set[str]:
    return set(re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", [COMPOSE, COMPOSE_DEV], ids=lambda path: path.name)
def test_backend_variables_are_settings(path: Path) -> None:
    services = load(path)["services"]

    for name in BACKEND_SERVICES & services.keys():
        unknown = set(services[name].get("environment", {})) - setting_names() - NOT_THE_BACKENDS
        assert not unknown, f"{path.name}: {name} sets what no setting reads: {unknown}"


def test_every_setting_is_documented_and_every_documented_name_is_read() -> None:
    documented = documented_names()

    assert setting_names() - documented == set()
    assert documented - setting_names() - NOT_THE_BACKENDS == set()


def test_every_interpolated_variable_is_documented() -> None:
    used = set(re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE.read_text() + COMPOSE_DEV.read_text()))

    assert used - documented_names() == set()


def test_every_setting_reaches_the_backend_container() -> None:
    environment = load(COMPOSE)["services"]["migrate"]["environment"]
    merged = set(environment) | {"DEV_BYPASS"}  # the bypass is not for production's shape

    assert setting_names() - merged == set()


def test_production_has_neither_emulator_nor_development_code() -> None:
    text = COMPOSE.read_text()

    assert "emulator" not in text
    assert "development" not in text
    assert "DEV_BYPASS" not in text


def test_development_brings_the_emulator() -> None:
    services = load(COMPOSE_DEV)["services"]

    assert services["backend"]["build"]["target"] == "development"
    assert services["backend"]["environment"]["PLAID_BASE_URL"].startswith("http://plaid-emulator")


def test_every_mounted_path_exists() -> None:
    for path in (COMPOSE, COMPOSE_DEV):
        for name, service in load(path)["services"].items():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("./"):
                    assert (ROOT / source).exists(), f"{path.name}: {name} mounts {source}"


def test_every_build_names_a_file_and_a_stage() -> None:
    for path in (COMPOSE, COMPOSE_DEV):
        for name, service in load(path)["services"].items():
            if "build" in service:
                text = (ROOT / service["build"]["dockerfile"]).read_text()
                target = service["build"].get("target")
                assert target is None or re.search(rf"AS {target}$", text, re.MULTILINE), f"{name}: {target}"


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_dockerfile_copies_only_what_is_there(dockerfile: Path) -> None:
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile.read_text(), re.MULTILINE):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        for source in sources:
            assert (ROOT / source).exists(), f"{dockerfile.parent.name}: COPY {source}"


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_dockerfile_drops_root_and_reports_health(dockerfile: Path) -> None:
    text = dockerfile.read_text()
    last_user = re.findall(r"^USER (\S+)$", text, re.MULTILINE)[-1]

    assert last_user not in {"root", "0"}
    assert "HEALTHCHECK" in text
    assert len(re.findall(r"^FROM ", text, re.MULTILINE)) >= 2


def test_the_production_backend_image_lacks_the_bypass() -> None:
    production, development = (ROOT / "backend/Dockerfile").read_text().split("AS development")

    assert "saldo_development" not in production
    assert "saldo_development" in development


def test_docker_ignores_what_is_local() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert "**" in ignored
    assert not any(line.startswith(("!.saldo", "!.env", "!.git")) for line in ignored)
