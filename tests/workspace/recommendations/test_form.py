"""All that a question can have: the region, two reports, the text it is about, files."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.meetings.council_at_work import BY, minuted
from tests.rounds.asking_around import DAY, area, asked_of, contact_of
from tests.workspace.programs.conftest import address_of, program_of
from tests.workspace.recommendations.conftest import THEN
from tests.workspace.recommendations.test_by_link import newest, way_in

from kkr.cases.actions import add_paper, open_case, publish_case, release_version
from kkr.meetings.actions import add_item, decide, plan_meeting
from kkr.recommendations.actions import recommend
from kkr.recommendations.models import Recommendation
from kkr.rounds.actions import Said, enclose, open_round, reply
from kkr.rounds.models import Enclosure, Reply, Round, Way
from kkr.workspace.recommendations.followed import last_and_first

pytestmark = pytest.mark.django_db
INDEX = "/arbejde/hovedstaden/anbefalinger/"
HERE = f"{INDEX}maal-for-sundhed/"


@pytest.fixture
def version(cast):
    """A text of a case that everybody may read."""
    facts = {"title": "Sundhed", "summary": "Fælles mål.", "opened_on": BY["at"].date()}
    case = publish_case(open_case(council=cast.council, **facts, **BY), **BY)
    made = add_paper(
        case, title="Rammepapir", html="<p>Målene.</p>", dated_on=facts["opened_on"], **BY
    )
    return release_version(made, **BY)


@pytest.fixture
def of_case(cast, version):
    """A decision about that case, in published minutes."""
    meeting = plan_meeting(council=cast.council, held_on=DAY.replace(month=2, day=7), **BY)
    item = add_item(meeting, section=3, title="Mål", case=version.paper.case, **BY)
    made = decide(item, kind="recommended", html="<p>Anbefales.</p>", **BY)
    minuted(meeting)
    made.refresh_from_db()
    return made


def test_the_text_for_an_agenda_has_the_paper_that_is_to_be_approved(signed_in, of_case, cast):
    html = "<h2>Mål</h2><ul><li>Færre<ul><li>Klart</li></ul></li></ul>"
    facts = {"title": "Rammeaftale", "html": html, "dated_on": DAY}
    about = release_version(add_paper(of_case.item.case, **facts, **BY), **BY)
    asks = {"title": "Mål", "html": "<p>Godkender I?</p>", "deadlines": [("", DAY)]}
    areas = [area("albertslund")]
    made = recommend(of_case, **asks, rule="all", areas=areas, about=about, **BY)
    open_round(made.round, **BY)
    page = f"/arbejde/svar/{asked_of(made.round, 'albertslund').public_id}/punkt"
    contact = signed_in("contact")

    shown = contact.get(f"{page}/").content.decode().replace("\xa0", " ")
    file = contact.get(f"{page}.docx").content

    assert "Rammeaftale, udgave 1</h2><h2>Mål</h2><ul><li><p>Færre" in shown
    words = [each.text for each in docx.Document(io.BytesIO(file)).paragraphs]
    assert words[-4:] == ["Rammeaftale, udgave 1", "Mål", "Færre", "Klart"]


def upload(name: str = "maal.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a;b\n1;2\n")


def test_the_region_two_reports_and_a_text_are_asked_for_in_one_form(
    secretary, client, of_case, version
):
    new = f"{INDEX}ny/{of_case.public_id}/"
    form = secretary.get(new).context["form"]
    names = [area.name for area in form.fields["areas"].queryset]
    assert names[-1] == "Region Hovedstaden"
    region = form.fields["areas"].queryset.last()
    said = {
        "title": "Mål for sundhed",
        "html": "<p>Godkender I målene?</p>",
        "rule": "all",
        "areas": [form.initial["areas"][0], region.pk],
        "about": version.pk,
        "first_on": "01.04.2017",
        "deadline_on": "01.05.2017",
        "token": form["token"].value(),
    }

    for _press in range(2):
        assert secretary.post(new, said)["Location"] == HERE

    made = Recommendation.objects.get()
    assert made.about == version
    steps = [(step.title, f"{step.deadline_on}") for step in made.round.steps.all()]
    assert steps == [("Første svar", "2017-04-01"), ("Endeligt svar", "2017-05-01")]
    assert "Første svar" in secretary.get(HERE).content.decode()
    secretary.post(f"{HERE}send/")
    page = client.get(made.path).content.decode()
    for words in ("Region Hovedstaden", "Rammepapir, udgave 1", "Første svar: "):
        assert words in page.replace("\xa0", " ")


def test_the_first_report_does_not_count_as_the_answer(secretary, of_case, cast):
    said = {"title": "Mål for sundhed", "html": "<p>?</p>", "rule": "all"}
    new = f"{INDEX}ny/{of_case.public_id}/"
    areas = secretary.get(new).context["form"].initial["areas"][:1]
    secretary.post(
        new, said | {"areas": areas, "first_on": "01.04.2017", "deadline_on": "01.05.2017"}
    )
    made_round = Round.objects.get()
    open_round(made_round, **THEN)
    first = {"step": made_round.steps.get(number=1), "way": Way.SECRETARY}
    reply(made_round.asked.get(), Said("approved", case_number="1"), **first, **THEN)

    page = secretary.get(HERE)

    assert "Endeligt svar: ikke besvaret" in page.content.decode()
    assert [tile.state for tile in page.context["map"]["tiles"]] == ["first-answer"]
    assert not Recommendation.objects.get().outcomes.exists()


def test_of_several_first_answers_the_newest_counts():
    older, newer = Reply(answer="noted"), Reply(answer="approved")
    given = [{"valid": reply and {"reply": reply}} for reply in (older, newer, None)]

    assert last_and_first({"reports": given}) == (None, newer)
    assert last_and_first({"reports": [given[2], given[2], given[0]]}) == (older, None)


def test_a_text_that_is_not_released_cannot_be_chosen(secretary, of_case, version):
    closed = add_paper(version.paper.case, title="Kladde", html="<p>x</p>", dated_on=DAY, **BY)
    form = secretary.get(f"{INDEX}ny/{of_case.public_id}/").context["form"]
    assert closed not in form.fields["about"].queryset


def test_files_are_attached_before_and_read_by_all_ways_after(secretary, client, cast, drafted):
    contact_of("albertslund")
    assert f"{HERE}bilag/" in secretary.get(HERE).content.decode()
    for name in ("maal.csv", "fejl.csv"):
        secretary.post(f"{HERE}bilag/", {"file": upload(name), "title": f"Bilag {name}"})
    wrong = Enclosure.objects.get(title="Bilag fejl.csv")
    secretary.post(f"{HERE}bilag/{wrong.public_id}/fjern/")
    (file,) = (each.file for each in Enclosure.objects.all())
    assert client.get(file.path).status_code == 404

    secretary.post(f"{HERE}send/")

    asked = asked_of(drafted.round, "albertslund")
    pages = [
        client.get(drafted.path),
        client.get(way_in(newest())),
        secretary.get(f"{HERE}svar/{asked.public_id}/"),
    ]
    for page in pages:
        assert "Bilag maal.csv" in page.content.decode()
        assert file.path in page.content.decode()
    (told,) = program_of(cast, "albertslund").get(address_of(asked)).json()["files"]
    assert told["title"] == "Bilag maal.csv"
    assert told["url"].endswith(file.path)
    assert b"".join(client.get(file.path)) == b"a;b\n1;2\n"
    assert b"".join(client.get(file.path)) == b"a;b\n1;2\n"
    assert secretary.get(f"{HERE}bilag/")["Location"] == HERE


def test_the_files_of_a_closed_question_are_read_by_its_links_only(client, cast):
    from tests.cases.consulting import a_case, consulted

    contact_of("albertslund")
    made = consulted(a_case(cast.council), cast.council, "albertslund")
    made_file = enclose(made.round, upload(), title="Lukket bilag", **THEN)
    open_round(made.round, **THEN)
    address = way_in(newest())

    page = client.get(address).content.decode()

    way = re.search(r'href="(/svar/[^"]+/bilag/[^"]+)"', page)[1]
    answer = client.get(way)
    assert b"".join(answer) == b"a;b\n1;2\n"
    assert answer["Cache-Control"] != "public, max-age=3600"
    assert client.get(made_file.file.path).status_code == 404
    assert client.get(way.replace(str(made_file.public_id), str(made.public_id))).status_code == 404
