"""The forms in which a municipality answers, or says how far it is."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.documents.actions import store_file
from kkr.documents.models import File
from kkr.ledger.actors import Actor
from kkr.rounds.actions import (
    Said,
    answer_by_link,
    confirm_reply,
    confirm_stage,
    note_stage,
    note_stage_by_link,
    reply,
)
from kkr.rounds.actions.links import ByLink
from kkr.rounds.models import Asked, Reply, ReplyLink, RoundStep, Stage, UnconfirmedReply, Way
from kkr.rounds.saying import says_the_same
from kkr.rounds.steps import Given
from kkr.workspace.fields import DayField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.recommendations.letters import send_confirmation
from kkr.workspace.recommendations.words import wording_for

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LONGEST_REMARK = 4000
DAY_AT_THE_END = re.compile(r"^(?P<committee>.*?)[\s,:]+(?P<day>[\d./-]{6,10})\.?$")


class AnswerForm(ActingForm):
    """What the municipal council decided, to one report; the few that must be filled in come first."""

    asks_source = False
    """Whether it must say from where the answer is known: by a link, a file or a case number."""

    step = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    decided_on = DayField(required=False)
    remark = forms.CharField(required=False, max_length=LONGEST_REMARK, widget=forms.Textarea)
    source_url = forms.URLField(
        label=_("Link to the minutes"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write a whole address, e.g. https://www.kl.dk/sundhed.")},
    )
    case_number = forms.CharField(
        label=_("The municipality's own case number"), required=False, max_length=60
    )
    path = forms.CharField(
        label=_("Way through the committees"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, each with its day, e.g. “Økonomiudvalget 14.03.2017”."),
    )

    file = forms.FileField(
        required=False,
        error_messages={"empty": _("The file is empty. Choose another.")},
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, given: Given, step: RoundStep
    ) -> None:
        asked = given.asked
        self.asked, self.report, self.before = asked, step, given.valid(step)
        super().__init__(data, files, initial=first_of(self.before) | {"step": step.number})
        self.fields["step"].required = len(given.steps) > 1
        self.words = wording_for(asked)
        for name in self.words.without:
            self.fields.pop(name, None)
        for name in {"answer", "decided_on", "remark"} & self.fields.keys():
            self.fields[name].label = str(getattr(self.words, name))
        self.fields["remark"].help_text = str(self.words.remark_help)
        self.fields["remark"].widget.attrs["rows"] = self.words.remark_rows
        kinds = asked.round.kind_of.answers
        choices = [(kind.key, f"{kind.sign} {kind.title}") for kind in kinds]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        if "case_number" in self.fields and not asked.municipality_id:
            self.fields["case_number"].label = gettext("Own case number")
        if "why" in self.fields and not self.before:
            del self.fields["why"]
        if "file" in self.fields:
            size = {"size": filesizeformat(settings.KKR_LARGEST_FILE)}
            self.fields["file"].label = str(self.words.file)
            self.fields["file"].help_text = str(self.words.file_help) % size

    def clean_file(self) -> "UploadedFile | None":
        """Refuse what is too large before it is read into memory."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > settings.KKR_LARGEST_FILE:
            raise forms.ValidationError(gettext("The file is too large. Give a link instead."))
        return file

    def clean(self) -> dict[str, Any]:
        """What is sent once more needs no reason: it corrects nothing."""
        cleaned = super().clean() or self.cleaned_data
        is_alone = set(self.errors) == {"why"} and not cleaned.get("file")
        if (
            self.before
            and is_alone
            and says_the_same(self.before, self.said, file=self.before.file)
        ):
            del self.errors["why"]
        return cleaned

    @property
    def stands(self) -> str:
        """What holds now, for a form that is sent later to say."""
        return self.before.public_id.hex if self.before else ""

    @property
    def over(self) -> str | None:
        """What held when the form was opened, as it says; None where it says nothing."""
        return self.data.get("over")

    @property
    def read(self) -> str:
        """What the writer has read: what held when they began, until they are told that somebody was faster."""
        is_slip = self.over is not None and self.status != HTTPStatus.CONFLICT
        return self.over or "" if is_slip else self.stands

    @property
    def status(self) -> int:
        """Conflict where somebody answered since the form was opened."""
        return 409 if self.has_error(NON_FIELD_ERRORS, "stale") else 200

    def clean_path(self) -> list[dict[str, str]]:
        """Each line as a committee and its day."""
        lines = self.cleaned_data["path"].splitlines()
        return [committee_of(line) for line in lines if line.strip()]

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        names = {"answer", "remark", "decided_on", "path", "case_number", "source_url"}
        return Said(**{name: given[name] for name in names & given.keys()})

    def file_kept(self, *, by: Actor, at: datetime) -> File | None:
        """The file that is brought, or where none is the one that came with the answer before."""
        brought = self.cleaned_data.get("file")
        if not brought:
            return self.before.file if self.before else None
        try:
            return store_file(brought, by=by, at=at)
        except forms.ValidationError as refusal:
            raise forms.ValidationError({"file": refusal.messages}) from refusal


