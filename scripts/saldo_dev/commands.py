"""Run one installer or build command: output to a log, a sign of life every few seconds, one clear error."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from saldo_dev.console import say
from saldo_dev.problems import NoNetwork, Problem
from saldo_dev.processes import die_with_parent, signal_group

_SIGN_OF_LIFE_SECONDS = 5
_NO_NETWORK = re.compile(
    r"name resolution|dns error|failed to lookup|error sending request|Network is unreachable|tunnel error"
    r"|NewConnectionError|Max retries exceeded|ConnectTimeout|ProxyError|Could not connect|Connection refused"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT",
    re.IGNORECASE,
)
# npm and pip say first what is wrong and last where their own log is.
_ERROR_LINE = re.compile(r"\s*(?:npm error (?!code |$)|error: |ERROR: )")
_DISK_FULL = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded", re.IGNORECASE)


def run_logged(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    what: str,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run to the end; raise Problem, in one sentence that names the log, when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(command)}\n".encode())
        output.flush()
        began = output.tell()
        process = subprocess.Popen(
            command, cwd=cwd, env=dict(env or os.environ), stdin=subprocess.DEVNULL,
            stdout=output, stderr=output,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
        try:
            _wait_aloud(process, log)
        except BaseException:
            signal_group(process.pid, signal.SIGTERM)
            process.wait()
            raise
    if process.returncode != 0:
        with log.open("rb") as output:
            output.seek(began)
            text = output.read().decode(errors="replace")
        raise _explain(what, text, log)


def require_space(directory: Path, megabytes: int) -> None:
    free = shutil.disk_usage(directory).free // 1_000_000
    if free < megabytes:
        raise Problem(
            f"The disk is full: {free} MB are free at {directory}, and Saldo needs {megabytes} MB to go on."
        )


def _wait_aloud(process: subprocess.Popen[bytes], log: Path) -> None:
    began = time.monotonic()
    while True:
        try:
            process.wait(_SIGN_OF_LIFE_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"    {time.monotonic() - began:3.0f} s  {_last_line(log)[:100]}")
        else:
            return


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace")[-4000:].split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _explain(what: str, output: str, log: Path) -> Problem:
    if _DISK_FULL.search(output):
        return Problem(
            f"The disk is full: {what} could not write its files. Free some space, then try again."
        )
    if _NO_NETWORK.search(output):
        sentence = f"No network: {what} could not reach the package registry. Connect, then try again."
        return NoNetwork(f"{sentence} ({log})")
    telling = next((line for line in output.splitlines() if _ERROR_LINE.match(line)), _last_line(log))
    return Problem(f"{what} failed: {telling.strip()} ({log})")
