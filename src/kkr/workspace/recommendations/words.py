"""How each kind of question is spoken of to those who answer, and what the secretary's pages say of mails."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.rounds.models import Asked, Round

NOTICES = {
    "asked": pgettext_lazy("notice", "The question"),
    "before14": pgettext_lazy("notice", "Reminder, 14 days before"),
    "before3": pgettext_lazy("notice", "Reminder, 3 days before"),
    "late": pgettext_lazy("notice", "Reminder, the day after"),
    "now": pgettext_lazy("notice", "Reminder by the secretariat"),
    "now_late": pgettext_lazy("notice", "Reminder by the secretariat"),
    "again": pgettext_lazy("notice", "The question, sent again"),
    "moved": pgettext_lazy("notice", "That the last day is moved"),
    "withdrawn": pgettext_lazy("notice", "That it is withdrawn"),
}
Text = str | Promise


@dataclass(frozen=True)
class Wording:
    """The words of one kind of question: on the page that answers, in mails, and in the text for an agenda."""

    asks: Text
    lead: Text
    answer: Text
    decided_on: Text
    decided: Text
    meets: Text
    remark: Text
    remark_help: Text
    file: Text
    file_help: Text
    subject: Text
    opening: Text
    called: Text
    closed_title: Text
    background: Text
    proposal: Text
    send: Text
    remark_rows: int = 4
    needs_source: bool = True
    """Whether the secretariat says from where it knows an answer that it enters."""
    without: tuple[str, ...] = ()
    """What an answer of this kind is not asked for."""


RECOMMENDATION = Wording(
    asks=_("What are the municipal councils asked?"),
    lead=_("%(council)s asks %(who)s. Answer by %(day)s."),
    answer=_("What did the municipal council answer?"),
    decided_on=_("When did the municipal council meet?"),
    decided=_("decided by the municipal council on %(day)s"),
    meets=_("On which day does the municipal council meet?"),
    remark=_("Remark"),
    remark_help=_("As the municipal council worded it. Everybody will read it."),
    file=_("File with the minutes"),
    file_help=_(
        "A PDF, a document or a picture, of at most %(size)s. Everybody will be able to read it."
    ),
    subject=_("Question: %(title)s"),
    opening=_("%(council)s asks the municipal council of %(who)s for an answer."),
    called=_("Question"),
    closed_title=_("A question that is not public"),
    background=_("%(council)s asks the municipal council to answer by %(day)s."),
    proposal=_("It is proposed that the municipal council takes a position on the question."),
    send=_("Ask %(count)s municipal councils about “%(title)s”?"),
)
OF_A_REGION = replace(
    RECOMMENDATION,
    answer=_("What did the regional council answer?"),
    decided_on=_("When did the regional council meet?"),
    decided=_("decided by the regional council on %(day)s"),
    meets=_("On which day does the regional council meet?"),
    remark_help=_("As the regional council worded it. Everybody will read it."),
    opening=_("%(council)s asks the regional council of %(who)s for an answer."),
    background=_("%(council)s asks the regional council to answer by %(day)s."),
    proposal=_("It is proposed that the regional council takes a position on the question."),
)
CONSULTATION = Wording(
    asks=_("What do you ask for comments on?"),
    lead=_("%(council)s asks %(who)s for comments by %(day)s."),
    answer=_("What do you answer?"),
    decided_on=_("When was the response decided?"),
    decided=_("decided on %(day)s"),
    meets=_("On which day is it decided?"),
    remark=_("Response"),
    remark_help=_("Write it here, or give it as a file. Everybody will read it."),
    file=_("The response as a file"),
    file_help=_(
        "A PDF, a document or a picture, of at most %(size)s. Everybody will be able to read it."
    ),
    subject=_("Consultation: %(title)s"),
    opening=_("%(council)s asks %(who)s for comments before the council decides."),
    called=_("Consultation"),
    closed_title=_("A consultation that is not public"),
    background=_("%(council)s asks for comments by %(day)s, before the council decides."),
    proposal=_("It is proposed that a response is given."),
    send=_("Ask %(count)s for comments on “%(title)s”?"),
    remark_rows=12,
    needs_source=False,
)
CLOSED_CONSULTATION = replace(
    CONSULTATION,
    remark_help=_(
        "Write it here, or give it as a file. The secretariat reads it, and sums it up for the council."
    ),
    file_help=_("A PDF, a document or a picture, of at most %(size)s. The secretariat reads it."),
)
WRITTEN_HEARING = replace(
    CONSULTATION,
    asks=_("What is proposed?"),
    lead=_("%(council)s asks %(who)s to answer in writing by %(day)s."),
    answer=_("Is what is proposed agreed to?"),
    remark=_("Remark"),
    remark_help=_("The members who are asked and the secretariat read it, and nobody else."),
    subject=_("Written hearing of the members of %(council)s"),
    opening=_("%(council)s asks its members to answer in writing, between two meetings."),
    called=_("Matter"),
    closed_title=_("A matter that is not public"),
    send=_("Ask %(count)s members about “%(title)s”?"),
    remark_rows=4,
    without=("decided_on", "source_url", "case_number", "path", "file", "stage"),
)


def wording_of(asked_round: Round) -> Wording:
    """The words for a round; a kind that has none of its own is spoken of as a recommendation is."""
    if asked_round.kind == "written_hearing":
        return WRITTEN_HEARING
    if asked_round.kind != "consultation":
        return RECOMMENDATION
    return CONSULTATION if asked_round.is_public else CLOSED_CONSULTATION


def wording_for(asked: Asked) -> Wording:
    """The words for one who is asked: a recommendation is answered by a regional council where a region is."""
    words = wording_of(asked.round)
    return OF_A_REGION if words is RECOMMENDATION and asked.is_region else words
