"""A case and its papers as the guards look at them before readers do."""

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Case, PaperVersion
from kkr.documents.guarding import Piece, Publication, piece_of
from kkr.documents.markup import link


def publication_of(case: Case) -> Publication:
    """All that becomes public with a case: what is said of it, and the versions released already."""
    around = [
        Piece(_("Title"), text=case.title),
        Piece(_("Summary"), text=case.summary),
        Piece(_("Source"), html=link(case.source_url)),
        Piece(_("What is illustrative"), text=case.illustrative),
    ]
    asked = [Piece(_("What was asked for"), text=each.what) for each in case.commissions.all()]
    wishes = [Piece(_("Wish"), text=f"{each.text}\n{each.why}") for each in case.wishes.all()]
    released = PaperVersion.objects.filter(paper__case=case, released_at__isnull=False).in_order()
    papers = [piece for version in released for piece in pieces_of(version)]
    return Publication(case, (*around, *asked, *wishes, *papers))


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
