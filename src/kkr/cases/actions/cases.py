from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.cases.actions.recording import let_pass, locked, recorded
from kkr.cases.models import Case, CaseBefore
from kkr.cases.publication import publication_of, words_of
from kkr.common.locks import hold
from kkr.common.text import one_line
from kkr.council.actions import StaleCorrection, refuse_other_words
from kkr.council.models import Committee, Council
from kkr.council.models.roles import day_of
from kkr.documents.addresses import last_part
from kkr.documents.guarding import look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require
from kkr.ledger.models import Entry

PREFIX = "SAG"


class Facts(TypedDict, total=False):
    """What is said of a case beside its title."""

    summary: str
    kle: str
    committee: Committee | None
    source_url: str
    illustrative: str


@transaction.atomic
def open_case(
    *,
    council: Council,
    title: str,
    opened_on: date,
    by: Actor,
    at: datetime,
    public_id: UUID | None = None,
    **facts: Unpack[Facts],
) -> Case:
    """Open a case before a council; nobody else sees it until it is published.

    It gets the next number of its year, and an address made of the title. Whoever chooses the
    `public_id` may ask twice: the second time gives the first case back, or refuses where it says something
    else. Refuses an actor without `cases.open_case` on the council, a title without a letter or a digit, and a
    day to come.
    """
    require(by, "cases.open_case", council)
    public_id = public_id or uuid4()
    hold(str(public_id))
    said = {"title": one_line(title), "opened_on": opened_on, **_tidied(facts)}
    if known := Case.objects.before(council).filter(public_id=public_id).first():
        refuse_other_words(known, **said)
        return known
    if opened_on > day_of(at):
        message = _("The day is still to come. Write the day it was opened.")
        raise ValidationError({"opened_on": message})
    case = Case(public_id=public_id, **said)
    case.number, case.slug = _next_number(opened_on.year), _free_slug(case.title)
    case.full_clean()
    case.save(force_insert=True)
    CaseBefore.objects.create(case=case, council=council, since=opened_on)
    recorded("opened", case, by=by, at=at)
    return case


@transaction.atomic
def edit_case(
    case: Case,
    *,
    title: str,
    by: Actor,
    at: datetime,
    based_on: int | None = None,
    override: str = "",
    **facts: Unpack[Facts],
) -> Case:
    """Say something else of a case; the same again leaves no trace.

    Its number stays, and once it is public its address. Refuses an actor without `cases.edit_case` on it;
    raises Guarded where the case is public, a guard finds something in what is new, and `override` gives
    no reason. `based_on` is the position of the newest entry the editor had before them; raises
    StaleCorrection where the case was edited since.
    """
    require(by, "cases.edit_case", case)
    case = locked(case)
    wanted = {"title": one_line(title), **_tidied(facts)}
    changed = {name: value for name, value in wanted.items() if getattr(case, name) != value}
    if not changed:
        return case
    _refuse_stale(case, based_on)
    for name, value in changed.items():
        setattr(case, name, value)
    if "title" in changed and not case.is_public:
        case.slug = _free_slug(case.title, but=case)
    case.full_clean()
    passed = let_pass(case, words_of(case, changed), override)
    case.save()
    recorded("edited", case, by=by, at=at, said=changed, passed=passed)
    return case


@transaction.atomic
def bring_before(case: Case, *, council: Council, since: date, by: Actor, at: datetime) -> Case:
    """Bring a case before another council too, whose secretaries write it from then on; twice is once.

    Refuses an actor without `cases.edit_case` on the case and `cases.bring_case` on the council.
    """
    require(by, "cases.edit_case", case)
    require(by, "cases.bring_case", council)
    case = locked(case)
    _row, is_new = CaseBefore.objects.get_or_create(
        case=case, council=council, defaults={"since": since}
    )
    if is_new:
        recorded("brought_before", case, by=by, at=at, said={"council": council.slug})
    return case


def publish_case(case: Case, *, override: str = "", by: Actor, at: datetime) -> Case:
    """Open a case to the public for good; its papers stay closed until each is released; twice is once.

    Refuses an actor without `cases.publish_case` on it, and a case of a title alone; raises Guarded
    where a guard finds something and `override` gives no reason.
    """
    require(by, "cases.publish_case", case)
    if case.is_public:
        return case
    looked = look_at(publication_of(case))
    with transaction.atomic():
        case = locked(case)
        if case.is_public:
            return case
        if not case.summary:
            words = _("Say in a sentence or two what the case is about; readers see it first.")
            raise ValidationError({"summary": words})
        passed = pass_guards(seen_of(publication_of(case), [looked]), override)
        case.published_at = at
        case.save()
        said = {"title": case.title, "number": case.number}
        recorded("published", case, by=by, at=at, said=said, passed=passed)
        return case


def _refuse_stale(case: Case, based_on: int | None) -> None:
    edits = Entry.objects.about(case).filter(verb="cases.edited").order_by("position")
    if based_on is not None and (newest := edits.last()) and newest.position > based_on:
        raise StaleCorrection(case, newest)


def _tidied(facts: Facts) -> Facts:
    tidy = {
        name: one_line(value) if isinstance(value, str) else value for name, value in facts.items()
    }
    return Facts(**tidy)  # type: ignore[typeddict-item]


def _next_number(year: int) -> str:
    """SAG-2017-00012 after SAG-2017-00011; two who open at once wait for each other."""
    hold(f"cases.{year}")
    start = f"{PREFIX}-{year}-"
    last = Case.objects.filter(number__startswith=start).order_by("-number").first()
    return f"{start}{int(last.number.removeprefix(start)) + 1 if last else 1:05}"


def _free_slug(title: str, *, but: Case | None = None) -> str:
    """The address of a title, numbered from the second case that has it."""
    wanted = last_part(title)
    if not wanted:
        raise ValidationError(
            {"title": _("The title needs a letter or a digit; the address is made of it.")}
        )
    hold("cases.slugs")
    others = Case.objects.exclude(pk=but.pk) if but else Case.objects.all()
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 1
    while (free := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return free
