"""The mails about what is asked, in Danish whatever language the sender reads; links, and no closed word."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kkr.outbox.actions import enqueue
from kkr.outbox.letters import Fact, Letter, Link, render
from kkr.rounds.actions.links import CONFIRM_WITHIN
from kkr.rounds.asking import Notice, Told, letters
from kkr.rounds.models import Asked, ReplyLink
from kkr.rounds.steps import step_of
from kkr.workspace.recommendations.words import wording_for, wording_of


@letters.register
def letter_of(notice: Notice) -> Letter | None:
    """The words of a notice; None of what is no notice of ours."""
    write = LETTERS.get(notice.what)
    with translation.override(settings.LANGUAGE_CODE):
        return write(notice) if write else None


Writer = Callable[[Notice], Letter]


def asking(words: Callable[[Notice], tuple[str, str]]) -> Writer:
    """A letter that asks for answers: one button for one question, a list of links for several."""

    def write(notice: Notice) -> Letter:
        is_one = len(notice.told) == 1
        has_links = any(each.token for each in notice.told)
        subject, opening = words(notice)
        ways = [way_to(each, is_one=is_one) for each in notice.told]
        return Letter(
            subject,
            [opening, *(manners(is_one=is_one) if has_links else signed_in())],
            greeting=_("Dear %(name)s") % {"name": notice.name},
            facts=facts_of(notice.told[0]) if is_one else (),
            action=ways[0] if is_one else None,
            links=() if is_one else ways,
            sender=notice.told[0].asked.round.council.name,
            why=why_of(notice),
            unsubscribe=way_out(notice),
        )

    return write


def manners(*, is_one: bool) -> list[str]:
    return [
        _("It takes two minutes. The link is yours, and answers this question and nothing else.")
        if is_one
        else _("Each link is yours, and answers its own question and nothing else."),
        _("Your answer counts when you have confirmed it from a second mail."),
    ]


def signed_in() -> list[str]:
    """How a member answers: what they are asked is read and answered at the desk only."""
    return [_("Sign in to read it and answer. You can change your answer until the hearing ends.")]


def way_to(one: Told, *, is_one: bool) -> Link:
    """By a link of one's own, or where there is none to the page at the desk."""
    page = f"{settings.SITE_URL}{answer_address(one.asked)}"
    address = link_address(one.token) if one.token else page
    if is_one:
        return Link(_("Read the question and answer"), address)
    is_own, is_late = bool(one.asked.member_id), one.what in {"late", "now_late"}
    words = {
        (True, True): _("%(named)s, the last day was %(day)s"),
        (True, False): _("%(named)s, by %(day)s"),
        (False, True): _("%(named)s, for %(who)s, the last day was %(day)s"),
        (False, False): _("%(named)s, for %(who)s, by %(day)s"),
    }
    return Link(words[is_own, is_late] % facts(one), address)


def answer_address(asked: Asked) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("workspace:answer", args=[asked.public_id])


def link_address(token: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('workspace:answer_by_link', args=[token])}"


def facts(one: Told) -> dict[str, str]:
    """What may stand in a mail about a question: of what is not public not even its title.

    `named` is the title with which of its reports it is, where there are several.
    """
    asked_round = one.asked.round
    public = asked_round.is_public
    title = asked_round.title if public else str(wording_of(asked_round).closed_title)
    report = one.step.title if public else ""
    return {
        "title": title,
        "report": report,
        "named": f"{title} ({report})" if report else title,
        "who": one.asked.name,
        "council": asked_round.council.name,
        "day": date_format(one.step.deadline_on),
    }


def facts_of(one: Told) -> list[Fact]:
    about = facts(one)
    whom = [] if one.asked.member_id else [Fact(_("Municipality"), about["who"])]
    report = [Fact(_("Report"), about["report"])] if about["report"] else []
    return [
        Fact(str(wording_of(one.asked.round).called), about["title"]),
        *whom,
        *report,
        Fact(_("Answer by"), about["day"]),
    ]


def why_of(notice: Notice) -> str:
    first = notice.told[0]
    if first.asked.member_id:
        return _("You get this because you are a member of %(council)s.") % facts(first)
    who = ", ".join(dict.fromkeys(each.asked.name for each in notice.told))
    words = _(
        "You get this because the secretariat has you as contact of %(who)s. "
        "Write to the secretariat if it should be somebody else."
    )
    return words % {"who": who}


def way_out(notice: Notice) -> Link | None:
    """Where one press ends the reminders; what is asked is told all the same."""
    if not notice.stop:
        return None
    way = reverse("workspace:reminders_by_link", args=[notice.stop])
    return Link(_("I want no more reminders"), f"{settings.SITE_URL}{way}")


def counted(one: str, several: str, notice: Notice) -> str:
    """The words for one question or for several, with what may be told of the first."""
    count = len(notice.told)
    return (one if count == 1 else several) % {**facts(notice.told[0]), "count": count}


def to_you_or_for(you: str, others: str, notice: Notice) -> str:
    """A member is asked for themselves; whoever else gets a mail answers for somebody."""
    return you if notice.told[0].asked.member_id else others


