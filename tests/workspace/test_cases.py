"""Cases at the desk: who comes in, and every step from the opening to the answers."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.cast import HOUSE, LONG_AGO, Cast, each_of
from tests.workspace.conftest import MORNING

from kkr.cases.actions import (
    add_paper,
    answer_wish,
    commission,
    import_subject_classes,
    open_case,
    publish_case,
    put_official_on,
    send_back,
)
from kkr.cases.models import Answer, Case, CaseOfficial, Commission, Wish
from kkr.council.actions import grant_role
from kkr.council.models import Council
from kkr.ledger.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2017, 2, 6)
BY = {"by": HOUSE, "at": MORNING}
CASES = "/arbejde/sager/"
OF_CASE = [
    *("", "ret/", "raad/", "aabn/", "bestil/", "send-tilbage/", "embedsmaend/"),
    *("nyt-papir/", "nyt-papir/vis/", "nyt-papir/forfra/", "nyt-papir/billeder/"),
    "nyt-papir/filer/",
]
OF_PAPER = [
    *("", "skriv/", "skriv/vis/", "skriv/forfra/", "skriv/overtag/", "skriv/billeder/"),
    *("skriv/filer/", "1/frigiv/", "1/for-raadet/"),
]
STRANGERS = [name for name in Cast.NAMES if name not in {"citizen", "secretary", "administrator"}]
OFFICIALS_MAY_NOT = ["ret/", "raad/", "aabn/", "bestil/", "send-tilbage/", "embedsmaend/"]


@pytest.fixture
def case(cast):
    return open_case(
        council=cast.council, title="Mål for sundhed", summary="Kort.", opened_on=DAY, **BY
    )


@pytest.fixture
def first(case):
    return add_paper(case, title="Udkast", html="<p>Ti temaer</p>", dated_on=DAY, **BY)


@pytest.fixture
def wish(case, cast):
    return send_back(case, wanted_by=cast.council, on=DAY, wishes=["Færre temaer"], **BY)[0]


@pytest.fixture
def made(case, cast):
    between = {"asked_by": cast.council, "asked_of": cast.committee}
    return commission(case, what="Papir om mål", due_on=date(2017, 3, 1), **between, **BY)


def at(case, what=""):
    return reverse(f"workspace:case_{what}" if what else "workspace:case", args=[case.public_id])


def said(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


def opening(**changes):
    council = Council.objects.get(slug="hovedstaden")
    return {"title": "Ny sag", "opened_on": "2017-02-13", "council": council.pk, **changes}


def every_address(case, wish, made):
    of_paper = f"{at(case)}papirer/udkast/"
    return [
        *(at(case) + each for each in OF_CASE),
        *(of_paper + each for each in OF_PAPER),
        reverse("workspace:case_wish", args=[case.public_id, wish.pk]),
        reverse("workspace:case_deliver", args=[case.public_id, made.pk]),
    ]


# Who comes in


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_comes_in_without_signing_in(client, case, first, wish, made, method):
    paths = [CASES, f"{CASES}ny/", *every_address(case, wish, made)]
    answers = [getattr(client, method)(path) for path in paths]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/konto/log-ind/?next=/arb") for answer in answers)


@pytest.mark.parametrize("name", each_of(STRANGERS))
def test_for_whoever_works_on_no_case_there_is_no_such_page(
    signed_in, cast, case, first, wish, name
):
    publish_case(case, **BY)  # to read it, not to work on it
    asked = commission(case, asked_by=cast.council, asked_of=cast.municipality, what="x", **BY)
    browser = signed_in(name)
    before = Entry.objects.count()

    for path in [*every_address(case, wish, asked)]:
        for method in ("get", "post"):
            answer = getattr(browser, method)(path)
            assert answer.status_code == 404, path
            assert case.title not in answer.content.decode()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", each_of(n for n in STRANGERS if n != "other_secretary"))
def test_without_a_case_there_is_no_list_and_no_way_to_it(signed_in, cast, case, name):
    browser = signed_in(name)

    assert browser.get(CASES).status_code == browser.get(f"{CASES}ny/").status_code == 404
    assert CASES not in browser.get("/arbejde/").content.decode()


@pytest.mark.parametrize("name", ["secretary", "administrator"])
def test_every_page_answers_those_who_write_it(signed_in, case, first, wish, made, name):
    browser = signed_in(name)

    for path in [CASES, f"{CASES}ny/", *every_address(case, wish, made)]:
        answer = browser.get(path)
        assert answer.status_code in {200, 302}, path
        assert answer.status_code == 302 or "no-store" in answer["Cache-Control"]
    assert CASES in browser.get("/arbejde/").content.decode()


def test_an_official_on_the_case_writes_papers_and_no_more(signed_in, cast, case, first, wish):
    put_official_on(case, user=cast.official, **BY)
    browser = signed_in("official")
    paper = f"{at(case)}papirer/udkast/"

    assert "Mål for sundhed" in said(browser.get(CASES))
    assert said(browser.get(at(case)))
    assert said(browser.get(f"{paper}skriv/"))
    assert browser.get(f"{CASES}ny/").status_code == 404
    closed = [at(case) + each for each in OFFICIALS_MAY_NOT]
    closed += [f"{paper}1/frigiv/", f"{paper}1/for-raadet/"]
    for path in closed:
        assert browser.get(path).status_code == browser.post(path, {"x": 1}).status_code == 404
    shown = said(browser.get(at(case))) + said(browser.get(paper))
    assert [path for path in closed if path in shown] == []


# The list


def test_the_list_has_ones_own_councils_cases_and_no_others(secretary, signed_in, cast, case):
    sjaelland = Council.objects.get(slug="sjaelland")
    open_case(council=sjaelland, title="Sjællands sag", opened_on=DAY, **BY)

    page = said(secretary.get(CASES))
    assert "Mål for sundhed" in page
    assert "Sjællands sag" not in page
    assert "Sjællands sag" in said(signed_in("administrator").get(CASES))


@pytest.mark.parametrize(
    ("words", "is_found"),
    [("sundhed mål", True), ("MÅL", True), ("2017-00001", True), ("bolig", False)],
)
def test_a_case_is_found_by_words_of_its_title_or_its_number(secretary, case, words, is_found):
    page = said(secretary.get(CASES, {"q": words}))

    assert (at(case) in page) == is_found


def test_closed_and_open_ones_are_told_apart(secretary, case, cast):
    public = open_case(council=cast.council, title="Åben", summary="x", opened_on=DAY, **BY)
    publish_case(public, **BY)

    for state, found in (("lukket", case), ("offentlig", public)):
        page = said(secretary.get(CASES, {"tilstand": state}))
        assert [each for each in (case, public) if at(each) in page] == [found]


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_costs_the_same_however_long(secretary, cast, django_assert_num_queries, rows):
    for number in range(rows):
        open_case(council=cast.council, title=f"Sag {number}", opened_on=DAY, **BY)

    with django_assert_num_queries(8):
        said(secretary.get(CASES))


# Opening and saying


def test_a_case_is_opened_once_however_often_the_button_is_pressed(secretary, cast):
    token = re.search(r'name="token" value="([^"]+)"', said(secretary.get(f"{CASES}ny/")))[1]
    form = opening(token=token, kle="29.00", summary="Kort")

    first, second = (secretary.post(f"{CASES}ny/", form) for _ in range(2))

    made = Case.objects.get()
    assert first["Location"] == second["Location"] == at(made)
    assert (made.title, made.kle, made.is_public) == ("Ny sag", "29.00", False)


def test_the_form_of_a_new_case_sent_again_with_other_words_is_refused_and_keeps_them(
    secretary, cast
):
    form = opening(token=str(uuid4()))
    secretary.post(f"{CASES}ny/", form)

    again = secretary.post(f"{CASES}ny/", form | {"summary": "Det nye resumé"})

    assert Case.objects.get().summary == ""
    assert "har allerede oprettet" in said(again)
    assert "Det nye resumé" in said(again)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "!!!"),
        ("title", "x" * 201),
        ("summary", "x" * 1001),
        ("kle", "29.0"),
        ("source_url", "ikke en adresse"),
        ("opened_on", "i går"),
        ("opened_on", ""),
        ("opened_on", "2017-02-14"),
        ("council", ""),
        ("council", "0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(secretary, cast, field, value):
    page = said(secretary.post(f"{CASES}ny/", opening(**{field: value})))

    assert f'id="id_{field}_error"' in page
    assert f'<a href="#id_{field}">' in page
    assert not Case.objects.exists()


def test_a_secretary_opens_no_case_before_anothers_council(secretary, cast):
    form = opening(council=Council.objects.get(slug="sjaelland").pk)

    assert 'id="id_council_error"' in said(secretary.post(f"{CASES}ny/", form))


def test_two_who_edit_at_once_both_see_both(secretary, case):
    page = said(secretary.get(at(case, "edit")))
    based_on = re.search(r'name="based_on" value="(\d+)"', page)[1]
    form = {"title": "Mine mål", "summary": "Kort.", "based_on": based_on}
    secretary.post(at(case, "edit"), {**form, "title": "Kollegaens mål"})

    clash = said(secretary.post(at(case, "edit"), form), 409)
    assert "Kollegaens mål" in clash
    assert "Mine mål" in clash
    assert Case.objects.get().title == "Kollegaens mål"

    again = re.search(r'name="based_on" value="(\d+)"', clash)[1]
    secretary.post(at(case, "edit"), {**form, "based_on": again})
    assert Case.objects.get().title == "Mine mål"


def test_what_happens_in_the_case_meanwhile_is_no_clash(secretary, case, cast):
    page = said(secretary.get(at(case, "edit")))
    based_on = re.search(r'name="based_on" value="(\d+)"', page)[1]
    send_back(case, wanted_by=cast.council, on=DAY, wishes=["x"], **BY)

    answer = secretary.post(at(case, "edit"), {"title": "Nye mål", "based_on": based_on})
    assert answer.status_code == 302


def test_a_kle_number_nobody_knows_is_saved_and_asked_about(secretary, case, register):
    form = {"title": case.title, "kle": "29.99.00"}
    assert "KLE" not in said(secretary.post(at(case, "edit"), form, follow=True)).split("main")[0]

    table = b"nummer,titel\n29.00.00,Sundhed i almindelighed\n"
    import_subject_classes(table, **BY)
    page = said(secretary.post(at(case, "edit"), form, follow=True))
    assert "29.99.00 er ikke blandt de KLE-numre" in page
    assert "29.99.00 (ikke blandt de kendte numre)" in page

    for known in ("29.00.00", "29.00", "29"):
        page = said(secretary.post(at(case, "edit"), {**form, "kle": known}, follow=True))
        assert "ikke blandt" not in page
        assert f"{known} Sundhed i almindelighed" in page


@pytest.fixture
def classes(register):
    rows = [
        f"{main:02}.{group:02}.00,Emne {main} {group}" for main in range(20) for group in range(50)
    ]
    rows += ["29.00.00,Sundhed i almindelighed", "29.09.04,Ældre og sundhed"]
    import_subject_classes("nummer,titel\n{}\n".format("\n".join(rows)).encode(), **BY)


@pytest.mark.usefixtures("classes")
def test_classes_are_fetched_as_one_writes_and_do_not_weigh_on_the_page(secretary, case):
    page = said(secretary.get(at(case, "edit")))
    assert '<option value="29' not in page
    assert f'data-hx-get="{CASES}kle/"' in page

    assert options(secretary, "sundhed") == [
        "29.00.00 Sundhed i almindelighed",
        "29.09.04 Ældre og sundhed",
    ]
    assert options(secretary, "ældre SUND") == ["29.09.04 Ældre og sundhed"]
    assert options(secretary, "29.09") == ["29.09.04 Ældre og sundhed"]
    assert len(options(secretary, "emne")) == 20
    assert options(secretary, "e") == options(secretary, "") == []


def options(client, words):
    """What is offered at the KLE number when these words stand there."""
    return re.findall(r'<option value="([^"]+)"', said(client.get(f"{CASES}kle/", {"kle": words})))


@pytest.mark.usefixtures("classes")
@pytest.mark.parametrize("written", ["29.09.04", "29.09.04 Ældre og sundhed", " 29.09.04 "])
def test_a_class_is_chosen_by_its_number_alone_or_as_it_is_offered(secretary, case, written):
    form = {"title": case.title, "kle": written}

    assert secretary.post(at(case, "edit"), form).status_code == 302

    assert Case.objects.get().kle == "29.09.04"


@pytest.mark.usefixtures("classes")
def test_words_are_answered_with_the_numbers_they_may_mean(secretary, case):
    page = said(secretary.post(at(case, "edit"), {"title": case.title, "kle": "sundhed"}))

    assert "Skriv nummeret. ”sundhed” står i 29.00.00 Sundhed i almindelighed; 29.09.04" in page
    assert '<option value="29.09.04 Ældre og sundhed">' in page
    page = said(secretary.post(at(case, "edit"), {"title": case.title, "kle": "emne"}))
    assert "”emne” står i 1000 emner, blandt andet 00.00.00 Emne 0 0;" in page
    assert Case.objects.get().kle == ""


@pytest.mark.parametrize("name", [n for n in STRANGERS if n != "other_secretary"])
def test_classes_are_offered_only_to_those_who_work_on_cases(signed_in, cast, name):
    assert signed_in(name).get(f"{CASES}kle/", {"kle": "29"}).status_code == 404


def test_a_case_is_brought_before_a_council_one_keeps_and_no_other(secretary, cast, case):
    sjaelland = Council.objects.get(slug="sjaelland")
    form = {"council": sjaelland.pk, "since": "2017-02-13"}
    assert 'id="id_council_error"' in said(secretary.post(at(case, "bring"), form))

    grant_role(user=cast.secretary, body=sjaelland, role="secretary", by=HOUSE, at=LONG_AGO)
    assert at(case, "bring") in said(secretary.get(at(case)))
    secretary.post(at(case, "bring"), form)
    assert case.scopes == ["hovedstaden", "sjaelland"]


def test_a_case_is_opened_to_the_public_by_a_press_of_the_button(secretary, client, case):
    assert client.get("/hovedstaden/sager/maal-for-sundhed/").status_code == 404

    secretary.get(at(case, "publish"))
    assert not Case.objects.public().exists()
    secretary.post(at(case, "publish"))
    assert client.get("/hovedstaden/sager/maal-for-sundhed/").status_code == 200


def test_a_case_without_a_summary_is_not_opened_and_says_why(secretary, cast):
    bare = open_case(council=cast.council, title="Bar", opened_on=DAY, **BY)

    assert "hvad sagen handler om" in said(secretary.post(at(bare, "publish")))


# Asked for, sent back, answered


def test_what_is_asked_for_is_noted_once_and_delivered(secretary, cast, case):
    form = {"asked_by": cast.council.pk, "asked_of": cast.committee.pk, "what": "Papir"}
    for _ in range(2):
        secretary.post(at(case, "commission"), form)
    made = Commission.objects.get()

    deliver = reverse("workspace:case_deliver", args=[case.public_id, made.pk])
    assert deliver in said(secretary.get(at(case)))
    secretary.post(deliver, {"on": "13.02.2017"})
    assert Commission.objects.get().delivered_on == date(2017, 2, 13)
    assert deliver not in said(secretary.get(at(case)))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("asked_of", {"asked_of": ""}),
        ("what", {"what": ""}),
        ("due_on", {"asked_on": "2017-02-13", "due_on": "2017-02-01"}),
    ],
)
def test_what_is_asked_for_says_what_is_missing(secretary, cast, case, field, change):
    form = {"asked_by": cast.council.pk, "asked_of": cast.committee.pk, "what": "Papir", **change}

    assert f'id="id_{field}_error"' in said(secretary.post(at(case, "commission"), form))


def test_a_body_that_asks_itself_is_refused_at_the_field(secretary, cast, case):
    form = {"asked_by": cast.council.pk, "asked_of": cast.council.pk, "what": "Papir"}

    assert 'id="id_asked_of_error"' in said(secretary.post(at(case, "commission"), form))


def test_each_line_is_a_wish_and_pressed_twice_each_is_there_once(secretary, cast, case):
    wishes = "Færre temaer\r\n\r\nMere fokus"
    form = {"wanted_by": cast.council.pk, "on": "2017-02-06", "wishes": wishes, "shown": "now"}

    for _ in range(2):
        secretary.post(at(case, "send_back"), form)

    assert [wish.text for wish in Wish.objects.all()] == ["Færre temaer", "Mere fokus"]


def test_wishes_are_shown_to_readers_when_the_secretary_shows_them(secretary, cast, case):
    publish_case(case, **BY)
    sent = {"wanted_by": cast.council.pk, "on": "2017-02-06", "wishes": "Færre", "shown": "later"}
    secretary.post(at(case, "send_back"), sent)

    assert "vises ikke for læsere endnu" in said(secretary.get(at(case)))
    assert not Wish.objects.public().exists()

    answer = secretary.post(at(case, "release_wishes"), follow=True)
    assert "Ønskerne står nu, hvor sagen læses." in said(answer)
    assert Wish.objects.public().get().text == "Færre"


def test_a_wish_that_is_too_long_is_told_at_the_wishes(secretary, cast, case):
    form = {"wanted_by": cast.council.pk, "on": "2017-02-06", "wishes": "x" * 401, "shown": "now"}

    assert 'id="id_wishes_error"' in said(secretary.post(at(case, "send_back"), form))
    assert not Wish.objects.exists()


def test_a_wish_is_answered_with_its_why_in_a_version(secretary, case, first, wish):
    path = reverse("workspace:case_wish", args=[case.public_id, wish.pk])
    form = {"answer": "partly", "why": "Fem i stedet for ti", "version": first.pk}
    for missing in form:
        page = said(secretary.post(path, {**form, missing: ""}))
        assert f'id="id_{missing}_error"' in page

    secretary.post(path, form)
    answered = Wish.objects.get()
    assert (answered.answer, answered.answered_in) == (Answer.PARTLY, first)
    assert "Fem i stedet for ti" in said(secretary.get(at(case)))


def test_a_wish_without_a_later_version_says_what_to_do_first(secretary, case, wish):
    path = reverse("workspace:case_wish", args=[case.public_id, wish.pk])

    assert "Skriv først en udgave" in said(secretary.get(path))


# The page of a case


def test_the_page_tells_the_whole_journey_and_marks_what_is_closed(secretary, case, first, wish):
    publish_case(case, **BY)
    page = said(secretary.get(at(case)))

    journey = page[page.index('id="journey"') :]
    assert "Udkast" in journey
    assert journey.count('class="closed"') == 1  # the draft, and not what it was sent back with


@pytest.mark.parametrize("rows", [1, 4])
def test_the_page_costs_the_same_however_much_happened(
    secretary, cast, case, django_assert_num_queries, rows
):
    for number in range(rows):
        version = add_paper(
            case,
            title=f"Papir {number}",
            html="<p>x</p>",
            dated_on=DAY,
            author=cast.committee,
            **BY,
        )
        wishes = [f"Ønske {number}", f"Andet {number}"]
        found = send_back(case, wanted_by=cast.council, on=DAY, wishes=wishes, **BY)
        answer_wish(found[0], answer=Answer.MET, why="x", version=version, **BY)
        between = {"asked_by": cast.council, "asked_of": cast.committee}
        commission(case, what=f"Papir {number}", **between, **BY)
    said(secretary.get(at(case)))

    with django_assert_num_queries(22):
        said(secretary.get(at(case)))


# Officials, and the desk


def test_an_official_is_put_on_and_taken_off(secretary, cast, case):
    form = {"user": cast.official.pk}
    for _ in range(2):
        secretary.post(at(case, "officials"), form)
    on_it = CaseOfficial.objects.get()
    assert "official" in said(secretary.get(at(case, "officials")))

    take_off = reverse("workspace:case_take_off", args=[case.public_id, on_it.pk])
    secretary.get(take_off)
    assert CaseOfficial.objects.get().until is None
    for _ in range(2):
        secretary.post(take_off)
    assert CaseOfficial.objects.get().until == MORNING


def test_only_officials_one_knows_are_offered(secretary, cast, case):
    page = said(secretary.post(at(case, "officials"), {"user": cast.member.pk}))

    assert 'id="id_user_error"' in page


def test_what_waits_in_a_case_stands_on_the_desks_of_those_who_move_it_on(
    signed_in, cast, case, made, wish
):
    for name in ("secretary", "committee_official"):
        desk = said(signed_in(name).get("/arbejde/"))
        assert "Papir om mål" in desk
        assert "skal leveres senest 1. marts 2017" in desk
        assert "Ønsker, der ikke er besvaret" in desk
    for name in ("other_secretary", "official", "administrator", "chair"):
        assert "Papir om mål" not in said(signed_in(name).get("/arbejde/"))


def test_what_is_late_is_said_to_be(secretary, cast, case):
    between = {"asked_by": cast.council, "asked_of": cast.committee}
    commission(case, what="Papir", due_on=date(2017, 2, 10), **between, **BY)

    assert "skulle være leveret senest 10. februar 2017" in said(secretary.get("/arbejde/"))
