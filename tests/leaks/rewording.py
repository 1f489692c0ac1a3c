"""A file that stood in a question before it was sent out, and was written out of it again."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from tests.cast import HOUSE

from kkr.documents.actions import store_file
from kkr.rounds.actions import reword
from kkr.rounds.models import Round

WRITERS = frozenset({"secretary", "administrator"})


def plant_reworded(canaries: Any, asked_round: Round, kind: str, at: datetime) -> None:
    """Give the question a version with a file in it, and then the words it had; only who writes it reads the file."""
    when: dict[str, Any] = {"by": HOUSE, "at": at}
    content = canaries(f"file of an older draft of {kind}", WRITERS).encode()
    file = store_file(ContentFile(content, name="kladde.txt"), alt_text="Kladde", **when)
    canaries.files.append(file)
    question = asked_round.kind_of.asking(asked_round).question
    words = question.latest.html
    for html in (f'{words}<p><a href="{file.path}">Bilag</a></p>', words):
        reword(asked_round, html=html, based_on=question.latest.number, **when)
