"""The forms about a case and its journey; each hands what was written to one action."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.actions import (
    answer_wish,
    bring_before,
    commission,
    deliver,
    edit_case,
    open_case,
    publish_case,
    put_official_on,
    release_wishes,
    send_back,
)
from kkr.cases.models import (
    Answer,
    Case,
    CaseOfficial,
    Commission,
    PaperVersion,
    SubjectClass,
    Wish,
)
from kkr.council.models import Body, Committee, Council, RoleGrant
from kkr.council.models.bodies import BodyKind
from kkr.council.models.roles import Role
from kkr.workspace.cases.subjects import SubjectField
from kkr.workspace.correcting import CorrectingForm
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.plain import points_in

SAYS = ("title", "summary", "kle", "committee", "source_url")


def bodies_around(case: Case, viewer: User) -> Any:
    """Who may ask, be asked and write in a case: its councils, their committees, and KL."""
    councils = case.councils.values("council_id")
    theirs = Q(pk__in=councils) | Q(as_committee__council__in=councils)
    seen = Body.objects.visible_to(viewer).filter(theirs | Q(kind=BodyKind.ASSOCIATION))
    own = Q(pk=case.committee_id)  # whoever is on the case reads there which committee prepares it
    return Body.objects.filter(own | Q(pk__in=seen.values("pk"))).order_by("kind", "name")


def committees_of(councils: Any) -> Any:
    return Committee.objects.filter(council__in=councils).order_by("name")


class SaidForm(CorrectingForm):
    """What is said of a case; at the KLE number those that match what is written are offered."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What the case is called in every list and on the agenda."),
        error_messages={"required": _("Write a title, e.g. “KKR goals for health”.")},
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One or two sentences that readers see first. Needed before it is opened to all."
        ),
    )
    kle = SubjectField()
    committee = OneOfField(
        Committee.objects.none(),
        label=_("Responsible committee"),
        required=False,
        empty_label=_("None"),
        help_text=_("Its officials see the case and write its papers."),
    )
    source_url = forms.URLField(
        label=_("Source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of what the case builds on, if there is one."),
        error_messages={"invalid": _("Write a whole address, e.g. https://www.kl.dk/sundhed.")},
    )

    says = SAYS

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committee = self.fields["committee"]
        assert isinstance(committee, forms.ModelChoiceField)
        committee.queryset = committees_of(councils)

    @property
    def unknown_subject(self) -> str:
        """The KLE number if classes are imported and it is none of them."""
        number = self.cleaned_data["kle"]
        return number if is_unknown(number) else ""


def is_unknown(number: str) -> bool:
    """Whether classes are imported and this number names none of them, nor a group of them."""
    known = SubjectClass.objects.public()
    return bool(number) and known.exists() and not known.within(number).exists()


class OpenForm(SaidForm):
    council = OneOfField(
        Council.objects.none(),
        label=_("Council"),
        empty_label=_("Choose"),
        help_text=_("It can be brought before others afterwards."),
        error_messages={"required": _("Choose the council the case is opened before.")},
    )
    opened_on = DayField(label=_("Opened"), help_text=_("The case is numbered in this year."))
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("council", "title", "summary", "opened_on", "committee", "kle", "source_url")

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, councils=councils, **kwargs)
        council = self.fields["council"]
        assert isinstance(council, forms.ModelChoiceField)
        council.queryset = councils

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        council, committee = cleaned.get("council"), cleaned.get("committee")
        if council and committee and committee.council_id != council.pk:
            self.add_error("committee", _("Choose a committee of the council above."))
        return cleaned

    def open(self, *, by: User, at: datetime) -> Case | None:
        facts = {name: value for name, value in self.facts.items() if name != "token"}
        return self.act(open_case, public_id=self.cleaned_data["token"], **facts, by=by, at=at)

    def refuse(self, refusal: ValidationError) -> None:
        """The address is made of the title, and is no field of this form."""
        reasons = getattr(refusal, "error_dict", {})
        if "slug" in reasons:
            refusal = ValidationError({"title": reasons["slug"]})
        super().refuse(refusal)


class EditForm(GuardedForm, SaidForm):
    def edit(self, case: Case, *, by: User, at: datetime) -> Case | None:
        """Save what was changed; where a colleague was faster, `stale` has what they wrote."""
        return self.unless_stale(edit_case, case, **self.facts, by=by, at=at)


