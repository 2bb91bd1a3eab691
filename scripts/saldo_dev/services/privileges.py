"""PostgreSQL refuses to run as root: how its programs run as nobody when we are root."""

import os
import pwd
import shutil
import subprocess
from functools import cache
from pathlib import Path

from saldo_dev.problems import Problem

# Nobody inside, ourselves outside: the files stay ours, and no account has to exist or be made.
_USER_NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


def without_root(command: list[str]) -> list[str]:
    """Wrap a command so that it does not see itself as root; unchanged for an ordinary user."""
    return [*_wrapper(), *command]


def hand_over(path: Path) -> None:
    """Give a file or directory to the account that `without_root` runs as, where that is another one."""
    account = _fallback_account() if os.geteuid() == 0 and not _namespaces_work() else None
    if account is not None:
        shutil.chown(path, account.pw_uid, account.pw_gid)


@cache
def _wrapper() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    if _namespaces_work():
        return _USER_NAMESPACE
    account = _fallback_account()
    if account is None or shutil.which("setpriv") is None:
        raise Problem(
            "PostgreSQL does not run as root and this machine allows no user namespaces: "
            "start Saldo as an ordinary user."
        )
    # A change of user clears the death signal that processes.py has set; setpriv sets it again.
    user = (f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    return ("setpriv", *user, "--pdeathsig=INT", "--")


@cache
def _namespaces_work() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = subprocess.run([*_USER_NAMESPACE, "id", "-u"], capture_output=True, text=True, check=False)
    return probe.stdout.strip() == "65534"


def _fallback_account() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None
