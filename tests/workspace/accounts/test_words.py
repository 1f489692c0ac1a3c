"""What the account's pages say where something is missing, and what stands in the mails."""

import pkgutil
from html import unescape
from importlib import import_module
from zipfile import ZipFile

import pytest
from django import forms
from django.contrib.auth import password_validation
from django.forms import Field
from django.urls import reverse
from tests.cast import HOUSE, LONG_AGO
from tests.workspace.accounts.conftest import GOOD

import kkr.workspace
import kkr.workspace.accounts.forms as account_forms
import kkr.workspace.news.forms as news_forms
import kkr.workspace.register.forms as register_forms
from kkr.accounts.actions import close_user, hand_out
from kkr.council.actions import grant_role
from kkr.council.models.roles import Role
from kkr.outbox.models import Mail
from kkr.workspace.accounts.archive import archive
from kkr.workspace.accounts.inviting import invite_with_role
from kkr.workspace.forms import PlainForm
from kkr.workspace.register import body_forms

pytestmark = pytest.mark.django_db
ROOMS = (account_forms, news_forms, body_forms, register_forms)
FORMS = [
    pytest.param(form, id=f"{form.__module__.rsplit('.', 2)[-2]}-{form.__name__}")
    for room in ROOMS
    for form in vars(room).values()
    if isinstance(form, type) and form.__module__ == room.__name__ and hasattr(form, "base_fields")
]
PUBLIC_FORMS = ["account_login", "account_reset_password"]


@pytest.mark.parametrize("form", FORMS)
def test_every_field_that_must_be_filled_in_says_so_in_words_of_its_own(form):
    unsaid = [
        name
        for name, field in form.base_fields.items()
        if field.required
        and not field.widget.is_hidden
        and field.error_messages["required"] == Field.default_error_messages["required"]
        and name not in account_forms.NEEDED
    ]

    assert unsaid == []


def forms_below(kind):
    for form in kind.__subclasses__():
        yield form
        yield from forms_below(form)


def test_every_form_of_the_desk_answers_in_plain_words():
    for module in pkgutil.walk_packages(kkr.workspace.__path__, "kkr.workspace."):
        import_module(module.name)

    ours = {form for form in forms_below(forms.Form) if form.__module__.startswith("kkr.workspace")}

    assert {form for form in ours if not issubclass(form, PlainForm)} == set()
    assert len(ours) > 50


class Anything(PlainForm):
    name = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=5, required=False)
    one = forms.ChoiceField(choices=[("a", "A")])
    file = forms.FileField()
    own = forms.CharField(error_messages={"required": "Eget."})


def test_what_has_no_words_of_its_own_is_said_in_ours_and_own_words_stay():
    first, second = Anything({}), Anything({"name": "lang", "number": "4", "one": "b"})
    second.fields["later"] = forms.CharField()

    assert first.errors["name"] == ["Udfyld feltet; det må ikke være tomt."]
    assert first.errors["one"] == ["Vælg en af mulighederne."]
    assert first.errors["file"] == ["Vælg en fil på din computer."]
    assert first.errors["own"] == ["Eget."]
    assert second.errors["name"] == ["Der må højst være 3 tegn, og der er 4. Skriv det kortere."]
    assert second.errors["number"] == ["Skriv et tal, der er mindst 5."]
    assert second.errors["one"][0].startswith("Det kan ikke vælges her")
    assert second.errors["later"] == ["Udfyld feltet; det må ikke være tomt."]


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("kort", "kort", "mindst 12 tegn"),
        ("password1234", "password1234", "gætter alle"),
        ("739502718460", "739502718460", "kun tal"),
        ("somebody@example.dk", "somebody@example.dk", "ligner dit navn"),
        (GOOD, f"{GOOD}!", "ikke ens"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_our_words_with_what_would(
    client, somebody, password, again, said
):
    client.force_login(somebody)
    new = {"oldpassword": "x", "password1": password, "password2": again}

    body = client.post(reverse("account_change_password"), new).content.decode()

    assert said in body
    assert "Det skal rettes først" in body


def test_the_rules_of_passwords_have_words_of_ours():
    rules = password_validation.get_default_password_validators()

    assert {type(rule).__module__ for rule in rules} == {"kkr.accounts.passwords"}


@pytest.mark.parametrize("name", PUBLIC_FORMS)
def test_an_empty_form_is_answered_by_us_at_the_field_and_above(client, name):
    answer = client.post(reverse(name), {})

    body = answer.content.decode()
    assert "Det skal rettes først" in body
    assert "e-mailadresse" in body
    assert "påkrævet" not in body
    assert "novalidate" in body


def test_one_signs_out_and_reaches_the_desk_from_ones_account(client, cast):
    client.force_login(cast.secretary)

    body = client.get(reverse("account_home")).content.decode()

    assert reverse("workspace:desk") in body
    assert reverse("workspace:register") in body
    assert f'action="{reverse("account_logout")}"' in body


def test_an_invitation_says_who_invites_and_to_what(cast, settings):
    facts = {"email": "ny@example.dk", "name": "Ny Person", "role": Role.OFFICIAL}
    invite_with_role(**facts, body=cast.council, by=cast.secretary, at=LONG_AGO, now=LONG_AGO)

    mail = Mail.objects.latest("pk")
    for words in (mail.text, mail.html):
        assert cast.secretary.name in words
        assert cast.council.name in words
        assert "Embedsmand" in words


def test_the_last_administrators_account_is_not_closed(cast):
    administrator = cast.administrator
    now = {"at": LONG_AGO, "now": LONG_AGO}

    with pytest.raises(account_forms.ValidationError, match="sidste administrator"):
        close_user(administrator, why="Rejst", by=HOUSE, **now)

    facts = {"role": Role.ADMINISTRATOR, "body": administrator.role_grants.get().body}
    grant_role(user=cast.newcomer, **facts, why="Ny", by=HOUSE, at=LONG_AGO)
    assert not close_user(administrator, why="Rejst", by=HOUSE, **now).is_active


def test_the_file_of_ones_data_is_told_in_words(cast):
    facts = {"email": "ny@example.dk", "name": "Ny Person", "role": Role.OFFICIAL}
    when = {"by": cast.secretary, "at": LONG_AGO, "now": LONG_AGO}
    user, _token = invite_with_role(**facts, body=cast.council, **when)
    held = hand_out(user, why="Indsigt", by=cast.administrator, at=LONG_AGO)

    with archive(user, held, at=LONG_AGO) as file, ZipFile(file) as zipped:
        page = unescape(zipped.read("laes-mig.html").decode())
        machines = zipped.read("oplysninger.json").decode()

    assert "Inviteret" in page
    assert "accounts.user_invited" not in page
    assert "E-mail: ny@example.dk" in page
    assert " kl. " in page
    assert "accounts.user_invited" in machines
