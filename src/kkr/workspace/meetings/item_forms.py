"""The form of an item, and the words of it that are kept while they are written."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.models import Case, PaperVersion
from kkr.documents.models import UnsavedText
from kkr.meetings.actions import StaleItem, add_item, edit_item
from kkr.meetings.kinds.base import item_kinds
from kkr.meetings.models import AgendaItem, Meeting
from kkr.workspace.fields import DayField
from kkr.workspace.forms import ActingForm
from kkr.workspace.meetings.door import day_of
from kkr.workspace.writing.forms import Editor, over_of, without_unfit

SAID = ("title", "kind", "proposal", "presenter", "minutes", "source_url")
CLOSING = ("is_closed", "public_heading", "opens_on", "opens_when")
WORDS = (*SAID, *CLOSING, "html", "section", "about", "case", "paper")


class ItemForm(ActingForm):
    section = forms.TypedChoiceField(label=_("Section"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        error_messages={"required": _("Write a title, e.g. “Intake of student teachers 2017-18”.")},
    )
    about = forms.ChoiceField(
        label=_("Whose minutes are approved?"),
        required=False,
        help_text=_("Only for the approval of minutes."),
    )
    case = forms.CharField(required=False, widget=forms.HiddenInput)
    paper = forms.CharField(required=False, widget=forms.HiddenInput)
    proposal = forms.CharField(
        label=_("Proposal"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the council is asked to do; it begins “It is proposed that ...”."),
    )
    html = forms.CharField(label=_("Text"), required=False, widget=Editor)
    presenter = forms.CharField(
        label=_("Presented by"), max_length=200, required=False, help_text=_("Name and title.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes it takes"),
        required=False,
        min_value=1,
        max_value=600,
        error_messages={"invalid": _("Write a number of minutes, e.g. 15.")},
    )
    is_closed = forms.BooleanField(label=_("The item is closed"), required=False)
    public_heading = forms.CharField(
        label=_("Heading for everybody"),
        max_length=250,
        required=False,
        help_text=_(
            "All that is public of a closed item, beside its number. Write it without what is closed."
        ),
    )
    opens_on = DayField(
        label=_("Opens by itself on"),
        required=False,
        help_text=_("From then on everybody reads it."),
    )
    opens_when = forms.CharField(
        label=_("Or opens when"),
        max_length=200,
        required=False,
        help_text=_("E.g. “the contract is signed”. Then somebody opens it by hand."),
    )
    source_url = forms.URLField(
        label=_("Source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of what the matter builds on, if there is one."),
        error_messages={"invalid": _("Write a whole address, e.g. https://www.kl.dk/sundhed.")},
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    clash: StaleItem | None = None

    def __init__(
        self, *args: Any, meeting: Meeting, item: AgendaItem | None, viewer: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.viewer = meeting, viewer
        template = meeting.template
        sections = [
            (number, f"{number} {template.title_of(number)}") for number in template.numbers
        ]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        kinds = [(kind.key, str(kind.title)) for kind in item_kinds().values()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.minuted = {str(each.public_id): each for each in meetings_before(meeting)}
        earlier = [(key, day_of(each)) for key, each in self.minuted.items()]
        self.fields["about"].choices = [("", gettext("Nobody's")), *earlier]  # type: ignore[attr-defined]
        if item:
            del self.fields["section"]

    def clean_about(self) -> Meeting | None:
        return self.minuted.get(self.cleaned_data["about"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        case, paper = chosen(
            self.meeting, self.viewer, cleaned.get("case", ""), cleaned.get("paper", "")
        )
        if (cleaned.get("case") and not case) or (cleaned.get("paper") and not paper):
            self.add_error(None, gettext("The case is not here any more. Choose it again."))
        return {**cleaned, "case": case, "paper": paper}

    @property
    def facts(self) -> dict[str, Any]:
        """What was written beside where it stands."""
        names = (*SAID, *CLOSING, "html", "about", "case", "paper")
        return {name: self.cleaned_data[name] for name in names}

    def keep(
        self, meeting: Meeting, item: AgendaItem | None, *, by: User, at: datetime
    ) -> AgendaItem | None:
        """Save what was written; where a colleague was faster, `clash` has how it stands now."""
        facts = {**self.facts, "unsaved": over_of(self.data)}
        if item is None:
            section, token = self.cleaned_data["section"], self.cleaned_data["token"] or uuid4()
            return self.act(
                add_item, meeting, section=section, public_id=token, by=by, at=at, **facts
            )
        try:
            seen = self.cleaned_data["based_on"] or 0
            return self.act(edit_item, item, based_on=seen, by=by, at=at, **facts)
        except StaleItem as clash:
            self.clash = clash
            written = {name: self.data.get(name, "") for name in self.data}
            self.data = written | {"based_on": clash.theirs.revision}
            return None

    def refuse(self, refusal: ValidationError) -> None:
        """What is wrong with the text is said at it."""
        if getattr(refusal, "code", "") in {"image_without_text", "unknown_file"}:
            refusal = ValidationError({"html": refusal})
        reasons = getattr(refusal, "error_dict", None)
        if reasons:
            hidden = [each for name in ("case", "paper") for each in reasons.pop(name, [])]
            for each in hidden:
                self.add_error(None, each)
        super().refuse(refusal)


def meetings_before(meeting: Meeting) -> list[Meeting]:
    """The last meetings whose minutes this one may approve."""
    rows = Meeting.objects.of_council(meeting.council).standing().dated().exclude(pk=meeting.pk)
    if meeting.held_on:
        rows = rows.filter(held_on__lte=meeting.held_on)
    return list(rows.newest_first()[:8])


def chosen(
    meeting: Meeting, viewer: User, case: str, paper: str
) -> tuple[Case | None, PaperVersion | None]:
    """The case and version of a paper with these keys, if the writer may put them on the agenda."""
    cases = Case.objects.visible_to(viewer).before(meeting.council)
    found = cases.filter(pk=int(case)).first() if is_key(case) else None
    if found is None or not is_key(paper):
        return found, None
    papers = PaperVersion.objects.visible_to(viewer).filter(paper__case=found)
    return found, papers.select_related("paper", "version").filter(pk=int(paper)).first()


def is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def first_words(
    item: AgendaItem | None, unsaved: UnsavedText | None, section: str = ""
) -> dict[str, Any]:
    """What the form begins with: what was not saved, else what the item says now."""
    if unsaved:
        return {**unsaved.fields, "based_on": unsaved.based_on, "token": uuid4()}
    if item is None:
        return {"token": uuid4(), "section": section, "kind": "matter"}
    facts = {name: getattr(item, name) for name in (*SAID, *CLOSING)}
    return {
        **facts,
        "html": item.document.latest.html,
        "about": str(item.about.public_id) if item.about else "",
        "case": str(item.case_id or ""),
        "paper": str(item.paper_id or ""),
        "based_on": item.revision,
    }


def words_of(posted: Any) -> dict[str, str]:
    """What was written, valid or not, as it is kept unsaved."""
    return without_unfit({name: posted.get(name, "") for name in WORDS})
