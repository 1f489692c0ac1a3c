"""Starting Django inside a subcommand."""

import os


def start() -> None:
    """Load the settings and all rooms; late, so that `kkr --help` is quick."""
    import kkr.config.newer_sqlite  # noqa: F401 -- must come before Django's sqlite3 import

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kkr.config.settings")
    import django

    django.setup()