class BringForm(ActingForm):
    council = OneOfField(
        Council.objects.none(),
        label=_("Council"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the council it is brought before.")},
    )
    since = DayField(label=_("From"))

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = self.fields["council"]
        assert isinstance(council, forms.ModelChoiceField)
        council.queryset = councils

    def bring(self, case: Case, *, by: User, at: datetime) -> Case | None:
        return self.act(bring_before, case, **self.cleaned_data, by=by, at=at)


class PublishForm(GuardedForm):
    def publish(self, case: Case, *, by: User, at: datetime) -> Case | None:
        return self.act(publish_case, case, override=self.cleaned_data["override"], by=by, at=at)


class AmongBodies(ActingForm):
    """A form whose fields named in `of_bodies` choose among the bodies around a case."""

    of_bodies: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Case, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.of_bodies:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = bodies_around(case, viewer)


class CommissionForm(GuardedForm, AmongBodies):
    asked_by = OneOfField(
        Body.objects.none(),
        label=_("Who asks?"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the body that asks.")},
    )
    asked_of = OneOfField(
        Body.objects.none(),
        label=_("Who is asked?"),
        empty_label=_("Choose"),
        help_text=_(
            "The officials of a committee that is asked see the case and write its papers."
        ),
        error_messages={"required": _("Choose the body that is asked.")},
    )
    what = forms.CharField(
        label=_("What is asked for?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is asked for, e.g. “To revise the papers.”")},
    )
    asked_on = DayField(label=_("Asked on"), required=False, help_text=_("Empty if not known."))
    due_on = DayField(label=_("To be delivered by"), required=False)

    of_bodies = ("asked_by", "asked_of")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked, due = cleaned.get("asked_on"), cleaned.get("due_on")
        if asked and due and due < asked:
            self.add_error("due_on", _("Choose a day after the one on which it is asked for."))
        return cleaned

    def ask(self, case: Case, *, by: User, at: datetime) -> Commission | None:
        return self.act(commission, case, **self.cleaned_data, by=by, at=at)


class DeliverForm(ActingForm):
    on = DayField(label=_("Delivered on"))

    def deliver(self, made: Commission, *, by: User, at: datetime) -> Commission | None:
        return self.act(deliver, made, on=self.cleaned_data["on"], by=by, at=at)


class SendBackForm(GuardedForm, AmongBodies):
    wanted_by = OneOfField(
        Body.objects.none(),
        label=_("Who sends it back?"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the body that sends it back.")},
    )
    on = DayField(label=_("Sent back on"))
    wishes = forms.CharField(
        label=_("Wishes"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Each wish on a line of its own. Each is answered for itself."),
        error_messages={"required": _("Write each wish on a line of its own.")},
    )

    shown = forms.ChoiceField(
        label=_("When can readers of the case read the wishes?"),
        choices=[
            ("now", _("At once")),
            ("later", _("When I show them: the minutes are not published, or the item was closed")),
        ],
        widget=forms.RadioSelect,
        initial="now",
    )

    of_bodies = ("wanted_by",)

    def send(self, case: Case, *, by: User, at: datetime) -> list[Wish] | None:
        given = dict(self.cleaned_data)
        is_held_back = given.pop("shown") == "later"
        facts = given | {"wishes": points_in(given["wishes"])}
        return self.act(send_back, case, **facts, is_held_back=is_held_back, by=by, at=at)

    def refuse(self, refusal: ValidationError) -> None:
        """What is wrong with one wish is said at the field of them all."""
        reasons = getattr(refusal, "error_dict", {})
        if "text" in reasons:
            refusal = ValidationError({"wishes": reasons["text"]})
        super().refuse(refusal)


class ReleaseWishesForm(GuardedForm):
    def release(self, case: Case, *, by: User, at: datetime) -> list[Wish] | None:
        """Let readers read the wishes."""
        override = self.cleaned_data["override"]
        return self.act(release_wishes, case, override=override, by=by, at=at)


class Versions(OneOfField):
    """Versions by the paper's name, number and day."""

    def label_from_instance(self, version: Any) -> str:
        return _("%(paper)s, version %(number)s of %(day)s") % {
            "paper": version.paper.title,
            "number": version.version.number,
            "day": version.dated_on.strftime("%d.%m.%Y"),
        }


class AnswerForm(GuardedForm):
    answer = forms.ChoiceField(
        label=_("Is the wish met?"),
        choices=[choice for choice in Answer.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is met, partly or not.")},
    )
    why = forms.CharField(
        label=_("How, or why not?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Readers of the case see it beside the wish when the version is released."),
        error_messages={"required": _("Say how it was met, or why not.")},
    )
    version = Versions(
        PaperVersion.objects.none(),
        label=_("In which version?"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the version that answers the wish.")},
    )

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        assert isinstance(version, forms.ModelChoiceField)
        version.queryset = later_versions(wish)

    def reply(self, wish: Wish, *, by: User, at: datetime) -> Wish | None:
        facts = self.cleaned_data | {"answer": Answer(self.cleaned_data["answer"])}
        return self.act(answer_wish, wish, **facts, by=by, at=at)


def later_versions(wish: Wish) -> Any:
    """The versions that may answer a wish, the newest first."""
    versions = PaperVersion.objects.filter(paper__case=wish.case_id, dated_on__gte=wish.wanted_on)
    return versions.select_related("paper", "version").order_by("-dated_on", "-pk")


class Officials(OneOfField):
    def label_from_instance(self, user: Any) -> str:
        return f"{user.name} ({user.email})"


class OfficialForm(ActingForm):
    user = Officials(
        User.objects.none(),
        label=_("Official"),
        empty_label=_("Choose"),
        help_text=_("Those with the role of official in your councils and their municipalities."),
        error_messages={"required": _("Choose the official.")},
    )

    def __init__(self, *args: Any, case: Case, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)
        user.queryset = officials_for(case, viewer)

    def put_on(self, case: Case, *, by: User, at: datetime) -> CaseOfficial | None:
        return self.act(put_official_on, case, **self.cleaned_data, by=by, at=at)


def officials_for(case: Case, viewer: User) -> Any:
    """Whom the viewer may put on a case: the officials they know who are not on it."""
    grants = RoleGrant.objects.visible_to(viewer).running_now().with_role(Role.OFFICIAL)
    on_it = CaseOfficial.objects.running_now().filter(case=case).values("user_id")
    found = User.objects.filter(pk__in=grants.values("user_id")).exclude(pk__in=on_it)
    return found.order_by("name")
