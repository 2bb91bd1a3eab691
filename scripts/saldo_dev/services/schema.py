"""Saldo's roles, database and migrations: applied when anything about them has changed."""

import subprocess
from collections.abc import Sequence

from saldo_dev import environment
from saldo_dev.commands import run_logged
from saldo_dev.place import Place
from saldo_dev.problems import Problem
from saldo_dev.services.postgres import ROLES_FILE, Postgres
from saldo_dev.stamps import digest_of, read_stamp


def bring_up_to_date(place: Place, postgres: Postgres) -> None:
    """Make roles and database and migrate to the newest revision; nothing when all is as it was left."""
    own_secrets = environment.read_secrets(place)
    stamp = place.data / "schema.stamp"
    migrations = (place.root / "backend" / "migrations").rglob("*.py")
    wanted = digest_of([ROLES_FILE, *migrations], _revision(postgres), own_secrets["DATABASE_APP_PASSWORD"])
    if read_stamp(stamp) == wanted:
        return
    postgres.apply_roles(
        environment.DATABASE,
        owner_password=own_secrets["DATABASE_OWNER_PASSWORD"],
        app_password=own_secrets["DATABASE_APP_PASSWORD"],
    )
    run_logged(
        [*alembic(place), "upgrade", "head"],
        log=place.logs / "migrations.log",
        cwd=place.root / "backend",
        what="The database migration",
        env=environment.migration_environment(place),
    )
    migrations = (place.root / "backend" / "migrations").rglob("*.py")
    now = digest_of([ROLES_FILE, *migrations], _revision(postgres), own_secrets["DATABASE_APP_PASSWORD"])
    stamp.write_text(now, encoding="ascii")


def alembic(place: Place) -> list[str]:
    return [place.python, "-m", "alembic"]


def run_alembic(place: Place, arguments: Sequence[str]) -> int:
    """Run Alembic in the open, for a person, and return its exit code."""
    done = subprocess.run(
        [*alembic(place), *arguments],
        cwd=place.root / "backend",
        env=environment.migration_environment(place),
        check=False,
    )
    return done.returncode


def _revision(postgres: Postgres) -> str:
    try:
        return postgres.execute("select version_num from alembic_version", database=environment.DATABASE)
    except Problem:
        return "nothing yet"
