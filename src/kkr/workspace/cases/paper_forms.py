"""The forms about papers: the text, and what stands around it."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.cases.actions import (
    add_paper,
    begin_writing,
    put_before_council,
    release_version,
    revise_paper,
    store_paper_file,
    store_paper_image,
)
from kkr.cases.models import Case, Paper, PaperVersion
from kkr.council.models import Body
from kkr.documents.actions import StaleEdit
from kkr.documents.models import File, UnsavedText
from kkr.workspace.cases.forms import AmongBodies
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.writing.forms import Editor, ImageForm, without_unfit

WORDS = ("title", "html", "what_changed", "dated_on", "author")


class TextForm(AmongBodies):
    """A version of a paper; the subclasses say what else is asked."""

    html = forms.CharField(label=_("Text"), required=False, widget=Editor)
    dated_on = DayField(label=_("Dated"), help_text=_("The day the version is of."))
    author = OneOfField(
        Body.objects.none(), label=_("Written by"), required=False, empty_label=_("Not said")
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    of_bodies = ("author",)
    clash: StaleEdit | None = None

    def keep(self, case: Case, paper: Paper | None, *, by: User, at: datetime) -> Any:
        """Save what was written as a version."""
        raise NotImplementedError

    def refuse(self, refusal: ValidationError) -> None:
        """What is wrong with the text is said at it, and with the address at the title."""
        reasons = getattr(refusal, "error_dict", {})
        if getattr(refusal, "code", "") in {"image_without_text", "unknown_file"}:
            refusal = ValidationError({"html": refusal})
        elif "slug" in reasons:
            refusal = ValidationError({"title": reasons["slug"]})
        elif "change_note" in reasons:
            refusal = ValidationError({"what_changed": reasons["change_note"]})
        super().refuse(refusal)


class NewPaperForm(TextForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=100,
        help_text=_("What the paper is called; its address is made of it and stays."),
        error_messages={"required": _("Write a title, e.g. “Draft of the goals”.")},
    )

    field_order = ("title", "html", "dated_on", "author")

    def keep(
        self, case: Case, _paper: Paper | None, *, by: User, at: datetime
    ) -> PaperVersion | None:
        facts = {name: self.cleaned_data[name] for name in ("title", "html", "dated_on", "author")}
        public_id = self.cleaned_data["token"]
        return self.act(add_paper, case, public_id=public_id, **facts, by=by, at=at)


class RevisionForm(TextForm):
    """Two buttons: save, and after somebody else took the text over, `take_over` and save."""

    what_changed = forms.CharField(
        label=_("What is changed?"),
        max_length=200,
        help_text=_("Readers see it beside the version, e.g. “Fewer themes.”"),
        error_messages={"required": _("Say what is changed since the version before.")},
    )

    field_order = ("html", "what_changed", "dated_on", "author")

    def keep(
        self, _case: Case, paper: Paper | None, *, by: User, at: datetime
    ) -> PaperVersion | None:
        """Write the next version; where a colleague was faster or writes now, `clash` has both texts."""
        assert paper is not None
        if "take_over" in self.data:
            begin_writing(paper, over=True, by=by, at=at)
        names = ("html", "what_changed", "dated_on", "author")
        facts = {name: self.cleaned_data[name] for name in names}
        facts["based_on"] = self.version_before(paper)
        try:
            return self.act(revise_paper, paper, **facts, by=by, at=at)
        except StaleEdit as clash:
            self.clash = clash
            written = {name: self.data.get(name, "") for name in self.data}
            self.data = written | {"based_on": clash.theirs.number}
            return None

    def version_before(self, paper: Paper) -> int:
        """The version the writer had before them; the first, where none that exists was named."""
        named = self.cleaned_data["based_on"] or 0
        return named if 1 <= named <= paper.document.latest.number else 1


def form_of(paper: Paper | None) -> type[TextForm]:
    return RevisionForm if paper else NewPaperForm


def first_words(paper: Paper | None, unsaved: UnsavedText | None, today: date) -> dict[str, Any]:
    """What the form begins with: what was not saved, else what the newest version says."""
    if unsaved:
        return {**unsaved.fields, "based_on": unsaved.based_on, "token": uuid4()}
    if paper is None:
        return {"token": uuid4(), "dated_on": today}
    latest = paper.document.latest
    before = PaperVersion.objects.filter(version=latest).first()
    author = before.author_id if before else None
    return {
        "html": latest.html,
        "based_on": latest.number,
        "author": author,
        "dated_on": today,
    }


def words_of(posted: Any) -> dict[str, str]:
    """What was written, valid or not, as it is kept unsaved."""
    return without_unfit({name: posted.get(name, "") for name in WORDS})


class PaperImageForm(ImageForm):
    def store(self, case: Case, *, by: User, at: datetime) -> File | None:
        return self.put_in(store_paper_image, case, by=by, at=at)


class AttachForm(ActingForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, a Word or Excel file, a text or an image, of at most 50 MB."),
        error_messages={
            "required": _("Choose a file on your computer."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    label = forms.CharField(
        label=_("What readers press"),
        max_length=200,
        required=False,
        help_text=_("E.g. “Appendix 1: the figures”. Empty: the name of the file."),
    )

    def store(self, case: Case, *, by: User, at: datetime) -> File | None:
        """Keep the file; what is wrong with it is said at it."""
        return self.act(store_paper_file, case, self.cleaned_data["file"], by=by, at=at)

    def refuse(self, refusal: ValidationError) -> None:
        super().refuse(ValidationError({"file": refusal.messages}))


class ReleaseForm(GuardedForm):
    """Lets everybody who sees the case read a version."""

    def release(self, version: PaperVersion, *, by: User, at: datetime) -> PaperVersion | None:
        why = self.cleaned_data["override"]
        return self.act(release_version, version, override=why, by=by, at=at)


class BeforeCouncilForm(ActingForm):
    def mark(self, version: PaperVersion, *, by: User, at: datetime) -> PaperVersion | None:
        return self.act(put_before_council, version, by=by, at=at)