def asked(notice: Notice) -> tuple[str, str]:
    words = wording_for(notice.told[0].asked)
    return (
        counted(str(words.subject), _("%(count)s questions from %(council)s"), notice),
        counted(
            str(words.opening),
            _("%(council)s asks for answers to %(count)s questions."),
            notice,
        ),
    )


def moved(notice: Notice) -> tuple[str, str]:
    return (
        counted(_("New last day: %(title)s"), _("New last day for %(count)s questions"), notice),
        counted(
            to_you_or_for(
                _("%(council)s has moved the last day to %(day)s."),
                _("%(council)s has moved the last day for %(who)s to %(day)s."),
                notice,
            ),
            _("%(council)s has moved the last day for %(count)s questions."),
            notice,
        ),
    )


def soon(notice: Notice) -> tuple[str, str]:
    return (
        counted(
            _("Remember to answer: %(title)s"), _("Remember to answer %(count)s questions"), notice
        ),
        counted(
            to_you_or_for(
                _("You have not answered yet. The last day is %(day)s."),
                _("%(who)s has not answered yet. The last day is %(day)s."),
                notice,
            ),
            _("%(count)s questions are not answered yet."),
            notice,
        ),
    )


def late(notice: Notice) -> tuple[str, str]:
    return (
        counted(_("Not answered in time: %(title)s"), _("%(count)s answers are late"), notice),
        counted(
            to_you_or_for(
                _("The last day was %(day)s, and you have not answered. An answer still counts."),
                _(
                    "The last day was %(day)s, and %(who)s has not answered. An answer still counts."
                ),
                notice,
            ),
            _("The last day is over for %(count)s questions. An answer still counts."),
            notice,
        ),
    )


def confirm(notice: Notice) -> Letter:
    words = _("Somebody answered for %(who)s with your link. It counts when you confirm it here.")
    subject, button = _("Confirm the answer: %(title)s"), _("See the answer and confirm it")
    return to_confirm(notice, subject, words, button)


def confirm_stage(notice: Notice) -> Letter:
    words = _(
        "Somebody noted with your link how far %(who)s is. It is shown when you confirm it here."
    )
    subject, button = _("Confirm how far you are: %(title)s"), _("See it and confirm it")
    return to_confirm(notice, subject, words, button)


def to_confirm(notice: Notice, subject: str, words: str, button: str) -> Letter:
    """The second mail, of what was said by a link: it leads to where that is shown, and says none of it."""
    (one,) = notice.told
    with translation.override(settings.LANGUAGE_CODE):
        way = reverse("workspace:answer_confirm", args=[one.token])
    return Letter(
        subject % facts(one),
        [
            words % facts(one),
            _("The link is good for %(days)s days.") % {"days": CONFIRM_WITHIN.days},
        ],
        greeting=_("Dear %(name)s") % {"name": notice.name},
        facts=facts_of(one)[:-1],
        action=Link(button, f"{settings.SITE_URL}{way}"),
        sender=one.asked.round.council.name,
        why=_(
            "If it was not you, confirm nothing, and tell the secretariat: your link was handed on."
        ),
    )


def withdrawn(notice: Notice) -> Letter:
    paragraphs = []
    for each in notice.told:
        asked_round = each.asked.round
        paragraphs.append(_("%(council)s has withdrawn its question: %(title)s.") % facts(each))
        if asked_round.is_public and asked_round.withdrawn_why:
            paragraphs.append(_("The reason: %(why)s") % {"why": asked_round.withdrawn_why})
    first = notice.told[0]
    return Letter(
        _("Withdrawn: %(title)s") % facts(first),
        [*paragraphs, _("You need do nothing. What was answered stays readable.")],
        greeting=_("Dear %(name)s") % {"name": notice.name},
        sender=first.asked.round.council.name,
        why=why_of(notice),
    )


LETTERS: dict[str, Writer] = {
    "asked": asking(asked),
    "again": asking(asked),
    "moved": asking(moved),
    "before14": asking(soon),
    "before3": asking(soon),
    "late": asking(late),
    "now": asking(soon),
    "now_late": asking(late),
    "reminders": asking(soon),
    "confirm": confirm,
    "confirm_stage": confirm_stage,
    "withdrawn": withdrawn,
}


def send_confirmation(link: ReplyLink, token: str, *, what: str = "confirm", at: datetime) -> None:
    """Queue the second mail, to the contact whose link it was; a secret in it is not kept."""
    contact, one = link.contact, link.asked
    told = Told(what, one, step_of(one), token)
    notice = Notice(contact.email, contact.name, (told,))
    letter = letter_of(notice)
    assert letter is not None
    words = render(letter, language=settings.LANGUAGE_CODE)
    enqueue(
        to=contact.email,
        subject=words["subject"],
        text=words["text"],
        html=words["html"],
        about=one,
        confidential=True,
        useless_at=timezone.now() + CONFIRM_WITHIN,
        at=at,
    )
