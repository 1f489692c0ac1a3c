"""Answers that came to the secretary by mail, brought in as one table; nothing is kept before a yes."""

from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kkr.accounts.models import User
from kkr.common.text import number_in
from kkr.common.text import slug as slug_of
from kkr.council.sheets.reading import LARGEST_FILE, Line, Sheet, read_sheet
from kkr.council.sheets.writing import as_csv, as_excel
from kkr.ledger import clock
from kkr.recommendations.models import Recommendation
from kkr.rounds import sheets
from kkr.rounds.actions import AnsweredMeanwhile, digest_of_plan, import_replies
from kkr.rounds.models import Reply, Round, RoundStep, State
from kkr.rounds.steps import report_due
from kkr.workspace.door import Request, page, signed_in
from kkr.workspace.forms import ActingForm
from kkr.workspace.guards import GuardedForm, looked_for
from kkr.workspace.pages import done, posted
from kkr.workspace.recommendations.door import at, made_at
from kkr.workspace.recommendations.forms import Reports

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "kkr.workspace.recommendations.importing.2"
"""Another one whenever `sealed` gives other parts: what a page carries from before is then of no use, not wrong."""
LONGEST_PASTED = 500_000


class TableForm(ActingForm):
    """A table as a file, or pasted from a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV or Excel (.xlsx), of at most 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the rows from a spreadsheet"),
        required=False,
        max_length=LONGEST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("With the headings in the first row."),
    )
    report = Reports(
        RoundStep.objects.none(), label=gettext_lazy("Which report?"), empty_label=None
    )
    field_order = ("report", "file", "pasted")

    def __init__(self, data: Any = None, files: Any = None, *, asked_round: Round) -> None:
        self.due = report_due(asked_round)
        super().__init__(data, files, initial={"report": self.due})
        steps = asked_round.steps.order_by("number")
        self.fields["report"].queryset = steps  # type: ignore[attr-defined]
        if len(steps) == 1:
            del self.fields["report"]

    @property
    def step(self) -> RoundStep:
        """The report that the table is of."""
        found: RoundStep = self.cleaned_data.get("report", self.due)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("pasted", "").strip("\n\r")
        if not file and not text and not self.errors:
            self.add_error("file", gettext_lazy("Choose a file, or paste the rows."))
            return cleaned
        content = file.read(LARGEST_FILE + 1) if file else text.encode()
        try:
            cleaned["sheet"] = read_sheet(content, longest=sheets.LONGEST_REMARK, keeps_lines=True)
        except ValidationError as refusal:
            self.add_error("file" if file else "pasted", refusal)
        return cleaned


class YesForm(GuardedForm):
    """The yes to what a table would do, with the reason where a guard found something."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def bring_in(
        self, step: RoundStep, sheet: Sheet, *, by: User, at: datetime
    ) -> list[Reply] | None:
        """Note all of it; None where it was held back for what was found. Raises what cannot be said here."""
        facts = {"digest": self.cleaned_data["digest"], "override": self.given_reason}
        try:
            return import_replies(step.round, sheet, step=step, by=by, at=at, **facts)
        except ValidationError as refusal:
            if "override" not in getattr(refusal, "error_dict", {}):
                raise
            self.refuse(refusal)
            return None


def sealed(sheet: Sheet, made: Recommendation, step: RoundStep) -> str:
    """A table as the page carries it from the look to the yes; nobody can change it on the way."""
    lines = [[line.number, line.cells, list(line.wrong.items())] for line in sheet.lines]
    return signing.dumps([made.pk, step.number, sheet.heads, lines], salt=SALT, compress=True)


def opened(text: str, made: Recommendation) -> tuple[RoundStep, Sheet]:
    """The table that was looked at, of which report; 404 where it was not sealed here for the same question."""
    try:
        key, number, heads, lines = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    if key != made.pk:
        raise Http404
    rows = tuple(Line(row, tuple(cells), dict(wrong)) for row, cells, wrong in lines)
    return made.round.steps.get(number=number), Sheet(tuple(heads), rows)


def tables_of(made: Recommendation) -> list[dict[str, Any]]:
    """Where each report has its table to begin from; one of several is named."""
    steps = list(made.round.steps.all())
    return [
        {
            "report": str(step) if len(steps) > 1 else "",
            **{way: f"{at(made, way)}?rapport={step.number}" for way in ("excel", "csv")},
        }
        for step in steps
    ]


