"""Copying and placing a PostgreSQL database with its own pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from kkr.config.backup import Refused
from kkr.config.backup.contents import Snapshot, ask_here, read

DEBIAN = "/usr/lib/postgresql/{major}/bin/{name}"
PASSED_ON = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")
PLAIN = ("--no-owner", "--no-privileges", "--no-comments")


def snapshot(folder: Path) -> Snapshot:
    """Dump it as of one moment; the transaction that counts and the dump see the same."""
    program, path, number = client("pg_dump"), folder / "database", server()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        [(name,)] = ask_here("SELECT pg_export_snapshot()")
        contents = read(ask_here)
        run([program, *PLAIN, "--format=custom", "--compress=0", f"--snapshot={name}"], path)
    return Snapshot(path, number, contents)


def server() -> int:
    """The server's version, e.g. 150018."""
    [(number,)] = ask_here("SELECT current_setting('server_version_num')::int")
    return int(number)


def refuse_unless_empty() -> None:
    """Refuse a database with any table in it."""
    if connection.introspection.table_names():
        name = connection.settings_dict["NAME"]
        raise Refused(f"Database {name} is not empty; create a new one to restore into.", 2)


def refuse_unless_readable(written_by: int) -> None:
    """Refuse a dump of a newer server, and say when the client programs are missing."""
    if written_by // 10_000 > server() // 10_000:
        raise Refused(
            f"The backup is from PostgreSQL {written_by // 10_000}, which is newer than"
            f" this server ({server() // 10_000}).",
            2,
        )
    client("pg_restore")


def load(dump: Path) -> None:
    """Load the dump in one transaction: whole or not at all."""
    options = ["--format=custom", "--exit-on-error", "--single-transaction"]
    run([client("pg_restore"), *PLAIN, *options], dump)


def client(name: str) -> str:
    """The program that fits the server; refuses in words where it is missing or older."""
    major = server() // 10_000
    for found in (shutil.which(DEBIAN.format(major=major, name=name)), shutil.which(name)):
        if found and _major(found) >= major:
            return found
    raise Refused(
        f"{name} of PostgreSQL {major} or newer is needed and was not found"
        f" (on Debian: apt install postgresql-client-{major}).",
        3,
    )


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 -- found above
    number = re.search(r"(\d+)", said.stdout)
    return int(number[1]) if number else 0


def run(command: Sequence[str], path: Path) -> None:
    """Run a client program on our database; the password goes by the environment, never the line."""
    where = [f"--dbname={address()}"]
    where += [f"--file={path}"] if "pg_dump" in command[0] else [str(path)]
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
        [*command, *where],
        env=os.environ | password(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip() or f"it was ended by signal {-done.returncode}"
        raise Refused(f"{Path(command[0]).name} failed: {why}", 1)


def address() -> str:
    """The database as the settings name it, without its password."""
    named = connection.settings_dict
    parts = {"dbname": named["NAME"], "user": named["USER"], "host": named["HOST"]}
    parts |= {"port": named["PORT"]}
    parts |= {name: named["OPTIONS"][name] for name in PASSED_ON if name in named["OPTIONS"]}
    return make_conninfo(**{name: value for name, value in parts.items() if value})


def password() -> dict[str, str]:
    """The variable that tells the client programs, where there is one to tell."""
    secret = connection.settings_dict["PASSWORD"]
    return {"PGPASSWORD": str(secret)} if secret else {}
