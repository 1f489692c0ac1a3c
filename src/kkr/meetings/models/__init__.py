from kkr.meetings.models.attendance import Attendance, Capacity, Standing
from kkr.meetings.models.decisions import Correction, Decision, DecisionWish, FollowUp
from kkr.meetings.models.editions import (
    Edition,
    EditionContent,
    EditionDecision,
    EditionItem,
    EditionKind,
)
from kkr.meetings.models.hearings import HearingExclusion, WrittenHearing
from kkr.meetings.models.items import AgendaItem, Attachment, Exclusion
from kkr.meetings.models.meetings import Meeting, MeetingKind, Procedure, State, WrongState
from kkr.meetings.models.reading import Note, Reading
from kkr.meetings.models.unsaved import UnsavedDecision

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Capacity",
    "Correction",
    "Decision",
    "DecisionWish",
    "Edition",
    "EditionContent",
    "EditionDecision",
    "EditionItem",
    "EditionKind",
    "Exclusion",
    "FollowUp",
    "HearingExclusion",
    "Meeting",
    "MeetingKind",
    "Note",
    "Procedure",
    "Reading",
    "Standing",
    "State",
    "UnsavedDecision",
    "WrittenHearing",
    "WrongState",
]