class SignedInForm(AnswerForm):
    """The answer of somebody who is signed in: a correction says why."""

    why = forms.CharField(
        label=_("Why is the answer corrected?"),
        max_length=400,
        help_text=_("The first answer stays readable, with this beside it."),
        error_messages={"required": _("Say why the answer is corrected.")},
    )

    def answer_it(self, *, way: Way, by: User, at: datetime) -> Reply | None:
        """Let the answer count, with the file it had before where none is brought."""
        return self.act(self._answer, way=way, by=by, at=at)

    def _answer(self, *, way: Way, by: User, at: datetime) -> Reply:
        """The file is kept by itself first, for it is read before anything is locked."""
        given = self.cleaned_data
        words: dict[str, Any] = {name: given.get(name, "") for name in ("why", "override")}
        words |= {"file": self.file_kept(by=by, at=at), "over": self.over}
        return reply(self.asked, self.said, step=self.report, way=way, by=by, at=at, **words)


class SecretaryForm(GuardedForm, SignedInForm):
    """An answer that the secretariat enters for somebody; of a municipal council's it says from where it knows."""

    @property
    def asks_source(self) -> bool:  # type: ignore[override]
        return self.words.needs_source

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kept = self.before and self.before.file
        known = kept or any(cleaned.get(name) for name in ("source_url", "file", "case_number"))
        if self.asks_source and not known:
            words = gettext("Say where it stands: a link, a file or a case number.")
            self.add_error("source_url", words)
        return cleaned


class LinkForm(AnswerForm):
    """The answer by a link: kept until it is confirmed from a second mail."""

    def keep(self, link: ReplyLink, *, at: datetime) -> bool:
        """Whether it was kept; then the mail to confirm it with is on its way."""
        return bool(self.act(self._keep, link, at=at))

    def _keep(self, link: ReplyLink, *, at: datetime) -> str:
        file = self.file_kept(by=ByLink(link), at=at)
        tell = partial(send_confirmation, link, at=at)
        facts: dict[str, Any] = {"step": self.report, "file": file, "over": self.over}
        return answer_by_link(link, self.said, tell=tell, at=at, **facts)


class ConfirmForm(ActingForm):
    """The press of a button; where another answer stands, why it is corrected. Of a stage nothing is corrected."""

    why = forms.CharField(
        label=_("Why is the answer corrected?"),
        max_length=400,
        help_text=_("The first answer stays readable, with this beside it."),
        error_messages={"required": _("Say why the answer is corrected.")},
    )

    def __init__(self, data: Any = None, *, corrects: bool) -> None:
        super().__init__(data)
        if not corrects:
            del self.fields["why"]

    def confirm(self, unconfirmed: UnconfirmedReply, *, at: datetime) -> Reply | Asked | None:
        """Let the answer count, or how far one is."""
        if unconfirmed.stage:
            return self.act(confirm_stage, unconfirmed, at=at)
        why = self.cleaned_data.get("why", "")
        return self.act(confirm_reply, unconfirmed, why=why, at=at)


class StageForm(ActingForm):
    """How far it is, before there is an answer."""

    prefix = "stage"
    stage = forms.ChoiceField(
        label=_("How far is it?"),
        choices=Stage,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is.")},
    )
    on = DayField(required=False, help_text=_("Needed where it is on the agenda."))

    def __init__(self, data: Any = None, *, asked: Asked) -> None:
        super().__init__(data, initial={"stage": asked.stage, "on": asked.stage_on})
        self.fields["on"].label = str(wording_for(asked).meets)
        self.asked = asked

    @property
    def far(self) -> dict[str, Any]:
        """How far it is, as it is noted."""
        return {"stage": Stage(self.cleaned_data["stage"]), "on": self.cleaned_data["on"]}

    def note(self, *, by: User, at: datetime) -> Asked | None:
        """Note it."""
        return self.act(note_stage, self.asked, **self.far, by=by, at=at)

    def keep(self, link: ReplyLink, *, at: datetime) -> bool:
        """Whether it was kept by a link; then the mail to confirm it with is on its way."""
        tell = partial(send_confirmation, link, what="confirm_stage", at=at)
        return bool(self.act(note_stage_by_link, link, **self.far, tell=tell, at=at))


def first_of(before: Reply | None) -> dict[str, Any]:
    """What stands in the form when a reply is to be corrected."""
    if before is None:
        return {}
    names = ("answer", "remark", "decided_on", "case_number", "source_url")
    return {name: getattr(before, name) for name in names} | {"path": path_in_words(before.path)}


def path_in_words(path: list[Mapping[str, str]]) -> str:
    """The way through the committees, one a line.

    >>> path_in_words([{"committee": "Økonomiudvalget", "on": "2017-03-14"}])
    'Økonomiudvalget 14.03.2017'
    """
    return "\n".join(
        f"{each['committee']} {day_in_words(each.get('on', ''))}".strip() for each in path
    )


def day_in_words(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y") if day else ""


def committee_of(line: str) -> dict[str, str]:
    """A line as a committee and its day; a word at its end that is no day belongs to the name.

    >>> committee_of("Økonomiudvalget, 14.03.2017")
    {'committee': 'Økonomiudvalget', 'on': '2017-03-14'}
    >>> committee_of("Børn og unge")
    {'committee': 'Børn og unge', 'on': ''}
    """
    found = DAY_AT_THE_END.match(line.strip())
    if found is None:
        return {"committee": line.strip(), "on": ""}
    field = DayField()
    try:
        day = field.clean(found["day"])
    except forms.ValidationError:
        words = gettext("Write the day in “%(line)s” as 14.03.2017.") % {"line": line.strip()}
        raise forms.ValidationError(words) from None
    return {"committee": found["committee"].strip(), "on": day.isoformat()}
