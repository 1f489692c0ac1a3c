import pytest
from django.core.files.base import ContentFile
from tests.cast import HOUSE, LONG_AGO

from kkr.documents.actions import store_file


@pytest.fixture
def stored(settings, tmp_path):
    """A file of ours."""
    settings.MEDIA_ROOT = tmp_path
    return store_file(ContentFile(b"Tal", name="tal.txt"), by=HOUSE, at=LONG_AGO)
