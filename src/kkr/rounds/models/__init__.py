"""Questions to several at once: who is asked and what they answered, what comes along, and how they are reached."""

from kkr.rounds.models.enclosures import (
    Enclosure,
    EnclosureQuerySet,
)
from kkr.rounds.models.links import (
    AS_OFTEN_AS_DONE,
    ClosedQuerySet,
    ProgramToken,
    ProgramTokenQuerySet,
    ReplyLink,
    SentNotice,
    StoppedReminders,
    UnconfirmedReply,
)
from kkr.rounds.models.questions import (
    BY_NAME,
    STEPS,
    Asked,
    AskedQuerySet,
    OfRoundQuerySet,
    Reply,
    ReplyQuerySet,
    Round,
    RoundQuerySet,
    RoundStep,
    Stage,
    State,
    Way,
    WrongState,
)

__all__ = [
    "AS_OFTEN_AS_DONE",
    "BY_NAME",
    "STEPS",
    "Asked",
    "AskedQuerySet",
    "ClosedQuerySet",
    "Enclosure",
    "EnclosureQuerySet",
    "OfRoundQuerySet",
    "ProgramToken",
    "ProgramTokenQuerySet",
    "Reply",
    "ReplyLink",
    "ReplyQuerySet",
    "Round",
    "RoundQuerySet",
    "RoundStep",
    "SentNotice",
    "Stage",
    "State",
    "StoppedReminders",
    "UnconfirmedReply",
    "Way",
    "WrongState",
]
