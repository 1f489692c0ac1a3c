from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.common.text import one_line
from kkr.council.models import Council
from kkr.documents.actions import PathTaken, StaleEdit
from kkr.documents.models import File
from kkr.ledger import clock
from kkr.news.actions import (
    MovedOn,
    SavedMeanwhile,
    begin_news,
    copy_news,
    correct_news,
    edit_news,
    publish_news,
    rename_news,
    schedule_news,
    store_news_image,
    withdraw_news,
)
from kkr.news.models import (
    WORDS,
    NewsCorrection,
    NewsItem,
    PrivateDraft,
    State,
    WrongState,
)
from kkr.workspace.fields import MomentField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm
from kkr.workspace.writing.forms import Editor, ImageForm, over_of, without_unfit

LONGEST_WAIT = timedelta(days=731)


class NewsForm(GuardedForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What has happened, as readers will see it in every list."),
        error_messages={"required": _("Write a title, e.g. “The municipalities agree on health”.")},
    )
    teaser = forms.CharField(
        label=_("Teaser"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences under the title."),
    )
    html = forms.CharField(label=_("Text"), required=False, widget=Editor)
    label = forms.CharField(
        label=_("Label"), max_length=60, required=False, help_text=_("E.g. “Press release”.")
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=80, required=False, help_text=_("E.g. “Health”.")
    )
    press_contact = forms.CharField(
        label=_("Press contact"),
        max_length=200,
        required=False,
        help_text=_("Name and telephone number for journalists."),
    )
    source_url = forms.URLField(
        label=_("Source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of what the item builds on, if there is one."),
        error_messages={"invalid": _("Write a whole address, e.g. https://www.kl.dk/sundhed.")},
    )
    change_note = forms.CharField(
        label=_("What did you change?"),
        max_length=200,
        required=False,
        help_text=_("For your colleagues; it stands beside the version."),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_as = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    clash: StaleEdit | None = None
    moved: MovedOn | None = None

    def keep(self, council: Council | None, item: NewsItem | None, **actor: Any) -> NewsItem | None:
        """Save what was written; where a colleague was faster, `clash` has both texts.

        Where it reaches more readers by now than when the writer opened it, `moved` has it as it is.
        """
        facts = {name: self.cleaned_data[name] for name in (*WORDS, "html", "seen_as", "override")}
        facts["unsaved"] = over_of(self.data)
        try:
            if item is None:
                return self.begin(council, **facts, **actor)
            facts["change_note"] = self.cleaned_data["change_note"]
            return self.act(edit_news, item, based_on=self.version_before(item), **facts, **actor)
        except StaleEdit as clash:
            self.clash = clash
            self.now_about(based_on=clash.theirs.number)
            return None

    def now_about(self, **seen: Any) -> None:
        """Shown again it is about what stands there now."""
        self.data = {name: self.data.get(name, "") for name in self.data} | seen

    def begin(self, council: Council | None, **facts: Any) -> NewsItem | None:
        """A new item, or what this form made of it when it was sent before."""
        facts |= {
            "public_id": self.cleaned_data["token"],
            "based_on": self.cleaned_data["based_on"] or 1,
        }
        return self.act(begin_news, council=council, **facts)

    def version_before(self, item: NewsItem) -> int:
        """The version the writer had before them; the first, where none that exists was named."""
        named = self.cleaned_data["based_on"] or 0
        return named if 1 <= named <= item.document.latest.number else 1

    def refuse(self, refusal: ValidationError) -> None:
        """The slug is made of the title, and is no field of this form."""
        if isinstance(refusal, MovedOn):
            self.moved = refusal
            return self.now_about(seen_as=refusal.item.state)
        reasons = getattr(refusal, "error_dict", {})
        if "slug" in reasons:
            refusal = ValidationError(
                {"title": _("The title needs a letter or a digit; the address is made of it.")}
            )
        if getattr(refusal, "code", "") in {"image_without_text", "unknown_file"}:
            refusal = ValidationError({"html": refusal})
        return super().refuse(refusal)


def first_words(item: NewsItem | None, private: PrivateDraft | None) -> dict[str, Any]:
    """What the form begins with: what was not saved, else what the item says now."""
    seen_as = item.state if item else State.DRAFT
    if private:
        before = {"based_on": private.based_on, "seen_as": seen_as}
        return {**private.fields, **before, "token": uuid4()}
    if item is None:
        return {"token": uuid4(), "seen_as": seen_as}
    latest = item.document.latest
    words = {name: getattr(item, name) for name in WORDS}
    return {**words, "html": latest.html, "based_on": latest.number, "seen_as": seen_as}


def words_of(posted: Any) -> dict[str, str]:
    """What was written, valid or not, as a private draft keeps it."""
    return without_unfit({name: posted.get(name, "") for name in (*WORDS, "html", "change_note")})


class NewsImageForm(ImageForm):
    def store(self, council: Council | None, item: NewsItem | None, **actor: Any) -> File | None:
        """Keep the picture; `figure` is it as it stands in a text."""
        return self.put_in(store_news_image, council=council, item=item, **actor)


class StepForm(ActingForm):
    """Takes an item to another state; asked twice, the item is there already."""

    def is_there(self, item: NewsItem) -> bool:
        """Whether the item is already what this step makes of it."""
        raise NotImplementedError

    def act(self, action: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        def once() -> Any:
            try:
                return action(*args, **facts)
            except WrongState as refusal:
                if not self.is_there(refusal.item):
                    raise
                return refusal.item

        return super().act(once)


class LookedAtForm(GuardedForm):
    """A step that is asked of the version one looked at, and of no other; `stale` where there is another now."""

    looked_at = forms.IntegerField(required=False, widget=forms.HiddenInput)

    stale = False

    def refuse(self, refusal: ValidationError) -> None:
        self.stale = self.stale or isinstance(refusal, SavedMeanwhile)
        super().refuse(refusal)


class PublishForm(LookedAtForm, StepForm):
    """Two buttons: `now`, or `later` at the time of the one field; a reason, where the guards found something."""

    publish_at = MomentField(
        label=_("Day and time"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y kl. %H.%M"],
        error_messages={"invalid": _("Write a day and a time, e.g. 20.02.2017 09:00.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_later and not cleaned.get("publish_at") and "publish_at" not in self.errors:
            self.add_error("publish_at", _("Choose the day and time it is to be published."))
        if (asked := cleaned.get("publish_at")) and asked > clock.now() + LONGEST_WAIT:
            self.add_error("publish_at", _("Choose a time within the next two years."))
        return cleaned

    def is_there(self, item: NewsItem) -> bool:
        return item.state == State.PUBLISHED and not self.is_later

    @property
    def is_later(self) -> bool:
        return "later" in self.data

    def publish(self, item: NewsItem, *, by: User, at: datetime) -> NewsItem | None:
        """Publish now, or let the clock do it."""
        facts: dict[str, Any] = {"by": by, "at": at}
        facts |= {name: self.cleaned_data[name] for name in ("override", "looked_at")}
        if self.is_later:
            when = self.cleaned_data["publish_at"]
            return self.act(schedule_news, item, publish_at=when, **facts)
        return self.act(publish_news, item, **facts)


class UnscheduleForm(StepForm):
    def is_there(self, item: NewsItem) -> bool:
        return item.state == State.DRAFT


class DiscardForm(StepForm):
    def is_there(self, item: NewsItem) -> bool:
        return item.state == State.DISCARDED


class BringBackForm(StepForm):
    def is_there(self, item: NewsItem) -> bool:
        return item.state == State.DRAFT


class CopyForm(ActingForm):
    token = forms.UUIDField(widget=forms.HiddenInput)

    def copy(self, item: NewsItem, *, by: User, at: datetime) -> NewsItem | None:
        """Begin another item; the token makes a second press of the button give the same one."""
        public_id = self.cleaned_data["token"]
        return self.act(copy_news, item, public_id=public_id, by=by, at=at)


class CorrectForm(LookedAtForm):
    text = forms.CharField(
        label=_("What was wrong, and what is right?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Readers see it above the text, with today's date."),
        error_messages={"required": _("Write what was corrected, e.g. “The date was wrong.”")},
    )

    def correct(self, item: NewsItem, *, by: User, at: datetime) -> NewsCorrection | None:
        return self.act(correct_news, item, **self.cleaned_data, by=by, at=at)


class WithdrawForm(LookedAtForm, StepForm):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Readers who come to its address see this and nothing else."),
        error_messages={"required": _("Say why the news item is withdrawn; readers will see it.")},
    )

    def is_there(self, item: NewsItem) -> bool:
        same = item.withdrawal_reason == one_line(self.cleaned_data["reason"])
        return item.state == State.WITHDRAWN and same

    def withdraw(self, item: NewsItem, *, by: User, at: datetime) -> NewsItem | None:
        return self.act(withdraw_news, item, **self.cleaned_data, by=by, at=at)


class RenameForm(GuardedForm):
    slug = forms.CharField(
        label=_("Last part of the address"),
        max_length=120,
        help_text=_(
            "Small letters a to z, digits and hyphens. The former address leads to the new one."
        ),
        error_messages={
            "required": _("Write the last part of the address, e.g. maal-for-sundhed.")
        },
    )

    def rename(self, item: NewsItem, *, by: User, at: datetime) -> NewsItem | None:
        try:
            return self.act(rename_news, item, **self.cleaned_data, by=by, at=at)
        except PathTaken:
            taken = _("Another news item has, or has had, this address. Choose another.")
            self.add_error("slug", taken)
            return None
