import json
from pathlib import Path

from saldo_dev.page_lock import complete
from saldo_dev.place import ROOT


def test_every_optional_package_of_the_page_is_locked(tmp_path: Path) -> None:
    copy = tmp_path / "package-lock.json"
    copy.write_text((ROOT / "frontend" / "package-lock.json").read_text())

    assert complete(copy) == []


def test_a_program_for_another_system_gets_its_entry(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    packages = {
        "": {},
        "node_modules/tool": {"dev": True, "optionalDependencies": {"tool-darwin-arm64": "^1.2.3"}},
    }
    lock.write_text(json.dumps({"packages": packages}))

    complete(lock)

    added = json.loads(lock.read_text())["packages"]["node_modules/tool-darwin-arm64"]
    assert added == {"version": "1.2.3", "cpu": ["arm64"], "dev": True, "optional": True, "os": ["darwin"]}
