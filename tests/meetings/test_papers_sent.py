"""The paper an item is about is read by those to whom the item was sent, before everybody may read it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.cast import HOUSE
from tests.meetings.council_at_work import AFTER, BY

from kkr.cases.actions import add_paper, open_case, publish_case, release_version
from kkr.meetings.actions import add_item, exclude_member, publish_agenda
from kkr.meetings.joins import versions_for
from kkr.meetings.leading import papers_read_by
from kkr.meetings.models import EditionContent
from kkr.printing.choosing import chosen, for_each_audience
from kkr.printing.models import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast):
    facts = {"title": "Optag", "opened_on": date(2017, 1, 1), "summary": "Om optag"}
    case = publish_case(open_case(council=cast.council, **facts, **BY), **BY)
    return add_paper(case, title="Notat", html="<p>Tallene</p>", dated_on=date(2017, 1, 2), **BY)


@pytest.fixture
def about(meeting, paper):
    return add_item(meeting, section=3, title="Optag", case=paper.paper.case, paper=paper, **BY)


def read_by(viewer, edition):
    contents = EditionContent.objects.visible_to(viewer).filter(row__edition=edition)
    return list(papers_read_by(viewer, contents).values())


def test_members_read_it_as_soon_as_the_agenda_is_out_and_others_when_it_is_released(
    cast, meeting, about, paper
):
    assert paper.version not in versions_for(cast.mayor)
    edition = publish_agenda(meeting, **BY)

    for viewer in (cast.secretary, cast.mayor, cast.member):
        assert read_by(viewer, edition) == [paper]
        assert paper.version in versions_for(viewer)
    for viewer in (cast.other_secretary, cast.newcomer, AnonymousUser()):
        assert read_by(viewer, edition) == []
        assert paper.version not in versions_for(viewer)

    release_version(paper, by=HOUSE, at=AFTER)
    assert read_by(AnonymousUser(), edition) == [paper]


def test_whoever_takes_no_part_in_the_item_does_not_read_its_paper(cast, meeting, about, paper):
    person = cast.mayor.role_grants.get().membership.person
    edition = publish_agenda(meeting, **BY)
    exclude_member(about, person, why="Inhabil", **BY)

    assert read_by(cast.mayor, edition) == []
    assert paper.version not in versions_for(cast.mayor)


def test_it_stands_in_the_print_for_members_and_not_in_the_one_for_everybody(
    cast, meeting, about, paper
):
    edition = publish_agenda(meeting, **BY)
    open_, own = chosen(edition), chosen(edition, cast.mayor)

    assert (open_.papers, open_.papers_for_some, open_.audience) == ([], [], Audience.PUBLIC)
    assert (own.papers_for_some, own.audience) == ([paper.pk], Audience.MEMBERS)
    assert open_.key != own.key
    assert len(list(for_each_audience(edition))) == 2