@signed_in
def bring_in(request: Request, council: str, slug: str) -> HttpResponse:
    """Choose a table; see row by row what it would answer for whom; say yes."""
    made = made_at(request, council, slug)
    if made.round.state != State.OPEN:
        raise Http404
    if request.method == "POST" and "sealed" in request.POST:
        return confirmed(request, made)
    form = TableForm(posted(request), request.FILES or None, asked_round=made.round)
    if form.is_valid():
        return look(request, made, form.step, form.cleaned_data["sheet"])
    context: dict[str, Any] = {
        "form": form,
        "made": made,
        "back": at(made),
        "heads": sheets.headings(),
        "answers": made.round.kind_of.answers,
        "tables": tables_of(made),
    }
    return page(request, "workspace/recommendations/import.html", **context)


def confirmed(request: Request, made: Recommendation) -> HttpResponse:
    """Do what was looked at, or show what it would do now."""
    step, sheet = opened(request.POST["sealed"], made)
    form = YesForm(request.POST)
    act: dict[str, Any] = {"by": request.user, "at": clock.now()}
    try:
        kept = form.bring_in(step, sheet, **act) if form.is_valid() else None
    except (AnsweredMeanwhile, ValidationError):  # the page says what is wrong now
        return look(request, made, step, sheet, is_stale=True)
    if kept is None:
        return look(request, made, step, sheet, form)
    words = ngettext("%(count)s answer is noted.", "%(count)s answers are noted.", len(kept))
    return done(request, of_report(step, words % {"count": len(kept)}), at(made))


def of_report(step: RoundStep, words: str) -> str:
    """The words, after the name of the report where there are several."""
    return f"{step}: {words}" if step.round.steps.count() > 1 else words


def look(
    request: Request,
    made: Recommendation,
    step: RoundStep,
    sheet: Sheet,
    form: YesForm | None = None,
    *,
    is_stale: bool = False,
) -> HttpResponse:
    plan = sheets.plan_of(made.round, sheet, clock.today(), step=step)
    context: dict[str, Any] = {
        "made": made,
        "plan": plan,
        "form": form or YesForm(),
        **looked_for(sheets.publication_of_plan(made.round, plan)),
        "is_stale": is_stale,
        "heading": of_report(step, heading(plan)),
        "answer": of_report(step, _("Answer")),
        "sealed": sealed(sheet, made, step),
        "digest": digest_of_plan(plan),
        "again": at(made, "import"),
        "back": at(made),
        "rows": [line_of(each) for each in plan.busy],
    }
    status = 409 if is_stale else 200
    return page(request, "workspace/recommendations/import_look.html", status=status, **context)


def heading(plan: sheets.Plan) -> str:
    """What the page is about, in one sentence."""
    if plan.problems:
        many = len({problem.row for problem in plan.problems})
        words = ngettext("One row must be put right", "%(many)s rows must be put right", many)
        return words % {"many": many}
    if not plan.busy:
        return _("There is nothing to do")
    words = ngettext(
        "%(new)s answer would be noted, %(corrected)s corrected",
        "%(new)s answers would be noted, %(corrected)s corrected",
        len(plan.new),
    )
    return words % {"new": len(plan.new), "corrected": len(plan.corrections)}


def line_of(entry: sheets.Entry) -> dict[str, Any]:
    """One row that does something, with what stands there now."""
    kind = entry.asked.round.kind_of.answer(entry.said.answer)
    before = entry.before.answer_of if entry.before else None
    return {
        "entry": entry,
        "who": entry.asked.name,
        "answer": f"{kind.sign} {kind.title}" if kind else "",
        "before": f"{before.sign} {before.title}" if before else "",
    }


@signed_in
def table(request: Request, council: str, slug: str, ending: str) -> HttpResponse:
    """Everybody who is asked with what they have answered: the table to fill in."""
    made = made_at(request, council, slug)
    steps = {each.number: each for each in made.round.steps.all()}
    step = steps.get(number_in(request.GET.get("rapport", ""))) or report_due(made.round)
    named = step if len(steps) > 1 else None
    heads, rows = sheets.headings(named), sheets.rows_of(made.round, step=step)
    if ending == "csv":
        content, kind = as_csv(heads, rows), "text/csv; charset=utf-8"
    else:
        content, kind = as_excel(_("Answers"), heads, rows), EXCEL
    what = slug_of(str(named or _("Answers")))
    name = f"{what}-{made.slug}-{clock.today():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
