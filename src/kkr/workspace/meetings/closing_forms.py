"""The forms about what is closed: files, members who take no part, what is withdrawn and opened."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Membership, Person
from kkr.ledger import clock
from kkr.meetings.actions import (
    attach_upload,
    exclude_member,
    keep_closed,
    lift_exclusion,
    open_attachment,
    open_item,
    withdraw_attachment,
    withdraw_item,
)
from kkr.meetings.models import AgendaItem, Attachment, Exclusion
from kkr.workspace.fields import DayField, OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm

SEEN_BY_FEW = _(
    "Only the secretariat and the member see it. The minutes say in words who took no part."
)


class AttachForm(ActingForm):
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file on your computer."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("As it stands on the agenda; left empty it is the name of the file."),
    )
    is_closed = forms.BooleanField(
        label=_("The file is closed"),
        required=False,
        help_text=_(
            "Then only members read it, also where the item is open. Its title is closed too."
        ),
    )
    opens_on = DayField(label=_("Opens by itself on"), required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(settings.KKR_LARGEST_FILE)
        words = gettext("PDF, Word, Excel, PowerPoint, a picture or text, of at most %(size)s.")
        self.fields["file"].help_text = words % {"size": largest}

    def attach(self, item: AgendaItem, *, by: User, at: datetime) -> Attachment | None:
        """Put it under the item; the token makes a second press of the button give the same one."""
        said = {name: self.cleaned_data[name] for name in ("title", "is_closed", "opens_on")}
        token = self.cleaned_data["token"] or uuid4()
        file = self.cleaned_data["file"]
        return self.act(attach_upload, item, file, public_id=token, by=by, at=at, **said)


class WhyForm(ActingForm):
    """Asks for a reason, which is needed where readers have seen the thing."""

    why = forms.CharField(
        label=_("Why?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = is_public
        self.fields["why"].error_messages["required"] = gettext("Say why; it was sent out.")

    def withdraw_item(self, item: AgendaItem, *, by: User, at: datetime) -> AgendaItem | None:
        return self.act(withdraw_item, item, why=self.cleaned_data["why"], by=by, at=at)


class TakeAwayForm(GuardedForm, WhyForm):
    """The same of a file; where everybody read it they read the reason at once."""

    def __init__(self, *args: Any, made: Attachment, **kwargs: Any) -> None:
        super().__init__(*args, is_public=made.published_at is not None, **kwargs)
        if made.is_seen:
            self.fields["why"].help_text = gettext(
                "Readers see it in the PDF of the agenda, and at the address of the one before."
            )

    def withdraw(self, made: Attachment, *, by: User, at: datetime) -> Attachment | None:
        return self.act(withdraw_attachment, made, **self.cleaned_data, by=by, at=at)


class OpenForm(GuardedForm):
    """Asks nothing but the reason, where a guard found something: the press of the button opens it."""

    def open_item(self, item: AgendaItem, *, by: User, at: datetime) -> AgendaItem | None:
        return self.act(open_item, item, override=self.cleaned_data["override"], by=by, at=at)

    def open_file(self, made: Attachment, *, by: User, at: datetime) -> Attachment | None:
        return self.act(open_attachment, made, override=self.cleaned_data["override"], by=by, at=at)


class KeepForm(ActingForm):
    why = forms.CharField(
        label=_("Why is it to stay closed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the history with your name."),
        error_messages={"required": _("Say why it is to stay closed.")},
    )

    def keep(self, thing: AgendaItem | Attachment, *, by: User, at: datetime) -> bool:
        """Whether it was done."""
        self.act(keep_closed, thing, why=self.cleaned_data["why"], by=by, at=at)
        return not self.errors


class ExcludeForm(ActingForm):
    person = OneOfField(
        Person.objects.none(),
        label=_("Member"),
        empty_label=_("Choose the member"),
        error_messages={"required": _("Choose who takes no part in the item.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=SEEN_BY_FEW,
        error_messages={
            "required": _("Say why the member takes no part, e.g. “Is on the board of the bidder.”")
        },
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = item.meeting.held_on or clock.today()
        seats = Membership.objects.of_body(item.meeting.council).running_on(day)
        people = Person.objects.filter(pk__in=seats.values("person")).order_by("name")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def exclude(self, item: AgendaItem, *, by: User, at: datetime) -> Exclusion | None:
        who, why = self.cleaned_data["person"], self.cleaned_data["why"]
        return self.act(exclude_member, item, who, why=why, by=by, at=at)


class LiftForm(ActingForm):
    why = forms.CharField(
        label=_("Why does the member take part after all?"),
        max_length=300,
        help_text=_("It is kept in the history with your name."),
        error_messages={"required": _("Say why the member takes part after all.")},
    )

    def lift(self, exclusion: Exclusion, *, by: User, at: datetime) -> bool:
        """Whether it was done."""
        self.act(lift_exclusion, exclusion, why=self.cleaned_data["why"], by=by, at=at)
        return not self.errors
