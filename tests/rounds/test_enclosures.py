"""Files come with a question, and are read where the question is."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.rounds.asking_around import BY, DAY, NOON, area, opened

from kkr.documents.guarding import Guarded
from kkr.documents.models import File
from kkr.rounds.actions import ask, draft_round, enclose, open_round, regions_of, take_out
from kkr.rounds.models import Enclosure, Round, WrongState

pytestmark = pytest.mark.django_db


def drafted(council, **facts) -> Round:
    made = draft_round(
        council=council, kind="test", title="Mål", deadlines=[("", DAY)], **facts, **BY
    )
    ask(made, [area("albertslund")], **BY)
    return made


def upload(name: str = "maal.csv", content: bytes = b"a;b\n1;2\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def readers(cast, file: File) -> list[str]:
    return [name for name, who in cast.everyone().items() if file.is_visible_to(who)]


def test_a_file_is_read_by_who_asks_and_once_it_is_out_by_everybody(cast):
    made = drafted(cast.council)
    file = enclose(made, upload(), title="Målene", **BY).file
    assert readers(cast, file) == ["secretary", "administrator"]

    open_round(made, **BY)

    assert file.is_public()


def test_the_files_of_a_closed_question_are_read_by_those_who_are_asked(cast):
    made = drafted(cast.council, is_public=False)
    file = enclose(made, upload(), **BY).file
    open_round(made, **BY)

    assert not file.is_public()
    assert readers(cast, file) == ["secretary", "contact", "administrator"]


def test_a_file_is_put_there_once_and_taken_away_until_it_is_out(cast):
    made = drafted(cast.council)
    first = enclose(made, upload(), **BY)
    again = enclose(made, upload(), public_id=first.public_id, **BY)
    second = enclose(made, upload("bilag.csv"), **BY)
    assert (again, second.position) == (first, 2)

    take_out(first, **BY)
    take_out(first, **BY)
    open_round(made, **BY)

    assert list(Enclosure.objects.public()) == [second]
    for act in (lambda: take_out(second, **BY), lambda: enclose(made, upload(), **BY)):
        with pytest.raises(WrongState):
            act()


def test_only_who_asks_encloses(cast):
    made = drafted(cast.council)
    there = enclose(made, upload(), **BY)
    for by in (cast.contact, cast.official):
        who = {"by": by, "at": NOON}
        with pytest.raises(PermissionDenied):
            enclose(made, upload(), **who)
        with pytest.raises(PermissionDenied):
            take_out(there, **who)


def test_a_file_with_a_number_holds_the_question_back(cast):
    made = drafted(cast.council)
    enclose(made, upload(content=b"navn;nummer\nIngen;070761-4285\n"), **BY)

    with pytest.raises(Guarded):
        open_round(made, **BY)


def test_the_region_of_a_council_can_be_asked_too(cast):
    (region,) = regions_of(cast.council, NOON.date())
    made = drafted(cast.council)
    ask(made, [region], **BY)
    open_round(made, **BY)

    assert region.name == "Region Hovedstaden"
    assert {each.name for each in made.asked.all()} == {"Albertslund", "Region Hovedstaden"}
    assert opened(cast.council, "glostrup").asked.count() == 1
