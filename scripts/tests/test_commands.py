import sys
from pathlib import Path

import pytest

from saldo_dev.commands import require_space, run_logged
from saldo_dev.problems import NoNetwork, Problem


def _fail_with(words: str, tmp_path: Path) -> str:
    command = [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(1)"]
    with pytest.raises(Problem) as caught:
        run_logged(command, log=tmp_path / "install.log", cwd=tmp_path, what="npm ci")
    assert isinstance(caught.value, NoNetwork) == ("No network" in str(caught.value))
    return str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "npm error code ENOTFOUND",
        "error: Request failed after 3 retries: dns error: failed to lookup address information",
        "NewConnectionError('<pip>: Failed to establish a new connection: [Errno 111] Connection refused')",
    ],
)
def test_no_network_is_said_in_one_sentence_with_the_log(words: str, tmp_path: Path) -> None:
    sentence = _fail_with(words, tmp_path)

    assert sentence.startswith("No network: npm ci could not reach the package registry.")
    assert str(tmp_path / "install.log") in sentence


def test_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert _fail_with("OSError: [Errno 28] No space left on device", tmp_path).startswith(
        "The disk is full: npm ci"
    )


def test_other_failures_show_the_line_that_tells(tmp_path: Path) -> None:
    words = "npm error code EUSAGE\nnpm error the lock is out of step\nnpm error A complete log is elsewhere"

    assert "npm ci failed: npm error the lock is out of step" in _fail_with(words, tmp_path)


def test_output_of_a_success_is_in_the_log(tmp_path: Path) -> None:
    run_logged([sys.executable, "-c", "print('done')"], log=tmp_path / "log", cwd=tmp_path, what="it")

    assert (tmp_path / "log").read_text().endswith("done\n")


def test_too_little_space_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="The disk is full"):
        require_space(tmp_path, megabytes=1_000_000_000)
