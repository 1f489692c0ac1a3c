"""The forms in which comments on a case are asked for, and summed up."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.actions import consult, summarise
from kkr.cases.models import Case, Consultation, Paper, PaperVersion
from kkr.council.models import Area, Committee, Council
from kkr.council.models.roles import day_of
from kkr.documents.actions import HeldByAnother, StaleEdit
from kkr.rounds.actions import members_of
from kkr.workspace.fields import DayField, OneOfField, SomeOfField, refuse_past
from kkr.workspace.forms import ActingForm
from kkr.workspace.recommendations.forms import FIRST_HELP, LONGEST, Areas, Versions, deadlines_of
from kkr.workspace.writing.forms import Editor

EVERYBODY, SOME, NOBODY = "all", "some", "none"


class Committees(SomeOfField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AskingForm(ActingForm):
    html = forms.CharField(
        label=_("What do you ask for comments on?"),
        max_length=LONGEST,
        widget=Editor,
        error_messages={"required": _("Write what you ask for comments on.")},
    )


class ConsultForm(AskingForm):
    """Who is asked for comments on a case, on what, and by when."""

    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        error_messages={"required": _("Write a title, e.g. “Shared goals for health”.")},
    )
    council = OneOfField(Council.objects.none(), label=_("Which council asks?"), empty_label=None)
    about = Versions(
        PaperVersion.objects.none(),
        label=_("Which text is it about?"),
        required=False,
        empty_label=_("None of the papers of the case"),
        help_text=_("Those who are asked can read it, also while it is closed to others."),
    )
    first_on = DayField(
        label=_("First report by"),
        required=False,
        help_text=FIRST_HELP,
    )
    deadline_on = DayField(label=_("Answer by"))
    whom = forms.ChoiceField(
        label=_("Which municipalities are asked?"),
        widget=forms.RadioSelect,
        choices=[
            (EVERYBODY, _("All municipalities of the council")),
            (SOME, _("Those chosen below")),
            (NOBODY, _("None, only committees")),
        ],
    )
    areas = Areas(
        Area.objects.none(),
        label=_("Municipalities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    committees = Committees(
        Committee.objects.none(),
        label=_("Committees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their officials answer, signed in; they get no mail."),
    )
    is_public = forms.BooleanField(
        label=_("Everybody can read who is asked and what they respond"), required=False
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case, councils: Any, viewer: User, at: datetime):
        first: dict[str, Any] = {"title": case.title, "whom": EVERYBODY, "token": uuid4()}
        self.case, self.today = case, day_of(at)
        self.members = {each: members_of(each, day_of(at)) for each in councils}
        first["council"] = next(iter(self.members))
        super().__init__(data, initial=first)
        keys = {area.pk for areas in self.members.values() for area in areas}
        committees = Committee.objects.visible_to(viewer).running_on(day_of(at))
        versions = PaperVersion.objects.visible_to(viewer).filter(paper__case=case).in_order()
        rows = {
            "council": councils,
            "areas": Area.objects.filter(pk__in=keys).order_by("name"),
            "committees": committees.filter(council__in=councils).order_by("name"),
            "about": versions.select_related("paper"),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        if len(self.members) == 1:
            del self.fields["council"]
        for name in ("committees", "about"):
            if not rows[name].exists():
                del self.fields[name]
        if not case.is_public:
            del self.fields["is_public"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_past(self, self.today, "first_on", "deadline_on")
        whom, areas = cleaned.get("whom"), cleaned.get("areas") or ()
        if whom == SOME and not areas:
            self.add_error("areas", gettext("Choose at least one municipality to ask."))
        if whom != SOME and areas:
            words = gettext(
                "Municipalities are chosen below: say that those are asked, or choose none."
            )
            self.add_error("whom", words)
        if whom == SOME and set(areas) - set(self.members.get(self.asking, ())):
            self.add_error("areas", gettext("Choose municipalities of the council that asks."))
        if whom == NOBODY and not cleaned.get("committees"):
            self.add_error("whom", gettext("Choose at least one committee then."))
        return cleaned

    @property
    def asking(self) -> Council | None:
        """Which council asks; the only one where there is no choice."""
        first = next(iter(self.members))
        found: Council | None = self.cleaned_data.get("council", first)
        return found

    def consult(self, *, by: User, at: datetime) -> Consultation | None:
        """Draft it; nobody else sees it yet, and the token makes a second press of the button give the same one."""
        given = self.cleaned_data
        areas = {EVERYBODY: None, SOME: given["areas"], NOBODY: []}[given["whom"]]
        return self.act(
            consult,
            self.case,
            council=self.asking,
            title=given["title"],
            html=given["html"],
            deadlines=deadlines_of(given["first_on"], given["deadline_on"]),
            areas=areas,
            committees=given.get("committees") or (),
            about=given.get("about"),
            is_public=given.get("is_public", False),
            public_id=given["token"],
            by=by,
            at=at,
        )


class Papers(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        return gettext("The next version of “%(paper)s”") % {"paper": obj.title}


class SummaryForm(ActingForm):
    """Into which paper of the case the responses are put."""

    paper = Papers(
        Paper.objects.none(),
        label=_("Into which paper?"),
        required=False,
        empty_label=_("A new paper"),
    )
    title = forms.CharField(label=_("Title of the new paper"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, made: Consultation, viewer: User) -> None:
        papers = Paper.objects.visible_to(viewer).filter(case=made.case).select_related("document")
        with translation.override(settings.LANGUAGE_CODE):
            title = gettext("Responses: %(title)s") % {"title": made.round.title}
        title = title[:200]
        first = {"title": title, "paper": papers.filter(title=title).first()}
        super().__init__(data, initial=first)
        self.made = made
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]
        if not papers.exists():
            del self.fields["paper"]

    def summarise(self, *, by: User, at: datetime) -> PaperVersion | None:
        """Make the draft; nobody but those who write the case sees it."""
        given = self.cleaned_data
        facts = {"title": given["title"], "paper": given.get("paper"), "by": by, "at": at}
        try:
            return self.act(summarise, self.made, **facts)
        except HeldByAnother:
            self.add_error(
                "paper", _("Somebody is writing that paper now. Wait, or take a new one.")
            )
        except StaleEdit:
            self.add_error("paper", _("Somebody wrote that paper this moment. Press once more."))
        return None
