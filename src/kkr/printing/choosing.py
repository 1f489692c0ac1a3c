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
    minutes that an agenda has attached, `prints_for_some` the members' ones among them. Cases, papers and
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
    prints_for_some: Keys = field(default_factory=list)

    @property
    def audience(self) -> Audience:
        """Everybody, where nothing of it is for some only."""
        closed = (self.for_some, self.files_for_some, self.papers_for_some, self.prints_for_some)
        return Audience.MEMBERS if any(closed) else Audience.PUBLIC

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
    within = [_lying_within(each, viewer) for each in attached_minutes(edition, contents)]
    prints = [each for each in within if each]
    return Chosen(
        contents=contents,
        for_some=sorted(set(contents) - set(open_)),
        attachments=attachments,
        files_for_some=sorted(set(attachments) - set(open_files)),
        unnamed=sorted(set(_keys(files.filter(withdrawn_at=None))) - set(attachments)),
        withdrawn=_keys(files.filter(OPEN, withdrawn_at__isnull=False)),
        prints=[each.pk for each in prints],
        prints_for_some=[each.pk for each in prints if each.audience == Audience.MEMBERS],
        **_known_to_all(contents, viewer),
    )


def attached_minutes(edition: Edition, contents: Keys | None = None) -> list[Edition]:
    """The minutes that an agenda has attached under these contents, else under any.

    Minutes have none, so that they do not grow from meeting to meeting.
    """
    if edition.kind != EditionKind.AGENDA:
        return []
    said = EditionContent.objects.filter(row__edition=edition, facts__has_key="approves")
    said = said if contents is None else said.filter(pk__in=contents)
    keys = [facts["approves"] for facts in said.values_list("facts", flat=True)]
    return list(Edition.objects.public().filter(pk__in=keys).select_related("meeting__council"))


def unmade_within(edition: Edition, viewer: Any = None) -> list[Edition]:
    """The minutes that an agenda has attached and that must be printed before it can be, for the viewer."""
    return [each for each in attached_minutes(edition) if _lying_within(each, viewer) is None]


def _lying_within(minutes: Edition, viewer: Any) -> Print | None:
    """The print of attached minutes that a viewer's agenda holds; None where it is not made yet.

    It is the members' one that tells all of them that the viewer may read, else everybody's: of each the
    first that may be read still, so that what was sent out stays.
    """
    prints = Print.objects.of_edition(minutes).order_by("pk")
    if viewer is not None:
        own = chosen(minutes, viewer)
        readable = prints.visible_to(viewer).filter(audience=Audience.MEMBERS)
        found = next((each for each in readable if _tells_all(each, own)), None)
        if found or own.audience == Audience.MEMBERS:
            return found
    return prints.public().first()


def _tells_all(made: Print, own: Chosen) -> bool:
    """Whether a print tells what was chosen, though some of it may have been for some only when it was made."""
    shows = Chosen(**made.shows)
    same = (shows.contents, shows.attachments) == (own.contents, own.attachments)
    has_papers = {*own.papers_for_some} <= {*shows.papers, *shows.papers_for_some}
    return same and has_papers and {*shows.papers_for_some} <= {*own.papers, *own.papers_for_some}


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
    every = [edition, *attached_minutes(edition)]
    if not any(map(_has_closed_things, every)):
        return
    found = {_choice(every)}  # asked when everybody's is made, and with it what lies within
    for reader in readers_of(edition):
        choice = _choice(every, reader)
        if choice not in found:
            found.add(choice)
            yield reader


def _choice(editions: list[Edition], viewer: Any = None) -> tuple[str, ...]:
    """What tells the readers of an agenda apart, also where their minutes are not printed yet."""
    return tuple(chosen(each, viewer).key for each in editions)


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
