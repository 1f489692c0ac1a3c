"""Starting Django inside a subcommand, and what is said where that or the database fails."""

import os
from typing import Any

BAD_SETTING, NO_DATABASE = 2, 3
NOT_IN_SHAPE = ("no such table", "no such column")


def settings() -> Any:
    """The settings alone, without the rooms."""
    import kkr.config.newer_sqlite  # noqa: F401 -- must come before Django's sqlite3 import

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kkr.config.settings")
    from django.conf import settings as loaded

    return loaded


def start() -> None:
    """Load the settings and all rooms; late, so that `kkr --help` is quick."""
    settings()
    import django

    django.setup()


def refuse_without_key() -> None:
    """Nothing is served, nor done behind it, where anybody could forge a session."""
    from django.core.exceptions import ImproperlyConfigured

    from kkr.config.checks import has_no_key

    if has_no_key():
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, so anybody could sign in as anybody. Put 50 random characters in a "
            "file, and name that in SECRET_KEY_FILE; a demonstration (KKR_DEMO=1) needs none."
        )


def look() -> None:
    """Ask the database for the tables, so that a long-running part does not begin without them."""
    from kkr.ledger.models import Head

    Head.objects.exists()


def place() -> str:
    """Which database the settings name, without who signs in to it."""
    named = settings().DATABASES["default"]
    return f"{named['NAME']} on {named['HOST']}" if named.get("HOST") else str(named["NAME"])


def is_behind() -> bool:
    """Whether the tables are older than this version of kkr."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def trouble(fault: BaseException) -> tuple[int, str] | None:
    """Exit code and words for a bad setting or a database that is not there; None for anything else."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import InterfaceError, OperationalError, ProgrammingError

    if isinstance(fault, ImproperlyConfigured):
        return BAD_SETTING, f"A setting is wrong: {fault}"
    if not isinstance(fault, (OperationalError, InterfaceError, ProgrammingError)):
        return None
    says = " ".join(str(fault).split("\n", 1)[0].split())
    missing = isinstance(fault, ProgrammingError) and "does not exist" in says
    if missing or any(words in says for words in NOT_IN_SHAPE):
        return (
            NO_DATABASE,
            f"The database {place()} has no tables, or older ones: run `kkr migrate`. ({says})",
        )
    if isinstance(fault, ProgrammingError):
        return None
    return NO_DATABASE, f"The database does not answer; look at DATABASE_URL. ({says})"
