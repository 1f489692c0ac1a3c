"""What is looked at before something becomes public: a check list from a registry that explains itself.

A guard of every text is one file in `guards/`, found by itself; rooms above register theirs in
`joins.py`. A guard finds, and decides nothing: whoever publishes puts it right, or says why not.
"""

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise, keep_lazy_text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override as override_language

from kkr.common.registry import Registry, found_in
from kkr.common.text import one_line
from kkr.documents.cpr import without_numbers
from kkr.documents.models import DocumentVersion, File
from kkr.documents.richtext import files_in, sanitise

Text = str | Promise
LONGEST_REASON = 400


@dataclass(frozen=True)
class Piece:
    """One part of what becomes public: what a reader would call it, what it says, the files it shows."""

    where: Text
    html: str = ""
    text: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Publication:
    """What is about to become public, all of it; `beside` is what else the guards of its room look at."""

    subject: models.Model
    pieces: tuple[Piece, ...]
    beside: tuple[Any, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """Every file that becomes public with it, once."""
        found = {file.pk: file for piece in self.pieces for file in piece.files}
        return tuple(found.values())


@dataclass(frozen=True)
class Finding:
    """What a guard found: its key, in which piece, and what is wrong there, in words.

    `says` is read at the desk alone; a personal number does not stand in it whole. `of` is what it is
    about, whole, and is never shown: it tells two findings apart that read alike.
    """

    guard: str
    where: Text
    says: Text
    of: str = field(default="", repr=False)


@dataclass(frozen=True)
class Guard:
    """One thing that is looked for; `explanation` says why it matters and what to do."""

    key: str
    title: Text
    explanation: Text
    look: Callable[[Publication], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """A guard and what it found; nothing, where all is well."""

    guard: Guard
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Looked:
    """What was found in exactly these words. Files take long to read, so an act looks before it locks anything."""

    publication: Publication
    checks: tuple[Check, ...]


guards: Registry[Guard] = Registry()
"""The guards of the rooms above, beside those in `guards/`."""


class Guarded(ValidationError):
    """Something was found and no reason given; `checks` is the whole list."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        words = _("Put right what was found, or write why it is to be public all the same.")
        super().__init__({"override": ValidationError(words, code="guarded")})
        self.checks = checks

    @property
    def counts(self) -> dict[str, int]:
        """How much each guard found, which is all the history says of it."""
        return counts_of(self.checks)


def guards_of_texts() -> list[Guard]:
    """The guards of every text, whatever it is of."""
    return list(found_in("kkr.documents.guards", "GUARD"))


def all_guards() -> list[Guard]:
    """Every guard there is, those of every text first."""
    return [*guards_of_texts(), *guards]


def check_list(publication: Publication) -> tuple[Check, ...]:
    """Each guard with what it found, also those that found nothing: a reader sees what was looked for."""
    return tuple(
        Check(guard, tuple(map(_masked, guard.look(publication)))) for guard in all_guards()
    )


def _masked(finding: Finding) -> Finding:
    """A heading, an address or the name of a file may hold a number whole."""
    mask: Callable[[Text], Text] = keep_lazy_text(without_numbers)  # type: ignore[assignment]
    return replace(finding, where=mask(finding.where), says=mask(finding.says))


def look_at(publication: Publication) -> Looked:
    return Looked(publication, check_list(publication))


def seen_of(publication: Publication, looked: Iterable[Looked]) -> Looked:
    """What was found in it, looked for anew only where none of those before looked at the same words."""
    same = (each for each in looked if each.publication == publication)
    return next(same, None) or look_at(publication)


def has_findings(checks: Iterable[Check]) -> bool:
    return any(check.findings for check in checks)


def counts_of(checks: Iterable[Check]) -> dict[str, int]:
    return {check.guard.key: len(check.findings) for check in checks if check.findings}


def pass_guards(
    whole: Publication | Looked, override: str = "", *, known: Set[str] = frozenset()
) -> dict[str, Any]:
    """What the act writes in its ledger entry: how much each guard found, and why it was let pass.

    Nothing, where nothing was found but what is `known`, by its print; never what was found. Raises
    Guarded where something was and `override` is empty, and ValidationError for a reason that would
    itself be stopped.
    """
    seen = _seen(whole)
    checks = _without(known, seen.checks)
    if not has_findings(checks):
        return {}
    reason = one_line(override)
    if not reason:
        raise Guarded(checks)
    _refuse_unfit(reason, seen.publication.subject)
    return {"guards": counts_of(checks), "why": reason}


def _refuse_unfit(reason: str, subject: models.Model) -> None:
    """The reason stands in the history for good, so nothing may stand in it that is held back."""
    if len(reason) > LONGEST_REASON:
        words = _("Write at most %(most)s characters.")
        raise ValidationError({"override": words % {"most": LONGEST_REASON}})
    said = Publication(subject, (Piece(where="", text=reason),))
    if any(any(guard.look(said)) for guard in guards_of_texts()):  # those above look at the subject
        words = _("The reason stays in the history, and holds what may not stand there. Reword it.")
        raise ValidationError({"override": words})


def foreseen(whole: Publication | Looked, override: str) -> dict[str, Any]:
    """What is kept until later of what somebody lets pass now: the reason, and which findings they saw."""
    seen = prints_of(_seen(whole).checks)
    return {"why": one_line(override), "seen": sorted(seen)} if seen else {}


def covered(kept: dict[str, Any], whole: Publication | Looked) -> str:
    """The reason that was kept, if nothing is found now but what they saw then; else nothing."""
    fresh = prints_of(_seen(whole).checks) - set(kept.get("seen", ()))
    return "" if fresh else str(kept.get("why", ""))


def _seen(whole: Publication | Looked) -> Looked:
    return whole if isinstance(whole, Looked) else look_at(whole)


def prints_of(checks: Iterable[Check]) -> set[str]:
    """What tells findings apart, without what was found, and not to be guessed from it."""
    return {_print_of(finding) for check in checks for finding in check.findings}


def _print_of(finding: Finding) -> str:
    """The same in whatever language the finding is read."""
    with override_language("en"):
        said = f"{finding.guard}\n{finding.where}\n{finding.says}\n{finding.of}"
    return salted_hmac("kkr.documents.finding", said, algorithm="sha256").hexdigest()


def _without(known: Set[str], checks: tuple[Check, ...]) -> tuple[Check, ...]:
    return tuple(
        Check(check.guard, tuple(each for each in check.findings if _print_of(each) not in known))
        for check in checks
    )


def piece_of(version: DocumentVersion, where: Text) -> Piece:
    """A version of a text with the files it shows or leads to."""
    files = File.objects.filter(uses__version=version).order_by("pk")
    return Piece(where, html=version.html, files=tuple(files))


def piece_of_words(html: str, where: Text) -> Piece:
    """The same of a version that is not written yet."""
    clean = sanitise(html)
    files = File.objects.filter(public_id__in=files_in(clean)).order_by("pk")
    return Piece(where, html=clean, files=tuple(files))


def address_piece(slug: str) -> Piece:
    """The last part of an address, also with its digits together: every hyphen there may be by itself."""
    together = re.sub(r"(?<=\d)-(?=\d)", "", slug)
    return Piece(_("Address"), text=f"{slug}\n{together}")
