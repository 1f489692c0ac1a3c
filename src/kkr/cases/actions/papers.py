from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kkr.cases.actions.recording import locked, recorded
from kkr.cases.actions.unsaved import forget_unsaved_paper, place_of
from kkr.cases.models import Case, Paper, PaperVersion
from kkr.cases.publication import publication_of_version
from kkr.common.text import one_line
from kkr.council.models import Body
from kkr.documents.actions import create_document, forget_unsaved_text, write_version
from kkr.documents.addresses import last_part
from kkr.documents.guarding import look_at, pass_guards, seen_of
from kkr.ledger.actors import Actor, require


@transaction.atomic
def add_paper(
    case: Case,
    *,
    title: str,
    html: str,
    dated_on: date,
    author: Body | None = None,
    by: Actor,
    at: datetime,
    public_id: UUID | None = None,
) -> PaperVersion:
    """Add a paper to a case with its version 1, closed until it is released.

    Whoever chooses the `public_id` may ask twice: the second time gives the first one's version 1.
    Refuses an actor without `cases.write_paper` on the case, and a second paper of the same name.
    """
    require(by, "cases.write_paper", case)
    case = locked(case)
    public_id = public_id or uuid4()
    if known := PaperVersion.objects.filter(paper__case=case, paper__public_id=public_id).first():
        return known
    title = one_line(title)
    _refuse_name(case, title)
    document = create_document(html, by=by, at=at)
    paper = Paper(
        public_id=public_id, case=case, title=title, slug=last_part(title), document=document
    )
    paper.full_clean()
    paper.save(force_insert=True)
    forget_unsaved_text(place_of(case, None), by=by)
    first = PaperVersion(paper=paper, version=document.latest, author=author, dated_on=dated_on)
    return _kept(first, "paper_added", by=by, at=at)


@transaction.atomic
def revise_paper(
    paper: Paper,
    *,
    html: str,
    what_changed: str,
    based_on: int,
    dated_on: date,
    author: Body | None = None,
    by: Actor,
    at: datetime,
) -> PaperVersion:
    """Write the next version of a paper, closed until it is released; the same text is no new version.

    Raises StaleEdit, and changes nothing, if anybody wrote after version `based_on`, and HeldByAnother
    where somebody else is writing it. Refuses an actor without `cases.write_paper` on the case, and no
    word on what changed.
    """
    require(by, "cases.write_paper", paper.case)
    locked(paper.case)
    if not what_changed.strip():
        raise ValidationError({"what_changed": _("Say what is changed since the version before.")})
    version = write_version(
        paper.document, html, based_on=based_on, by=by, at=at, change_note=one_line(what_changed)
    )
    forget_unsaved_paper(paper.case, paper, by=by)
    if known := PaperVersion.objects.filter(version=version).first():
        return known
    new = PaperVersion(paper=paper, version=version, author=author, dated_on=dated_on)
    return _kept(new, "paper_revised", by=by, at=at)


def release_version(
    paper_version: PaperVersion, *, override: str = "", by: Actor, at: datetime
) -> PaperVersion:
    """Let everybody who sees the case read a version, for good; twice is once.

    Refuses an actor without `cases.publish_case` on the case; raises Guarded where a guard finds
    something and `override` gives no reason.
    """
    require(by, "cases.publish_case", paper_version.paper.case)
    if paper_version.released_at is not None:
        return paper_version
    looked = look_at(publication_of_version(paper_version))
    with transaction.atomic():
        locked(paper_version.paper.case)
        version = PaperVersion.objects.get(pk=paper_version.pk)
        if version.released_at is not None:
            return version
        passed = pass_guards(seen_of(publication_of_version(version), [looked]), override)
        version.released_at = at
        return _kept(version, "paper_released", by=by, at=at, passed=passed)


@transaction.atomic
def put_before_council(paper_version: PaperVersion, *, by: Actor, at: datetime) -> PaperVersion:
    """Mark the version that is before the council, in place of any other of the paper.

    Refuses an actor without `cases.edit_case` on the case.
    """
    require(by, "cases.edit_case", paper_version.paper.case)
    locked(paper_version.paper.case)
    for other in PaperVersion.objects.filter(
        paper=paper_version.paper, is_before_council=True
    ).exclude(pk=paper_version.pk):
        other.is_before_council = False
        other.save()
    version = PaperVersion.objects.get(pk=paper_version.pk)
    if version.is_before_council:
        return version
    version.is_before_council = True
    return _kept(version, "paper_before_council", by=by, at=at)


def _refuse_name(case: Case, title: str) -> None:
    slug = last_part(title)
    if not slug:
        raise ValidationError(
            {"title": _("The title needs a letter or a digit; the address is made of it.")}
        )
    if Paper.objects.filter(case=case, slug=slug).exists():
        raise ValidationError(
            {
                "title": _(
                    "The case has a paper of that name already. Write its next version, or choose another."
                )
            }
        )


def _kept(
    version: PaperVersion,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    passed: Mapping[str, Any] | None = None,
) -> PaperVersion:
    """Save a version and say so; of one that is not released only that something was done."""
    version.full_clean()
    version.save()
    said = {"paper": version.paper.slug, "version": version.version.number}
    case = version.paper.case
    said_now = said if version.released_at else None
    recorded(verb, case, by=by, at=at, said=said_now, passed=passed)
    return version
