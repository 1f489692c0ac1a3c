import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from tests.outbox.post_office import PostOffice
from tests.worlds import take_away_all

MAIL_FROM = "KKR Sjælland <post@kkr.example.dk>"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.controller.start()
    yield office
    office.close()


@pytest.fixture
def way_out(settings, post_office) -> PostOffice:
    """Mails leave through the post office."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post_office.port
    settings.EMAIL_USE_TLS = False
    settings.MAIL_FROM = MAIL_FROM
    return post_office


@pytest.fixture
def committed(tables, django_db_blocker, tmp_path, post_office) -> Iterator[dict[str, str]]:
    """A database in which commits are real; gives the environment in which `kkr` uses it too."""
    with django_db_blocker.unblock():
        on = on_postgresql() if connection.vendor == "postgresql" else on_sqlite(tmp_path)
        for url in on:
            yield {
                "PATH": str(Path(sys.executable).parent),
                "PYTHONWARNINGS": "error",
                "SECRET_KEY": "a-key-of-the-tests",
                "DATABASE_URL": url,
                "KKR_DATA": str(tmp_path),
                "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": str(post_office.port),
                "SMTP_TLS": "no",
                "MAIL_FROM": MAIL_FROM,
            }


def on_postgresql() -> Iterator[str]:
    """The test database itself; what was written is taken away past the triggers."""
    at = connection.settings_dict
    yield f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    take_away_all()


def on_sqlite(folder: Path) -> Iterator[str]:
    """A file with the same tables: the test database in memory is one connection and never commits."""
    path = folder / "kkr.sqlite3"
    memory, kept = connections["default"], connections.settings["default"]
    memory.ensure_connection()
    copy = sqlite3.connect(path)
    memory.connection.backup(copy)
    copy.close()
    connections.settings["default"] = {**kept, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    yield f"sqlite:///{path}"
    connections["default"].close()
    connections.settings["default"] = kept
    connections["default"] = memory
