"""A question, and an answer, as the guards look at them before everybody reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.documents.guarding import Piece, Publication, check_list, piece_of
from kkr.documents.markup import link
from kkr.documents.models import File
from kkr.rounds.models import Asked, Reply, Round
from kkr.rounds.saying import Said

Pieces = dict[str, Piece]
"""The parts of an answer, by the field in which each is written."""


def publication_of(asked_round: Round) -> Publication:
    """What becomes public when a question is sent out; nothing of one that not everybody may follow."""
    pieces = asked_pieces(asked_round) if asked_round.is_public else ()
    return Publication(asked_round, tuple(pieces))


def asked_pieces(asked_round: Round) -> Iterator[Piece]:
    """What is said of a question, and asked."""
    yield Piece(_("Title"), text=asked_round.title)
    yield Piece(_("What is illustrative"), text=asked_round.illustrative)
    reports = (step.title for step in asked_round.steps.order_by("number"))
    yield Piece(_("Reports"), text="\n".join(reports))
    yield reason_piece(asked_round.withdrawn_why)
    if made := asked_round.kind_of.asking(asked_round):
        yield piece_of(made.question.latest, pgettext_lazy("guard", "The question"))
    for each in asked_round.enclosures.in_order():
        yield Piece(each.title, text=each.title, files=(each.file,))


def publication_of_reason(asked_round: Round, why: str) -> Publication:
    """What becomes public with a reason that readers see: why it is withdrawn, or its last day moved."""
    pieces = (reason_piece(why),) if asked_round.is_seen else ()
    return Publication(asked_round, pieces)


def reason_piece(why: str) -> Piece:
    return Piece(_("The reason"), text=why)


def pieces_of_reply(
    asked: Asked, said: Said, *, file: File | None, why: str, before: Reply | None
) -> Pieces:
    """What becomes public with an answer, but for what its first one says already; nothing of a closed question."""
    if not asked.round.is_public:
        return {}
    new = _pieces(said, file, why)
    old = _pieces(said_by(before), before.file, before.why) if before else {}
    return {name: piece for name, piece in new.items() if piece != old.get(name)}


def said_by(reply: Reply) -> Said:
    """What stands in a reply."""
    return Said(**{each.name: getattr(reply, each.name) for each in fields(Said)})


def publication_of_pieces(subject: models.Model, pieces: Pieces) -> Publication:
    return Publication(subject, tuple(pieces.values()))


def pieces_given(replies: Iterable[Reply]) -> Iterator[Piece]:
    """What stands in answers that were given, those too that were corrected."""
    for each in replies:
        yield from _pieces(said_by(each), each.file, each.why).values()


def found_at(subject: models.Model, pieces: Pieces) -> dict[str, list[Any]]:
    """What the guards find, in words, by the field in which it is written."""
    found: dict[str, list[Any]] = {}
    for name, piece in pieces.items():
        for check in check_list(Publication(subject, (piece,))):
            found.setdefault(name, []).extend(each.says for each in check.findings)
    return {name: says for name, says in found.items() if says}


def _pieces(said: Said, file: File | None, why: str) -> Pieces:
    kept = said.as_kept()
    committees = "\n".join(each["committee"] for each in kept["path"])
    return {
        "remark": Piece(_("Remark"), text=kept["remark"]),
        "source_url": Piece(_("Link to the minutes"), html=link(kept["source_url"])),
        "case_number": Piece(_("Case number"), text=kept["case_number"]),
        "path": Piece(_("Way through the committees"), text=committees),
        "file": Piece(_("File"), files=(file,) if file else ()),
        "why": Piece(_("Why the answer is corrected"), text=why),
    }
