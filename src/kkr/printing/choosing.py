"""What of an edition a print shows: asked at the gate once, and kept, so that it can be made again."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q

from kkr.accounts.models import User
from kkr.cases.models import Case, PaperVersion
from kkr.council.models import RoleGrant
from kkr.meetings.leading import papers_read_by
from kkr.meetings.models import Attachment, Edition, EditionContent, EditionKind, Meeting
from kkr.meetings.models.who import READERS
from kkr.printing.models import Audience, Print

Keys = list[int]
OPEN = Q(is_closed=False) | Q(opened_at__isnull=False)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Primary keys of all that a print shows and that may be otherwise for another reader, or on another day.

    `for_some` and `files_for_some` are those of the contents and attachments that are not for everybody,
    `unnamed` are closed attachments of which it says that they are there, and
    `withdrawn` are open attachments of which it says only that they were withdrawn; `prints` are those of the
    minutes that an agenda has attached. Cases, papers and
    meetings are told where everybody may read them.
    """

    contents: Keys
    for_some: Keys
    attachments: Keys
    files_for_some: Keys
    unnamed: Keys
    withdrawn: Keys
    cases: Keys
    papers: Keys
    meetings: Keys
    papers_for_some: Keys = field(default_factory=list)
    prints: Keys = field(default_factory=list)

    @property
    def audience(self) -> Audience:
        """Everybody, where nothing of it is for some only."""
        is_closed = self.for_some or self.files_for_some or self.papers_for_some
        return Audience.MEMBERS if is_closed else Audience.PUBLIC

    @property
    def key(self) -> str:
        """The digest of what decides for whom it is."""
        names = ("contents", "for_some", "attachments", "files_for_some")
        told = json.dumps(
            [getattr(self, name) for name in names]
            + ([self.papers_for_some] if self.papers_for_some else [])
            + ([{"prints": self.prints}] if self.prints else [])
        )
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def values(self) -> dict[str, Keys]:
        """As a row keeps it."""
        return asdict(self)


def chosen(edition: Edition, viewer: Any = None) -> Chosen:
    """What the viewer may read of an edition now; without one what everybody may."""
    standing = EditionContent.objects.filter(row__edition=edition, row__withdrawn_why="")
    open_ = _keys(standing & EditionContent.objects.public())
    contents = open_
    if viewer is not None:
        contents = _keys(standing.filter(pk__in=EditionContent.objects.visible_to(viewer)))
    files = Attachment.objects.filter(in_contents__in=contents, published_at__isnull=False)
    open_files = _keys(files.filter(pk__in=Attachment.objects.public()))
    attachments = open_files
    if viewer is not None:
        seen = files.filter(pk__in=Attachment.objects.visible_to(viewer), withdrawn_at=None)
        attachments = _keys(seen)
    return Chosen(
        contents=contents,
        for_some=sorted(set(contents) - set(open_)),
        attachments=attachments,
        files_for_some=sorted(set(attachments) - set(open_files)),
        unnamed=sorted(set(_keys(files.filter(withdrawn_at=None))) - set(attachments)),
        withdrawn=_keys(files.filter(OPEN, withdrawn_at__isnull=False)),
        prints=[each.pk for each in attached_prints(edition, contents).values() if each],
        **_known_to_all(contents, viewer),
    )


def attached_prints(edition: Edition, contents: Keys | None = None) -> dict[Edition, Print | None]:
    """The minutes that an agenda has attached, each with the first print of it that everybody may read still.

    Minutes have none, so that they do not grow from meeting to meeting.
    """
    if edition.kind != EditionKind.AGENDA:
        return {}
    said = EditionContent.objects.filter(row__edition=edition, facts__has_key="approves")
    said = said if contents is None else said.filter(pk__in=contents)
    keys = [facts["approves"] for facts in said.values_list("facts", flat=True)]
    found = Edition.objects.public().filter(pk__in=keys).select_related("meeting__council")
    return {each: Print.objects.public().of_edition(each).order_by("pk").first() for each in found}


def _keys(rows: Any) -> Keys:
    return sorted(set(rows.values_list("pk", flat=True)))


def _known_to_all(contents: Keys, viewer: Any) -> dict[str, Keys]:
    """The cases, papers and meetings that these contents name and that are public; papers for some apart."""
    said = list(EditionContent.objects.filter(pk__in=contents))
    facts = [each.facts for each in said]
    kinds = ("case", "paper", "about")
    named = {name: [each[name] for each in facts if each.get(name)] for name in kinds}
    papers = _keys(PaperVersion.objects.public().filter(pk__in=named["paper"]))
    own = papers_read_by(viewer, said) if viewer is not None else {}
    return {
        "cases": _keys(Case.objects.public().filter(pk__in=named["case"])),
        "papers": papers,
        "papers_for_some": sorted(set(own) - set(papers)),
        "meetings": _keys(Meeting.objects.public().filter(pk__in=named["about"])),
    }


def for_each_audience(edition: Edition) -> Iterator[Any]:
    """A viewer for each print that there should be: nobody in particular, and a reader of each choice."""
    yield None
    found = {chosen(edition).key}  # asked when that is made, and with it what lies within
    if not _has_closed_things(edition):
        return
    for reader in readers_of(edition):
        key = chosen(edition, reader).key
        if key not in found:
            found.add(key)
            yield reader


def _has_closed_things(edition: Edition) -> bool:
    contents = EditionContent.objects.filter(row__edition=edition)
    files = Attachment.objects.filter(in_contents__in=contents, published_at__isnull=False)
    return (
        contents.exclude(pk__in=EditionContent.objects.public()).exists()
        or files.exclude(OPEN).exists()
        or _has_closed_papers(contents)
    )


def _has_closed_papers(contents: Any) -> bool:
    named = {facts.get("paper") for facts in contents.values_list("facts", flat=True)} - {None}
    return bool(named - set(_keys(PaperVersion.objects.public().filter(pk__in=named))))


def readers_of(edition: Edition) -> Iterable[User]:
    """Who acts in the council of an edition, and so reads what is closed."""
    grants = RoleGrant.objects.running_now().with_role(*READERS)
    here = grants.on_bodies([edition.meeting.council_id])
    return User.objects.filter(pk__in=here.values("user")).order_by("pk")
