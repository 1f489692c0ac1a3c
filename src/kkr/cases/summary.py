"""The responses to a consultation as one text for the council: who answered and what, and who did not."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kkr.cases.models import Consultation
from kkr.common.text import in_danish_order
from kkr.documents.markup import escape
from kkr.documents.richtext import link
from kkr.rounds.models import Asked, Reply, RoundStep

Given = list[tuple[Asked, list[Reply]]]


def summary_of(made: Consultation) -> str:
    """The text, in the language of the house; only replies that hold stand in it, in their own words."""
    rows = made.round.asked.with_names()
    asked = sorted(rows, key=lambda each: in_danish_order(each.name))
    replies: dict[int, list[Reply]] = {}
    valid = Reply.objects.valid().filter(asked__round=made.round_id)
    for each in valid.select_related("asked__round", "step", "file").order_by("step__number"):
        replies.setdefault(each.asked_id, []).append(each)
    answered = [(each, replies[each.pk]) for each in asked if each.pk in replies]
    silent = [each for each in asked if each.pk not in replies]
    steps = list(made.round.steps.all())
    with translation.override(settings.LANGUAGE_CODE):
        told = [_one(each, given, is_named=len(steps) > 1) for each, given in answered]
        return "".join([_opening(made, steps, answered, silent), *told, _silent(silent)])


def _opening(
    made: Consultation, steps: list[RoundStep], answered: Given, silent: list[Asked]
) -> str:
    facts = {
        "council": made.round.council.name,
        "title": made.round.title,
        "answered": len(answered),
        "asked": len(answered) + len(silent),
        "day": date_format(max(step.deadline_on for step in steps)),
    }
    words = _(
        "%(council)s has asked for comments on “%(title)s” by %(day)s. "
        "%(answered)s of %(asked)s have answered."
    )
    return paragraph(words % facts)


def _one(asked: Asked, replies: list[Reply], *, is_named: bool) -> str:
    return heading(2, asked.name) + "".join(
        (heading(3, str(each.step)) if is_named else "") + _words_of(each) for each in replies
    )


def _words_of(reply: Reply) -> str:
    """What was said, and where it stands."""
    told = str(reply.answer_of.title)
    if reply.decided_on:
        facts = {"answer": told, "day": date_format(reply.decided_on)}
        told = _("%(answer)s, decided on %(day)s.") % facts
    parts = [paragraph(told), *_paragraphs(reply.remark)]
    if reply.file:
        parts.append(f"<p>{link(reply.file.path, says=reply.file.name)}</p>")
    if reply.source_url:
        minutes = link(reply.source_url, says=_("The minutes"))
        parts.append(f"<p>{minutes}</p>")
    return "".join(parts)


def _paragraphs(text: str) -> Iterable[str]:
    return (paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _silent(silent: list[Asked]) -> str:
    if not silent:
        return ""
    told = ngettext("One has not answered", "%(many)s have not answered", len(silent))
    names = "".join(f"<li><p>{escape(each.name)}</p></li>" for each in silent)
    return heading(2, told % {"many": len(silent)}) + f"<ul>{names}</ul>"


def heading(level: int, words: str) -> str:
    return f"<h{level}>{escape(words)}</h{level}>"


def paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"
