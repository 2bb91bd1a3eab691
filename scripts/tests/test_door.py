"""scripts/dev.sh before there is any Python to trust."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from saldo_dev.place import ROOT

DOOR = ROOT / "scripts" / "dev.sh"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Make a clone without .saldo, and a PATH with bash's few needs and no Python."""
    (tmp_path / "clone").mkdir()
    # The machine's own Python is the door's last resort; here there is none.
    text = DOOR.read_text().replace("/usr/bin/python3", "/nowhere/python3")
    script = tmp_path / "clone" / "scripts" / "dev.sh"
    script.parent.mkdir()
    script.write_text(text)
    (tmp_path / "bin").mkdir()
    for name in ("bash", "dirname"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    return tmp_path


def _knock(bare: Path) -> subprocess.CompletedProcess[str]:
    command = ["bash", str(bare / "clone" / "scripts" / "dev.sh"), "start"]
    path = {"PATH": str(bare / "bin")}
    return subprocess.run(command, env=path, capture_output=True, text=True, check=False)


def _install_python(bare: Path, script: str) -> None:
    python = bare / "bin" / "python3"
    python.write_text(f"#!{shutil.which('bash')}\n{script}\n")
    python.chmod(0o755)


def test_missing_python_is_said_in_one_sentence(bare: Path) -> None:
    refused = _knock(bare)

    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "Saldo needs Python 3.11 or newer, and found none: "
        "install one (python3 --version must show it), then run this again."
    )


def test_old_python_is_named(bare: Path) -> None:
    _install_python(bare, '[ "$1" = --version ] && { echo Python 3.9.2; exit 0; }; exit 1')

    assert "and found Python 3.9.2:" in _knock(bare).stderr


def test_missing_venv_module_is_named_with_its_package(bare: Path) -> None:
    _install_python(bare, f'case "$*" in *ensurepip*) exit 1 ;; *) exec {sys.executable} "$@" ;; esac')

    refused = _knock(bare)

    assert refused.returncode == 1
    assert refused.stderr.startswith("Python's venv module is missing: install it")


def test_works_from_any_folder(tmp_path: Path) -> None:
    home = os.environ | {"SALDO_HOME": str(tmp_path)}

    asked = subprocess.run([DOOR, "status"], cwd="/", env=home, capture_output=True, text=True, check=False)

    assert asked.stdout.strip() == "Saldo does not run."


def test_a_file_named_to_a_command_is_looked_for_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "telling.py").write_text("import sys; print(open(sys.argv[1]).read())")
    (tmp_path / ".saldo").mkdir()
    (tmp_path / ".saldo" / "venv").symlink_to(sys.prefix)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "rows.csv").write_text("what stands there")
    called = f"""
import argparse, pathlib
from saldo_dev.cli import module
from saldo_dev.place import Place
root = pathlib.Path({str(tmp_path)!r})
tell = module("telling", "tools", install=lambda place: None)
tell(Place(root, root, 20000), argparse.Namespace(arguments=["rows.csv"]))
"""

    told = subprocess.run(
        [sys.executable, "-c", called],
        cwd=tmp_path / "elsewhere",
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stdout.strip() == "what stands there", told.stderr
