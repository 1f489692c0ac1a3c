"""Links and tokens: each opens one thing, and a stranger learns nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from tests.rounds.asking_around import (
    BY,
    DAY,
    LATER,
    NOON,
    answered,
    area,
    asked_of,
    contact_of,
    municipality,
    opened,
)

from kkr.council.actions import remove_contact
from kkr.documents.actions import forget_unused_files, store_file
from kkr.rounds.actions import (
    NoSuchLink,
    Said,
    answer_by_link,
    ask,
    close_round,
    confirm_reply,
    draft_round,
    find_link,
    find_token,
    find_unconfirmed,
    give_token,
    make_link,
    open_link,
    open_round,
    reply,
    revoke_link,
    revoke_token,
)
from kkr.rounds.models import Reply, ReplyLink, Way
from kkr.rounds.steps import step_of
from kkr.rounds.tasks import forget_unconfirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    return opened(cast.council, "albertslund", "glostrup")


@pytest.fixture
def contact(cast):
    return contact_of("albertslund")


@pytest.fixture
def token(made, contact):
    return make_link(asked_of(made, "albertslund"), contact, at=NOON)


def test_a_link_answers_its_question_once_it_is_confirmed(token):
    confirm = answer_by_link(find_link(token), Said("yes"), at=LATER)
    assert not Reply.objects.exists()

    made = confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)
    again = confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)

    assert made == again == Reply.objects.get()
    assert (made.asked.name, made.way) == ("Albertslund", Way.LINK)
    assert made.entered_by.startswith("link:")


def test_what_cannot_count_need_not_be_confirmed(token):
    with pytest.raises(ValidationError):
        answer_by_link(find_link(token), Said("no"), at=LATER)

    assert not Reply.objects.exists()


def test_the_newest_answer_by_a_link_is_the_one_to_confirm(token):
    first = answer_by_link(find_link(token), Said("yes"), at=LATER)
    answer_by_link(find_link(token), Said("no", remark="Nej"), at=LATER)

    with pytest.raises(NoSuchLink):
        find_unconfirmed(first, at=LATER)


def test_an_answer_is_confirmed_within_three_days(token):
    confirm = answer_by_link(find_link(token), Said("yes"), at=LATER)

    with pytest.raises(NoSuchLink):
        find_unconfirmed(confirm, at=LATER + timedelta(days=4))


def test_whatever_is_wrong_with_a_link_one_learns_the_same(made, contact, token):
    link = ReplyLink.objects.get()
    revoke_link(link, **BY)
    for guess in (token, "gaet", ""):
        with pytest.raises(NoSuchLink):
            find_link(guess)


@pytest.mark.parametrize("after", ["closed", "removed"])
def test_a_link_ends_with_the_question_and_with_the_contact(made, contact, token, after):
    if after == "closed":
        close_round(made, **BY)
    else:
        remove_contact(contact, why="Ny kontakt", **BY)

    with pytest.raises(NoSuchLink):
        find_link(token)


def test_only_digests_are_kept(token):
    assert token not in str(list(ReplyLink.objects.values()))


def test_one_sees_that_a_link_was_handed_on(cast, token):
    link = open_link(find_link(token), is_new_browser=True, at=LATER)
    link = open_link(link, is_new_browser=False, at=LATER)
    assert link.browsers == 1

    assert open_link(link, is_new_browser=True, at=LATER).browsers == 2
    assert ReplyLink.objects.visible_to(cast.secretary).get().browsers == 2
    assert not ReplyLink.objects.visible_to(cast.contact).exists()


def test_a_program_answers_for_its_municipality_until_its_token_is_taken_back(cast, made):
    given, words = give_token(
        municipality("albertslund"), label="SBSYS", by=cast.secretary, at=NOON
    )
    by = {"way": Way.API, "by": find_token(words), "at": LATER}
    reply(asked_of(made, "albertslund"), Said("yes"), **by)
    with pytest.raises(PermissionDenied):
        reply(asked_of(made, "glostrup"), Said("yes"), **by)
    assert Reply.objects.get().entered_by == "program:0165"

    revoke_token(given, by=cast.secretary, at=LATER)

    assert find_token(words) is None
    with pytest.raises(PermissionDenied):
        give_token(municipality("albertslund"), label="Mit", by=cast.contact, at=NOON)


@pytest.fixture
def hearing(cast, contact):
    days = [("Første", DAY - timedelta(days=30)), ("Endelig", DAY)]
    made = draft_round(council=cast.council, kind="test", title="Mål", deadlines=days, **BY)
    ask(made, [area("albertslund")], **BY)
    open_round(made, **BY)
    return make_link(asked_of(made, "albertslund"), contact, at=NOON)


def test_confirmed_twice_it_answers_no_other_report(hearing):
    link = find_link(hearing)
    confirm = answer_by_link(link, Said("yes"), step=step_of(link.asked), at=LATER)

    for _press in range(2):
        confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)

    assert [each.step.number for each in Reply.objects.all()] == [1]


def test_confirmed_again_it_undoes_no_correction(made, token):
    confirm = answer_by_link(find_link(token), Said("yes"), at=LATER)
    first = confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)
    answered(made, "albertslund", "no", remark="Nej", why="Læst forkert")

    again = confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)

    assert again == first
    assert Reply.objects.valid().get().answer == "no"


def test_what_a_contact_who_is_gone_answered_is_not_confirmed(contact, token):
    confirm = answer_by_link(find_link(token), Said("yes"), at=LATER)
    found = find_unconfirmed(confirm, at=LATER)
    remove_contact(contact, why="Ny kontakt", **BY)

    for act in (
        lambda: find_unconfirmed(confirm, at=LATER),
        lambda: confirm_reply(found, at=LATER),
    ):
        with pytest.raises(NoSuchLink):
            act()
    assert not Reply.objects.exists()


def test_a_file_comes_by_a_link_and_counts_with_the_answer(token):
    file = store_file(ContentFile(b"Godkendt.", name="referat.txt"), **BY)
    confirm = answer_by_link(find_link(token), Said("yes"), file=file, at=LATER)
    assert not file.replies.exists()

    confirm_reply(find_unconfirmed(confirm, at=LATER), at=LATER)

    assert Reply.objects.get().file == file


def test_what_is_not_confirmed_in_time_is_forgotten_with_its_file(token):
    file = store_file(ContentFile(b"Godkendt.", name="referat.txt"), **BY)
    answer_by_link(find_link(token), Said("yes"), file=file, at=LATER)
    assert forget_unused_files(before=LATER + timedelta(days=1)) == 0
    assert forget_unconfirmed(LATER + timedelta(days=2)) == 0

    assert forget_unconfirmed(LATER + timedelta(days=4)) == 1
    assert forget_unused_files(before=LATER + timedelta(days=1)) == 1
