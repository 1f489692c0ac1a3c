"""A case and its papers as the guards look at them before readers do."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.documents.guarding import Piece, Publication, address_piece, piece_of
from kkr.documents.markup import link

WORDS = ("title", "summary", "source_url", "illustrative")


def publication_of(case: Case) -> Publication:
    """All that becomes public with a case: what is said of it, and the versions released already."""
    around = [*words_of(case, WORDS), address_piece(case.slug)]
    asked = [asked_piece(each.what) for each in case.commissions.all()]
    wishes = [wish_piece(f"{each.text}\n{each.why}") for each in case.wishes.all()]
    released = PaperVersion.objects.filter(paper__case=case, released_at__isnull=False).in_order()
    papers = [piece for version in released for piece in pieces_of(version)]
    return Publication(case, (*around, *asked, *wishes, *papers))


def words_of(case: Case, names: Iterable[str]) -> list[Piece]:
    """What is said of a case in these fields; the others hold no words."""
    names = set(names)
    pieces = {
        "title": Piece(_("Title"), text=case.title),
        "summary": Piece(_("Summary"), text=case.summary),
        "source_url": Piece(_("Source"), html=link(case.source_url)),
        "illustrative": Piece(_("What is illustrative"), text=case.illustrative),
    }
    return [piece for name, piece in pieces.items() if name in names]


def asked_piece(text: str) -> Piece:
    return Piece(_("What was asked for"), text=text)


def wish_piece(text: str) -> Piece:
    return Piece(_("Wish"), text=text)


def publication_of_version(version: PaperVersion) -> Publication:
    """What becomes public with one version of a paper."""
    return Publication(version, pieces_of(version))


def pieces_of(version: PaperVersion) -> tuple[Piece, ...]:
    """The version, and what was said of it when it was written."""
    name = str(version)
    return (
        Piece(name, text=f"{version.paper.title}\n{version.version.change_note}"),
        piece_of(version.version, name),
    )
