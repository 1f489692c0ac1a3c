"""Which municipality answers for another one too, said before the question is sent out."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kkr.accounts.models import User
from kkr.council.models import Municipality
from kkr.ledger import clock
from kkr.rounds.actions import report_through
from kkr.rounds.models import Asked, Round, State
from kkr.workspace.door import Request
from kkr.workspace.fields import OneOfField
from kkr.workspace.forms import ActingForm
from kkr.workspace.pages import Step, done, form_page, posted
from kkr.workspace.recommendations.pressing import At, overtaken


class Named(OneOfField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class JointForm(ActingForm):
    asked = Named(
        Asked.objects.none(), label=_("Municipality"), empty_label=_("Choose the municipality")
    )
    reporter = Named(
        Municipality.objects.none(),
        label=_("Who answers for it?"),
        required=False,
        empty_label=_("It answers for itself"),
    )

    def __init__(self, data: Any = None, *, asked_round: Round, viewer: User) -> None:
        super().__init__(data)
        rows = Asked.objects.visible_to(viewer).filter(round=asked_round)
        rows = rows.filter(municipality__isnull=False)
        among = Municipality.objects.filter(pk__in=rows.values("municipality"))
        self.fields["asked"].queryset = rows.with_names().order_by("area__name")  # type: ignore[attr-defined]
        self.fields["reporter"].queryset = among.select_related("area").order_by("area__name")  # type: ignore[attr-defined]

    def note(self, *, by: User, at: datetime) -> Asked | None:
        """Keep who answers for whom."""
        given = self.cleaned_data
        return self.act(report_through, given["asked"], given["reporter"], by=by, at=at)


def joint(request: Request, asked_round: Round, at: At) -> HttpResponse:
    """Say for one municipality which one answers; once it is out it stands."""
    if asked_round.state != State.DRAFT:
        return overtaken(request, asked_round, at)
    form = JointForm(posted(request), asked_round=asked_round, viewer=request.user)
    if form.is_valid() and (asked := form.note(by=request.user, at=clock.now())):
        return done(request, told(asked), at())
    notes = (
        gettext(
            "The contacts of the one that answers get the mails of both, and give an answer for each. Each counts "
            "for itself."
        ),
    )
    question, button = gettext("Who answers for whom?"), pgettext("joint report", "Note it")
    return form_page(request, form, Step(question, button, asked_round.title, at(), notes))


def told(asked: Asked) -> str:
    if asked.reports_through is None:
        return gettext("%(who)s answers for itself.") % {"who": asked.name}
    facts = {"who": asked.name, "reporter": asked.reports_through.name}
    return gettext("%(reporter)s answers for %(who)s too.") % facts
