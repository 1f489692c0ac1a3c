import os

import pytest
from tests.config.places import Place, new_place
from tests.migrated import made_once

FILLING = """
for number in range(3):
    tell(number, "kanariefugl")
for text in ("et bilag", "et andet", "et bilag"):
    keep(text)
from django.contrib.sessions.models import Session
from kkr.outbox.actions import enqueue
enqueue(to="borgmester@example.dk", subject="Emne", text="Tekst", at=at)
Session.objects.create(session_key="stjaalet", session_data="x", expire_date=at)
"""


@pytest.fixture
def empty(tmp_path) -> Place:
    """A place where nothing is yet."""
    return new_place(tmp_path / "empty")


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Place:
    """A migrated place that only serves to be copied."""
    server = os.environ.get("DATABASE_URL", "")
    place = new_place(tmp_path_factory.mktemp("template"), like=made_once(server))
    assert place.kkr("migrate").returncode == 0
    return place


@pytest.fixture
def migrated(template, tmp_path) -> Place:
    """A place with the tables and nothing in them."""
    return new_place(tmp_path / "migrated", like=template)


@pytest.fixture(scope="session")
def filled(template, tmp_path_factory) -> Place:
    """A place with three published news items and two files; tests only read it."""
    place = new_place(tmp_path_factory.mktemp("filled"), like=template)
    place.python(FILLING)
    return place


@pytest.fixture(scope="session")
def backup(filled, tmp_path_factory):
    """A backup of the filled place."""
    file = tmp_path_factory.mktemp("backup") / "monday.kkr"
    done = filled.kkr("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file
