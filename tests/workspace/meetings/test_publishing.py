"""Before an agenda goes out one sees what readers will, what changed, and what to look at first."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from tests.meetings.council_at_work import minuted
from tests.workspace.meetings.preparing import BY, at, text_of, words

from kkr.cases.actions import open_case, publish_case
from kkr.documents.actions import store_file
from kkr.meetings.actions import (
    add_item,
    attach_file,
    draft_agenda,
    edit_item,
    exclude_member,
    plan_meeting,
    publish_agenda,
    withdraw_item,
)
from kkr.meetings.models import Edition, State

pytestmark = pytest.mark.django_db
DAY = date(2017, 2, 6)
MARK = re.compile(r'name="looked_at" value="([0-9a-f]{64})"')


def test_everybody_is_shown_nothing_of_what_is_closed_and_members_are(
    secretary, cast, meeting, item, closed
):
    attach_file(
        item,
        store_file(ContentFile(b"x", name="x.txt"), **BY),
        title="Lukket bilag",
        is_closed=True,
        **BY,
    )
    mayor = cast.mayor.role_grants.get().membership.person
    exclude_member(closed, mayor, why="Inhabil", **BY)

    public = text_of(secretary.get(at(meeting, "agenda_preview")))
    members = text_of(secretary.get(at(meeting, "agenda_preview"), {"for": "medlemmer"}))

    for word in ("direktør", "Hemmeligt", "Lukket bilag", mayor.name):
        assert word not in public
        assert word in members
    for page in (public, members):
        assert "Personsag" in page
        assert "<em>3.1</em>" in page
        assert "<em>4.1</em>" in page
        assert "Det indstilles, at KKR godkender optaget." in page


def texts_of(page):
    """The items as a page tells them."""
    return re.findall(r'<article class="agenda-text".*?</article>', page, re.DOTALL)


def test_the_preview_is_what_is_published(secretary, client, cast, meeting, item, closed):
    case = open_case(council=cast.council, title="Optag", summary="Kort.", opened_on=DAY, **BY)
    publish_case(case, **BY)
    facts = {"case": case, "presenter": "Anne And", "illustrative": "Tallene."}
    add_item(
        meeting, section=3, title="Med sag", html="<p>Læs <strong>det</strong></p>", **facts, **BY
    )
    attach_file(item, store_file(ContentFile(b"x", name="x.txt"), **BY), title="Bilag", **BY)
    drop = add_item(meeting, section=5, title="Taget af", **BY)
    withdraw_item(drop, why="", **BY)

    before = text_of(secretary.get(at(meeting, "agenda_preview")))
    publish_agenda(meeting, **BY)
    after = text_of(client.get(f"{meeting.path}dagsorden/1/"))

    assert len(texts_of(after)) > 2
    assert re.sub("</?em>", "", "".join(texts_of(before))) == "".join(texts_of(after))
    facts = re.search(r'<dl class="facts">.*?</dl>', after, re.DOTALL)[0]
    assert facts in before
    assert "Dagsorden, udgave 1</h1>" in before
    assert "Dagsorden, udgave 1</h1>" in after


def test_it_shows_what_is_saved_and_not_what_is_out(secretary, meeting, item):
    publish_agenda(meeting, **BY)
    edit_item(item, based_on=1, title="Ny titel", html="<p>Ny</p>", **BY)

    assert "Ny titel" in text_of(secretary.get(at(meeting, "agenda_preview")))


def test_an_agenda_goes_out_once_however_often_the_button_is_pressed(secretary, meeting, item):
    path = at(meeting, "agenda_publish")
    assert "3.1" in text_of(secretary.get(path))

    for _press in range(2):
        secretary.post(path)

    meeting.refresh_from_db()
    assert Edition.objects.count() == 1
    assert meeting.state == State.CALLED
    assert "Udgave 1" in text_of(secretary.get(at(meeting, "meeting")))
    assert "Intet er ændret" in text_of(secretary.get(path))


def test_what_a_colleague_changed_since_it_was_looked_at_does_not_go_out_unseen(
    secretary, meeting, item
):
    path = at(meeting, "agenda_publish")
    seen = MARK.search(text_of(secretary.get(path)))[1]
    edit_item(item, based_on=1, title="Ny titel", html="<p>Ny</p>", **BY)

    refused = text_of(secretary.post(path, {"looked_at": seen}))

    assert "En kollega har ændret dagsordenen" in refused
    assert not Edition.objects.exists()
    secretary.post(path, {"looked_at": MARK.search(refused)[1]})
    assert Edition.objects.count() == 1


def test_a_day_to_open_that_has_come_meanwhile_is_told_first(secretary, meeting, closed):
    closed.opens_on = date(2017, 2, 10)
    closed.save()

    assert "Dagen, hvor punktet åbnes, er kommet" in text_of(
        secretary.get(at(meeting, "agenda_publish"))
    )


def test_an_empty_agenda_does_not_go_out(secretary, meeting):
    path = at(meeting, "agenda_publish")

    assert "<button>Offentliggør" not in text_of(secretary.get(path))
    assert "mindst ét punkt" in text_of(secretary.post(path))
    assert not Edition.objects.exists()


def test_a_new_edition_lists_what_changed_and_needs_a_reason(secretary, meeting, item, closed):
    publish_agenda(meeting, **BY)
    path = at(meeting, "agenda_publish")
    edit_item(item, based_on=1, title="Ny titel", html="<p>Ny</p>", proposal="Andet", **BY)
    secretary.post(at(meeting, "agenda_item_new"), words(title="Sent punkt"))
    secretary.post(at(meeting, "meeting_change"), {"held_on": "2017-04-24", "place": "Rådhuset"})

    page = text_of(secretary.get(path))
    for line in ("har en anden overskrift", "har en anden tekst", "har en anden indstilling"):
        assert line in page
    assert "3.2 Sent punkt</strong> er nyt" in page
    assert "Dag, tid eller sted er ændret" in page

    assert "Skriv, hvorfor der er en ny udgave" in text_of(secretary.post(path, {"why": ""}))
    secretary.post(path, {"why": "Et punkt kom til."})
    assert Edition.objects.newest_first().first().why == "Et punkt kom til."
    assert "Et punkt kom til." in text_of(secretary.get(at(meeting, "meeting")))


def test_one_is_told_what_to_look_at_first(secretary, cast, meeting, second):
    case = open_case(council=cast.council, title="Sag", opened_on=BY["at"].date(), **BY)
    form = words(title="Med sag", case=case.pk, proposal="Det indstilles, at ...")
    secretary.post(at(meeting, "agenda_item_new"), form)
    secretary.post(at(second, "agenda_item"), words(title="Ugemt"), HTTP_HX_REQUEST="true")

    page = text_of(secretary.get(at(meeting, "agenda_publish")))

    for told in ("Det har ingen indstilling", "Sagen er ikke åben", "der ikke er gemt"):
        assert told in page


def test_the_agenda_says_when_the_minutes_it_approves_are_newer(secretary, cast, meeting):
    before = plan_meeting(council=cast.council, held_on=DAY, **BY)
    add_item(before, section=3, title="Dimensionering", **BY)
    draft_agenda(meeting, **BY)
    publish_agenda(meeting, **BY)
    told = "Referatet, der skal godkendes, er nyere end dagsordenen"
    assert told not in text_of(secretary.get(at(meeting, "agenda")))

    minuted(before)
    assert told in text_of(secretary.get(at(meeting, "agenda")))
    publish_agenda(meeting, why="Referatet er kommet.", **BY)

    assert told not in text_of(secretary.get(at(meeting, "agenda")))
