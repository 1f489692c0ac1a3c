"""Whether somebody may see one file is asked of that file, not of all there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.meetings.council_at_work import a_file

from kkr.council.rules import is_visible
from kkr.ledger.models import Entry, Payload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    "ask",
    [
        is_visible,
        lambda viewer, file: Payload.objects.of(
            Entry(subject_type=file._meta.label_lower, subject_id=file.pk), viewer=viewer
        ),
        lambda viewer, file: Payload.objects.about(file, viewer=viewer).first(),
    ],
    ids=["rule", "entry", "history"],
)
def test_one_file_is_asked_about_by_itself(cast, ask):
    file = a_file()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert not ask(cast.secretary, file)

    of_files = [each["sql"] for each in asked if 'FROM "documents_file"' in each["sql"]]
    assert of_files
    assert [sql for sql in of_files if "WHERE" not in sql] == []
