"""What can be done with meetings. Each refuses an actor without the permission its first line names."""

from kkr.meetings.actions.agenda import (
    StaleItem,
    add_item,
    arrange_agenda,
    draft_agenda,
    edit_item,
    withdraw_item,
)
from kkr.meetings.actions.attendance import call_roll, note_attendance
from kkr.meetings.actions.closing import (
    attach_file,
    attach_upload,
    exclude_member,
    lift_exclusion,
    withdraw_attachment,
)
from kkr.meetings.actions.editions import Corrected, publish_agenda, publish_minutes
from kkr.meetings.actions.following_up import finish_follow_up, follow_up
from kkr.meetings.actions.minutes import (
    Undecided,
    change_decision,
    decide,
    drop_decision,
    end_meeting,
    without_decision,
)
from kkr.meetings.actions.minuting import (
    Noted,
    StaleGuests,
    StaleRoll,
    Written,
    drop_substitute,
    minute_item,
    note_guests,
    note_roll,
    seat_substitute,
    whereabouts,
)
from kkr.meetings.actions.opening import (
    open_attachment,
    open_due_attachment,
    open_due_item,
    open_item,
)
from kkr.meetings.actions.planning import (
    StaleMeeting,
    announce_meeting,
    cancel_meeting,
    change_meeting,
    longest_serving_mayor,
    plan_meeting,
    plan_year,
    set_procedure,
)
from kkr.meetings.actions.reading import StaleNote, forget_reading_of, keep_note, mark_read
from kkr.meetings.actions.unsaved import forget_unsaved_item, keep_unsaved_item, place_of
from kkr.meetings.actions.unsaved_decisions import (
    StaleWords,
    forget_old_unsaved,
    forget_unsaved,
    keep_unsaved,
)

__all__ = [
    "Corrected",
    "Noted",
    "StaleGuests",
    "StaleItem",
    "StaleMeeting",
    "StaleNote",
    "StaleRoll",
    "StaleWords",
    "Undecided",
    "Written",
    "add_item",
    "announce_meeting",
    "arrange_agenda",
    "attach_file",
    "attach_upload",
    "call_roll",
    "cancel_meeting",
    "change_decision",
    "change_meeting",
    "decide",
    "draft_agenda",
    "drop_decision",
    "drop_substitute",
    "edit_item",
    "end_meeting",
    "exclude_member",
    "finish_follow_up",
    "follow_up",
    "forget_old_unsaved",
    "forget_reading_of",
    "forget_unsaved",
    "forget_unsaved_item",
    "keep_note",
    "keep_unsaved",
    "keep_unsaved_item",
    "lift_exclusion",
    "longest_serving_mayor",
    "mark_read",
    "minute_item",
    "note_attendance",
    "note_guests",
    "note_roll",
    "open_attachment",
    "open_due_attachment",
    "open_due_item",
    "open_item",
    "place_of",
    "plan_meeting",
    "plan_year",
    "publish_agenda",
    "publish_minutes",
    "seat_substitute",
    "set_procedure",
    "whereabouts",
    "withdraw_attachment",
    "withdraw_item",
    "without_decision",
]
