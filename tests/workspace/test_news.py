"""News at the desk: who comes in, and every step from the first word to the withdrawal."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.cast import HOUSE, LONG_AGO, Cast, each_of
from tests.readers import Reader
from tests.workspace.conftest import MORNING

from kkr.ledger import clock
from kkr.ledger.models import Entry
from kkr.news.actions import (
    bring_back_news,
    discard_news,
    draft_news,
    edit_news,
    publish_news,
    schedule_news,
)
from kkr.news.joins import unfinished_news
from kkr.news.models import NewsItem, PrivateDraft, State, WrongState

pytestmark = pytest.mark.django_db
NEWS = "/arbejde/hovedstaden/nyheder/"
WITHOUT_ITEM = ["", "ny/", "ny/vis/", "ny/forfra/"]
OF_ITEM = [
    "",
    "vis/",
    "forfra/",
    "udgiv/",
    "vent/",
    "ret/",
    "traek-tilbage/",
    "versioner/",
    "adresse/",
]
STRANGERS = [name for name in Cast.NAMES if name not in {"citizen", "secretary", "administrator"}]


def words(**changes):
    return {"title": "Mål for sundhed", "teaser": "Kort.", "html": "<p>Tekst</p>", **changes}


def at(item, what="edit"):
    council = item.council.slug if item.council else "kl"
    return reverse(f"workspace:news_{what}", args=[council, item.public_id])


def every_address(item):
    return [NEWS + each for each in WITHOUT_ITEM] + [f"{at(item)}{each}" for each in OF_ITEM]


def now(item):
    return NewsItem.objects.get(pk=item.pk)


# Who comes in


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_in_without_signing_in(client, drafted, method):
    answers = [getattr(client, method)(path) for path in every_address(drafted)]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/konto/log-ind/?next=/arb") for answer in answers)
    assert now(drafted).state == State.DRAFT


@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_for_whoever_may_not_there_is_no_such_page(signed_in, drafted, name):
    browser = signed_in(name)
    nowhere = browser.get("/arbejde/hovedstaden/findes-ikke/").content

    for path in every_address(drafted):
        for method in ("get", "post"):
            answer = getattr(browser, method)(path)
            assert answer.status_code == 404, path
            assert answer.content.count(b"<h1>") == nowhere.count(b"<h1>") == 1
            assert drafted.title not in answer.content.decode()


def test_the_secretary_of_one_council_is_a_stranger_in_another(secretary, cast):
    to_all = draft_news(council=None, title="Til alle", html="", by=HOUSE, at=MORNING)

    paths = [
        at(to_all),
        "/arbejde/kl/nyheder/",
        "/arbejde/sjaelland/nyheder/",
        "/arbejde/nope/nyheder/",
    ]

    assert [secretary.get(path).status_code for path in paths] == [404] * 4


def test_an_item_stands_under_its_own_council_only(signed_in, drafted):
    path = at(drafted).replace("hovedstaden", "sjaelland")

    assert signed_in("administrator").get(path).status_code == 404


def test_an_administrator_writes_to_all_councils(signed_in, register):
    answer = signed_in("administrator").post("/arbejde/kl/nyheder/ny/", words())

    assert answer.status_code == 302
    assert NewsItem.objects.get().council is None


@pytest.mark.parametrize("state", ["drafted", "published"])
def test_every_page_answers_the_secretary(secretary, request, state):
    item = request.getfixturevalue(state)

    for path in every_address(item):
        answer = secretary.get(path)
        assert answer.status_code in {200, 302}, path
        assert answer.status_code == 302 or "no-store" in answer["Cache-Control"]


# Writing


def test_what_is_written_becomes_a_draft(secretary, cast):
    answer = secretary.post(f"{NEWS}ny/", words(label="Presse", source_url="www.kl.dk/sundhed"))

    item = NewsItem.objects.get()
    assert answer["Location"] == at(item)
    assert (item.title, item.state, item.label) == ("Mål for sundhed", State.DRAFT, "Presse")
    assert item.source_url == "https://www.kl.dk/sundhed"
    assert item.council == cast.council


def test_saving_twice_makes_one_item(secretary, register):
    token = re.search(rb'name="token" value="([^"]+)"', secretary.get(f"{NEWS}ny/").content)
    form = words(token=token[1].decode())

    first, second = secretary.post(f"{NEWS}ny/", form), secretary.post(f"{NEWS}ny/", form)

    assert first["Location"] == second["Location"]
    assert NewsItem.objects.count() == 1
    assert Entry.objects.filter(verb="news.drafted").count() == 1


def test_the_form_of_a_new_item_sent_again_with_other_words_loses_none_of_them(secretary, register):
    form = words(token=str(uuid4()))
    made = secretary.post(f"{NEWS}ny/", form)

    again = secretary.post(f"{NEWS}ny/", form | {"title": "Mål for alle", "html": "<p>Mere</p>"})

    item = NewsItem.objects.get()
    assert again["Location"] == made["Location"]
    assert (item.title, item.document.latest.text, item.document.latest.number) == (
        "Mål for alle",
        "Mere",
        2,
    )


def test_the_form_of_a_new_item_sent_again_overwrites_no_colleague(secretary, register):
    form = words(token=str(uuid4()))
    secretary.post(f"{NEWS}ny/", form)
    item = NewsItem.objects.get()
    edit_news(item, title="Kollegaens", html="<p>Hun</p>", based_on=1, by=HOUSE, at=MORNING)

    clash = secretary.post(f"{NEWS}ny/", form | {"title": "Mine mål"})

    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Kollegaens" in page
    assert "Mine mål" in page
    based_on = re.search(r'name="based_on" value="(\d+)"', page)[1]
    taken_over = secretary.post(f"{NEWS}ny/", form | {"title": "Vores mål", "based_on": based_on})
    assert taken_over["Location"] == at(item)
    assert now(item).title == "Vores mål"


def test_the_token_of_another_councils_item_gives_nothing_away(secretary, cast):
    other = draft_news(council=None, title="Til alle", html="", by=HOUSE, at=MORNING)

    answer = secretary.post(f"{NEWS}ny/", words(token=str(other.public_id)))

    assert answer.status_code == 200
    assert "Til alle" not in answer.content.decode()
    assert NewsItem.objects.sent_by(cast.council).count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("teaser", "x" * 401),
        ("source_url", "ikke en adresse"),
        ("html", '<p>Se</p><img src="/filer/00000000-0000-4000-8000-000000000000/a.png">'),
    ],
)
def test_what_is_wrong_is_said_at_its_field(secretary, drafted, field, value):
    for path in (f"{NEWS}ny/", at(drafted)):
        answer = secretary.post(path, words(**{field: value}, based_on=1)).content.decode()

        assert f'id="id_{field}_error"' in answer
        assert f'<a href="#id_{field}">' in answer
        assert NewsItem.objects.count() == 1


def test_a_title_no_address_can_be_made_of_is_refused(secretary, register):
    answer = secretary.post(f"{NEWS}ny/", words(title="!!!")).content.decode()

    assert 'id="id_title_error"' in answer
    assert NewsItem.objects.count() == 0


def test_a_table_from_word_comes_out_clean(secretary, drafted):
    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><p class=MsoNormal><b>"
        "<span style='font-size:14.0pt;mso-fareast-language:DA'>Overskrift<o:p></o:p></span></b></p>"
        "<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>"
        "<td width=301 style='width:225.4pt'><p class=MsoNormal>Kommune<o:p></o:p></p></td>"
        "<td><p class=MsoNormal>Tal</p></td></tr></table></body></html>"
    )

    secretary.post(at(drafted), words(html=word, based_on=1))

    html = drafted.document.latest.html
    assert html.startswith("<p><strong>Overskrift</strong></p><table><tbody><tr><td>")
    assert "style" not in html
    assert "Mso" not in html


def test_editing_writes_a_version_with_what_was_changed(secretary, drafted, cast):
    secretary.post(at(drafted), words(html="<p>Nyt</p>", based_on=1, change_note="Rettet tal"))

    latest = drafted.document.latest
    assert (latest.number, latest.html, latest.change_note) == (2, "<p>Nyt</p>", "Rettet tal")
    assert latest.author == cast.secretary.actor_key


def test_saving_the_same_twice_writes_one_version(secretary, drafted):
    form = words(title="Ny titel", html="<p>Nyt</p>", based_on=1)

    answers = [secretary.post(at(drafted), form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert drafted.document.latest.number == 2
    assert Entry.objects.filter(verb="news.edited").count() == 1


def test_whoever_is_second_sees_both_texts_and_loses_nothing(secretary, drafted, cast):
    theirs = {"title": "Deres titel", "html": "<p>Kollegaens tekst her.</p>", "based_on": 1}
    edit_news(drafted, by=cast.administrator, at=MORNING, **theirs)

    clash = secretary.post(at(drafted), words(html="<p>Min egen tekst her.</p>", based_on=1))
    page = clash.content.decode()

    assert clash.status_code == 409
    assert "<del>Kollegaens</del>" in page
    assert "<ins>Min egen</ins>" in page
    assert "Deres titel" in page
    assert "&lt;p&gt;Min egen tekst her.&lt;/p&gt;" in page
    assert 'name="based_on" value="2"' in page
    assert 'name="title" value="Mål for sundhed"' in page
    assert drafted.document.latest.html == "<p>Kollegaens tekst her.</p>"

    secretary.post(at(drafted), words(html="<p>Min egen tekst her.</p>", based_on=2))

    assert [version.html for version in drafted.document.versions.all()][1:] == [
        "<p>Kollegaens tekst her.</p>",
        "<p>Min egen tekst her.</p>",
    ]


@pytest.mark.parametrize("number", ["0", "99", "", "x"])
def test_a_version_that_never_was_overwrites_nothing(secretary, drafted, number):
    edit_news(drafted, title="Ny", html="<p>Ny</p>", based_on=1, by=HOUSE, at=MORNING)

    answer = secretary.post(at(drafted), words(html="<p>Min</p>", based_on=number))

    assert answer.status_code in {200, 409}
    assert drafted.document.latest.number == 2


# What is not saved yet


def htmx(browser, path, form):
    return browser.post(path, form, headers={"HX-Request": "true"})


def test_what_is_written_is_kept_and_says_when(secretary, drafted, cast):
    answer = htmx(secretary, at(drafted), words(html="<p>Næsten færdig</p>", based_on=1))

    kept = PrivateDraft.objects.get()
    assert "09.00" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert (kept.user, kept.item, kept.based_on) == (cast.secretary, drafted, 1)
    assert "Næsten færdig" in secretary.get(at(drafted)).content.decode()
    assert drafted.document.latest.number == 1
    assert Entry.objects.filter(actor=cast.secretary.actor_key).count() == 0


def test_half_a_thought_is_kept_too(secretary, register):
    htmx(secretary, f"{NEWS}ny/", {"title": "", "html": "<p>Kun tekst<script>x</script></p>"})
    htmx(secretary, f"{NEWS}ny/", {"title": "", "html": "<p>Kun tekst endnu</p>"})

    kept = PrivateDraft.objects.get()
    assert (kept.item, kept.fields["html"]) == (None, "<p>Kun tekst endnu</p>")


def test_what_is_not_saved_is_nobody_elses(secretary, signed_in, drafted):
    htmx(secretary, at(drafted), words(title="Hemmelig", based_on=1))

    for path in every_address(drafted):
        assert "Hemmelig" not in signed_in("administrator").get(path).content.decode()


def test_saving_throws_the_kept_words_away(secretary, drafted):
    htmx(secretary, at(drafted), words(title="Kladde", based_on=1))
    secretary.post(at(drafted), words(title="Gemt", based_on=1))

    assert PrivateDraft.objects.count() == 0


def test_a_clash_keeps_the_kept_words(secretary, drafted):
    htmx(secretary, at(drafted), words(html="<p>Mit</p>", based_on=1))
    edit_news(drafted, title="Ny", html="<p>Ny</p>", based_on=1, by=HOUSE, at=MORNING)
    secretary.post(at(drafted), words(html="<p>Mit</p>", based_on=1))

    assert PrivateDraft.objects.count() == 1


def test_one_begins_again_from_what_is_saved(secretary, drafted):
    htmx(secretary, at(drafted), words(title="Kladde", based_on=1))
    htmx(secretary, f"{NEWS}ny/", words(title="Ny kladde"))

    secretary.post(at(drafted, "forget"))
    secretary.post(f"{NEWS}ny/forfra/")

    assert PrivateDraft.objects.count() == 0


def test_keeping_when_signed_out_is_refused_not_redirected(client, drafted):
    assert htmx(client, at(drafted), words()).status_code == 401


def test_the_preview_is_what_readers_would_see(secretary, drafted):
    shown = secretary.post(
        at(drafted), words(title="Næste titel", based_on=1, preview="1"), follow=True
    ).content.decode()
    secretary.post(at(drafted), words(title="Næste titel", teaser="Kort.", based_on=1))
    publish_news(now(drafted), by=HOUSE, at=MORNING)
    public = secretary.get(now(drafted).path).content.decode()

    def main(page):
        return page[page.index("<main") : page.index("</main>")].split()

    assert main(shown) == main(public)


# Publishing, and what comes after


def public_page(path):
    """What a reader gets through the page cache of the product."""
    return reader(path)[1]


reader = Reader()


@pytest.fixture(autouse=True)
def _a_cache_of_its_own():
    reader.forget()


def test_what_is_published_stands_on_the_public_page_at_once(secretary, drafted):
    assert drafted.title not in public_page("/hovedstaden/nyheder/")
    assert drafted.title not in public_page("/hovedstaden/nyheder/")

    answer = secretary.post(at(drafted, "publish"), {"now": "1"})

    assert answer["Location"] == at(drafted)
    assert drafted.title in public_page("/hovedstaden/nyheder/")
    assert "Rådet har godkendt målene." in public_page(now(drafted).path)


def test_publishing_twice_publishes_once(secretary, drafted):
    answers = [secretary.post(at(drafted, "publish"), {"now": "1"}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Entry.objects.filter(verb="news.published").count() == 1


def test_an_item_is_published_at_a_time_and_can_wait_again(secretary, drafted):
    secretary.post(at(drafted, "publish"), {"later": "1", "publish_at": "2017-02-20T09:30"})
    scheduled = now(drafted)
    secretary.post(at(drafted, "unschedule"), {"draft": "1"})
    secretary.post(at(drafted, "unschedule"), {"draft": "1"})

    assert (scheduled.state, scheduled.publish_at) == (
        State.SCHEDULED,
        datetime(2017, 2, 20, 8, 30, tzinfo=UTC),
    )
    assert now(drafted).state == State.DRAFT
    assert Entry.objects.filter(verb="news.unscheduled").count() == 1


@pytest.mark.parametrize("when", ["", "i morgen", "2017-02-12T09:00"])
def test_a_time_that_cannot_be_is_refused_at_its_field(secretary, drafted, when):
    answer = secretary.post(at(drafted, "publish"), {"later": "1", "publish_at": when})

    assert 'id="id_publish_at_error"' in answer.content.decode()
    assert now(drafted).state == State.DRAFT


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("2017-03-26T02:30", "Den 26.03.2017 findes klokken 02:30 ikke"),
        ("2017-10-29T02:30", "Den 29.10.2017 er klokken 02:30 to gange"),
    ],
)
def test_an_hour_that_summer_time_takes_or_doubles_is_told(secretary, drafted, when, what):
    answer = secretary.post(at(drafted, "publish"), {"later": "1", "publish_at": when})

    assert what in answer.content.decode()
    assert now(drafted).state == State.DRAFT


def test_a_correction_is_seen_by_readers_once(secretary, published):
    for _ in range(2):
        secretary.post(at(published, "correct"), {"text": "Datoen var forkert."})

    assert public_page(published.path).count("Datoen var forkert.") == 1


def test_a_withdrawal_needs_its_reason_and_shows_it(secretary, published):
    refused = secretary.post(at(published, "withdraw"), {"reason": " "}).content.decode()
    done = [
        secretary.post(at(published, "withdraw"), {"reason": "Forkerte tal."}).status_code
        for _ in range(2)
    ]

    assert 'id="id_reason_error"' in refused
    assert done == [302, 302]
    assert "Forkerte tal." in public_page(published.path)
    assert 'class="form"' not in secretary.get(at(published)).content.decode()


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("edit", words(based_on=1)),
        ("publish", {"now": "1"}),
        ("correct", {"text": "For sent"}),
        ("unschedule", {"draft": "1"}),
        ("rename", {"slug": "nyt-navn"}),
    ],
)
def test_what_is_withdrawn_is_left_alone_in_words(secretary, published, what, form):
    secretary.post(at(published, "withdraw"), {"reason": "Forkerte tal."})

    answer = secretary.post(at(published, what), form)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert now(published).state == State.WITHDRAWN


def test_a_renamed_item_is_found_at_both_addresses(secretary, published):
    secretary.post(at(published, "rename"), {"slug": "sundhedsmaal"})

    assert now(published).path == "/hovedstaden/nyheder/2017/sundhedsmaal/"
    assert secretary.get(published.path)["Location"] == now(published).path


@pytest.mark.parametrize("slug", ["", "Æ Ø", "mål", "taget"])
def test_an_address_that_cannot_be_is_refused_at_its_field(secretary, published, cast, slug):
    other = draft_news(council=cast.council, title="Taget", html="<p>x</p>", by=HOUSE, at=MORNING)
    publish_news(other, by=HOUSE, at=MORNING)

    answer = secretary.post(at(published, "rename"), {"slug": slug})

    assert 'id="id_slug_error"' in answer.content.decode()
    assert now(published).slug == published.slug


def test_two_versions_stand_beside_each_other(secretary, drafted):
    for number, text in enumerate(("Anden udgave.", "Tredje udgave."), start=1):
        edit_news(drafted, title="T", html=f"<p>{text}</p>", based_on=number, by=HOUSE, at=MORNING)

    last_two = secretary.get(at(drafted, "versions")).content.decode()
    first_to_last = secretary.get(
        at(drafted, "versions"), {"fra": "1", "til": "3"}
    ).content.decode()
    nonsense = secretary.get(at(drafted, "versions"), {"fra": "x", "til": "99"}).content.decode()

    assert "<del>Anden</del>" in last_two
    assert "<ins>Tredje</ins>" in last_two
    assert "Rådet har godkendt" in first_to_last
    assert "<del>Anden</del>" in nonsense


# What lists cost


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(secretary, cast, django_assert_num_queries, rows):
    for number in range(rows):
        draft_news(council=cast.council, title=f"U{number}", html="<p>x</p>", by=HOUSE, at=MORNING)
        item = draft_news(
            council=cast.council, title=f"P{number}", html="<p>x</p>", by=HOUSE, at=MORNING
        )
        publish_news(item, by=HOUSE, at=MORNING)

    with django_assert_num_queries(10):
        assert secretary.get(NEWS).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_versions_cost_the_same_however_many(
    secretary, drafted, django_assert_num_queries, rows
):
    for number in range(rows):
        edit_news(
            drafted, title="T", html=f"<p>{number}</p>", based_on=number + 1, by=HOUSE, at=MORNING
        )

    with django_assert_num_queries(6):
        assert secretary.get(at(drafted, "versions")).status_code == 200


def test_a_list_page_that_is_not_there_is_404(secretary, cast):
    pages = [secretary.get(NEWS, {"side": page}).status_code for page in ("1", "2", "x")]

    assert pages == [200, 404, 404]


def test_what_is_old_is_a_page_away(secretary, cast):
    for number in range(21):
        item = draft_news(
            council=cast.council, title=f"Nummer {number}", html="<p>x</p>", by=HOUSE, at=MORNING
        )
        publish_news(item, by=HOUSE, at=MORNING + timedelta(minutes=number))

    assert "Nummer 0<" in secretary.get(NEWS, {"side": "2"}).content.decode()


def test_an_unknown_item_is_404(secretary, cast):
    assert secretary.get(f"{NEWS}{uuid4()}/").status_code == 404


@pytest.mark.parametrize("based_on", ["9" * 5000, "3000000000", "-1", "x\0"])
def test_an_autosave_takes_whatever_a_browser_sends(cast, signed_in, based_on):
    written = {"title": "a\0b", "html": "<p>x\0</p>", "based_on": based_on}

    answer = signed_in("secretary").post(
        "/arbejde/hovedstaden/nyheder/ny/", written, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    kept = PrivateDraft.objects.get()
    assert (kept.fields["title"], kept.fields["html"], kept.based_on) == ("ab", "<p>x</p>", 0)


def test_an_item_that_is_published_is_not_scheduled_again(secretary, published):
    answer = secretary.post(
        at(published, "publish"), {"later": "1", "publish_at": "2018-03-01T09:00"}
    )

    assert answer.status_code == 200
    assert "Det kan ikke gøres, mens nyheden er" in answer.content.decode()
    assert now(published).publish_at is None


def test_a_second_reason_is_not_swallowed(secretary, published):
    secretary.post(at(published, "withdraw"), {"reason": "Den ene"})

    again = secretary.post(at(published, "withdraw"), {"reason": "Den ene"})
    other = secretary.post(at(published, "withdraw"), {"reason": "Den anden"})

    assert (again.status_code, other.status_code) == (302, 200)
    assert now(published).withdrawal_reason == "Den ene"


def test_the_words_around_a_text_have_versions_too(secretary, drafted):
    secretary.post(at(drafted), words(title="Ny titel", based_on=1))

    page = secretary.get(at(drafted, "versions")).content.decode()

    assert f"<del>{drafted.title}</del> <ins>Ny titel</ins>" in page


def test_a_title_alone_is_not_published(secretary, cast):
    item = draft_news(council=cast.council, title="Kun en titel", html="", by=HOUSE, at=MORNING)
    assert "Der er kun en titel" in secretary.get(at(item, "publish")).content.decode()

    answer = secretary.post(at(item, "publish"), {"now": "1"})

    assert "Der er kun en titel" in answer.content.decode()
    assert now(item).state == State.DRAFT


def copied(secretary, item):
    form = {"token": str(uuid4())}
    answers = [secretary.post(at(item, "copy"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return NewsItem.objects.get(drafted_from__isnull=False)


def test_a_copy_of_what_is_public_can_be_published(secretary, published):
    copy = copied(secretary, published)

    secretary.post(at(copy, "publish"), {"now": "1"})

    assert (now(copy).title, now(copy).state) == (published.title, State.PUBLISHED)


@pytest.mark.parametrize("step", [{"now": "1"}, {"later": "1", "publish_at": "2018-03-01T09:00"}])
def test_a_copy_of_what_is_closed_stays_closed_until_it_is_written_anew(secretary, drafted, step):
    copy = copied(secretary, drafted)
    assert "ikke er offentlige" in secretary.get(at(copy)).content.decode()

    for change in ({}, {"title": "Ny titel"}, {"title": "Ny titel", "teaser": "Ny manchet"}):
        same = {
            "title": drafted.title,
            "teaser": drafted.teaser,
            "html": drafted.document.latest.html,
        }
        secretary.post(at(copy), words(**same | change, based_on=now(copy).document.latest.number))
        refused = secretary.post(at(copy, "publish"), step)
        assert "ikke er offentlige" in refused.content.decode()

    anew = {"title": "Ny titel", "teaser": "Ny manchet", "html": "<p>Det må alle læse.</p>"}
    secretary.post(at(copy), words(**anew, based_on=now(copy).document.latest.number))

    assert secretary.post(at(copy, "publish"), step).status_code == 302


def test_only_who_may_edit_an_item_copies_it(signed_in, drafted):
    assert signed_in("mayor").post(at(drafted, "copy"), {"token": str(uuid4())}).status_code == 404


def test_readers_see_what_it_is_about_and_whom_to_call(client, cast):
    item = draft_news(
        council=cast.council, title="Nyt", html="<p>x</p>", label="Presse", subject="Sundhed",
        press_contact="Kim Larsen, 12 34 56 78", by=HOUSE, at=MORNING,
    )  # fmt: skip
    item = publish_news(item, by=HOUSE, at=MORNING)

    page = client.get(item.path).content.decode()

    assert "Presse · Sundhed" in page
    assert "Pressekontakt: " in page
    assert "Kim Larsen, 12 34 56 78" in page
    row = client.get("/data/nyheder.json").json()["rows"][0]
    assert (row["subject"], row["press_contact"]) == ("Sundhed", "Kim Larsen, 12 34 56 78")


# Drafts thrown away, what comes by itself, and what is pasted


def test_a_draft_is_thrown_away_and_brought_back(secretary, drafted):
    secretary.post(at(drafted, "discard"))
    gone = secretary.get(at(drafted)).content.decode()
    lists = [secretary.get(page).content.decode() for page in ("/arbejde/", NEWS)]

    assert "Kladden er kasseret" in gone
    assert 'id="written"' not in gone
    assert drafted.title not in lists[0]
    assert "Én kladde er kasseret" in lists[1]

    secretary.post(at(drafted, "bring_back"))
    assert 'id="written"' in secretary.get(at(drafted)).content.decode()
    assert drafted.title in secretary.get("/arbejde/").content.decode()


def test_a_draft_is_thrown_away_once_however_often_it_is_asked(secretary, drafted):
    answers = [secretary.post(at(drafted, "discard")).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert now(drafted).state == State.DISCARDED


def test_what_is_published_is_not_thrown_away(secretary, published):
    assert "kan ikke" in secretary.post(at(published, "discard")).content.decode()
    assert now(published).state == State.PUBLISHED


def test_nothing_is_written_in_a_draft_thrown_away(drafted, cast):
    discard_news(drafted, by=cast.secretary, at=LONG_AGO)

    facts = {"html": "<p>Nyt</p>", "based_on": 1, "by": cast.secretary, "at": LONG_AGO}
    with pytest.raises(WrongState):
        edit_news(drafted, title="Nyt", **facts)
    with pytest.raises(WrongState):
        publish_news(drafted, by=cast.secretary, at=LONG_AGO)


@pytest.mark.parametrize("name", ["other_secretary", "chair", "contact", "citizen"])
@pytest.mark.parametrize("act", [discard_news, bring_back_news])
def test_others_throw_nothing_away(drafted, cast, name, act):
    with pytest.raises(PermissionDenied):
        act(drafted, by=getattr(cast, name), at=LONG_AGO)


def test_what_publishes_itself_does_not_count_among_what_waits(secretary, drafted, cast):
    soon = clock.now() + timedelta(days=2)
    schedule_news(drafted, publish_at=soon, by=cast.secretary, at=clock.now())

    desk = secretary.get("/arbejde/").content.decode()

    assert "Intet venter på dig" in desk or "Ingenting venter på dig" in desk
    assert "Kommer af sig selv" in desk
    assert drafted.title in desk


def test_no_year_9999(secretary, drafted):
    facts = {"publish_at": "9999-12-31T09:00", "later": "1"}
    answer = secretary.post(at(drafted, "publish"), facts).content.decode()

    assert "inden for de næste to år" in answer


def test_what_is_pasted_is_tidied_as_it_will_be_saved(secretary):
    html = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·"
        "</span>Punkt</p><p class=MsoNormal><img src='file:///C:/clip.png'></p>"
    )

    tidy = secretary.post(f"{NEWS}ryd-op/", {"html": html}).json()

    assert tidy["html"] == "<ul><li>Punkt</li></ul>"
    assert tidy["told"].startswith("1 billede kom ikke med")


def test_an_image_from_elsewhere_does_not_vanish_unsaid(secretary, drafted):
    words = {"title": "T", "html": "<p>Ord</p><img src='data:image/png;base64,AA'>", "based_on": 1}
    saved = secretary.post(at(drafted), words, follow=True).content.decode()

    assert "1 billede kom ikke med" in saved


def test_only_who_writes_news_has_it_tidied(client, cast):
    assert client.post(f"{NEWS}ryd-op/", {"html": "x"}).status_code == 302
    client.force_login(cast.chair)
    assert client.post(f"{NEWS}ryd-op/", {"html": "x"}).status_code == 404


def kept(browser, title, over, **more):
    return browser.post(f"{NEWS}ny/", {**words(title=title), "kept": over, **more})


def revision_on(answer):
    """The revision of the unsaved words that a page was written on, or asks about."""
    found = re.findall(r'name="kept" value="(\d+)"', answer.content.decode())
    return next(number for number in found if number != "0")


def test_a_window_that_missed_an_answer_is_not_taken_for_another(secretary, drafted):
    page = secretary.get(at(drafted)).content.decode()
    window, kept = (
        re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("window", "kept")
    )

    def write(html, *, window=window, kept=kept):
        form = words(html=html, kept=kept, window=window, based_on=1)
        return secretary.post(at(drafted), form, headers={"HX-Request": "true"})

    write("<p>Et</p>")
    lost = write("<p>To</p>")  # its answer never came, so the window still says the same number
    again = write("<p>Tre</p>")
    other = write("<p>Andet</p>", window=str(uuid4()))

    assert [answer.status_code for answer in (lost, again, other)] == [200, 200, 409]
    assert PrivateDraft.objects.get().fields["html"] == "<p>Tre</p>"


def test_what_another_window_wrote_is_not_written_over(secretary):
    hidden = {"headers": {"hx-request": "true"}}
    kept(secretary, "Det første vindue", 0, preview="1")
    refused = secretary.post(f"{NEWS}ny/", {**words(title="Det andet"), "kept": 0}, **hidden)

    assert refused.status_code == 409
    assert "i et andet vindue" in refused.content.decode()
    assert PrivateDraft.objects.get().fields["title"] == "Det første vindue"

    asked = kept(secretary, "Det andet", 0, preview="1")
    assert 'value="Det andet"' in asked.content.decode()
    there = revision_on(asked)
    assert kept(secretary, "Det andet", there, preview="1").status_code == 302
    assert PrivateDraft.objects.get().fields["title"] == "Det andet"


def test_after_a_save_another_window_is_not_written_over_either(secretary):
    kept(secretary, "Det første vindue", 0, preview="1")
    before_saving = revision_on(secretary.get(f"{NEWS}ny/"))
    kept(secretary, "Det første vindue", before_saving)
    kept(secretary, "Det andet vindue", 0, preview="1")

    assert kept(secretary, "Det tredje", before_saving, preview="1").status_code == 409
    assert PrivateDraft.objects.get().fields["title"] == "Det andet vindue"


@pytest.mark.parametrize("is_new", [True, False])
def test_saving_throws_away_only_the_words_it_saves(secretary, drafted, is_new):
    path = f"{NEWS}ny/" if is_new else at(drafted)
    for window in ("Første vindue", "Andet vindue"):
        over = revision_on(secretary.get(path)) if PrivateDraft.objects.exists() else 0
        secretary.post(path, {**words(title=window), "kept": over, "preview": "1"})
        seen = over

    assert secretary.post(path, words(title="Gemt", based_on=1, kept=seen)).status_code == 302

    assert PrivateDraft.objects.get().fields["title"] == "Andet vindue"


def test_whoever_is_refused_goes_on_with_the_words_they_kept(secretary):
    kept(secretary, "Mit", 0, preview="1")
    mine = revision_on(secretary.get(f"{NEWS}ny/"))

    refused = secretary.post(f"{NEWS}ny/", words(title="", kept=mine))

    assert revision_on(refused) == mine
    kept(secretary, "Nu med titel", mine)
    assert not PrivateDraft.objects.exists()


def test_a_copy_leaves_what_one_had_begun(secretary, published):
    kept(secretary, "Begyndt", 0, preview="1")

    copied(secretary, published)

    assert PrivateDraft.objects.get().fields["title"] == "Begyndt"


def test_what_is_scheduled_is_not_emptied(secretary, drafted, cast):
    soon = clock.now() + timedelta(days=2)
    schedule_news(drafted, publish_at=soon, by=cast.secretary, at=clock.now())

    answer = secretary.post(at(drafted), words(teaser="", html="", based_on=1))

    assert "Der er kun en titel" in answer.content.decode()
    assert drafted.document.latest.number == 1
    assert NewsItem.objects.due_at(soon).get().teaser == drafted.teaser


def test_what_should_have_come_by_itself_waits_for_somebody(secretary, drafted, cast):
    soon = clock.now() + timedelta(hours=1)
    schedule_news(drafted, publish_at=soon, by=cast.secretary, at=clock.now())

    assert [entry.by_itself for entry in unfinished_news(cast.secretary, clock.now())] == [True]
    assert [entry.by_itself for entry in unfinished_news(cast.secretary, soon)] == [False]


def test_a_copy_of_what_was_public_stays_open_when_the_source_is_edited(secretary, published):
    copy = copied(secretary, published)
    later = MORNING + timedelta(hours=1)
    edit_news(published, title="Ny", html="<p>Ny</p>", based_on=1, by=HOUSE, at=later)

    assert secretary.post(at(copy, "publish"), {"now": "1"}).status_code == 302


def test_a_copy_of_a_draft_stays_closed_when_it_was_rewritten_before_it_was_public(
    secretary, drafted
):
    copy = copied(secretary, drafted)
    edit_news(drafted, title="Ny", html="<p>Ny</p>", based_on=1, by=HOUSE, at=MORNING)
    publish_news(drafted, by=HOUSE, at=MORNING)

    refused = secretary.post(at(copy, "publish"), {"now": "1"})

    assert "ikke er offentlige" in refused.content.decode()


def test_a_copy_without_a_text_can_be_written_anew(secretary, cast):
    facts = {"title": "Uden tekst", "teaser": "Lukket manchet", "html": ""}
    copy = copied(secretary, draft_news(council=cast.council, by=HOUSE, at=MORNING, **facts))
    secretary.post(at(copy), words(title="Ny titel", teaser="Ny manchet", html="", based_on=1))

    assert secretary.post(at(copy, "publish"), {"now": "1"}).status_code == 302
