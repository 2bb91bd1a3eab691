"""The package as pip builds it: nothing that the emulator needs at run time stays behind."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT_OUT = ("tests", "*.egg-info", "build", "__pycache__", ".*", "plaid-emulator-data")


def test_a_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*KEPT_OUT))
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(tmp_path)]

    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, timeout=100)

    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        path.relative_to(source).as_posix()
        for path in (source / "plaid_emulator").rglob("*")
        if path.is_file() and path.suffix != ".md" and "build" not in path.relative_to(source).parts
    }
    assert needed - held == set()
