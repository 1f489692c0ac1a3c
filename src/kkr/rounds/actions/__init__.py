"""What can be done with rounds. Each refuses an actor without the permission its first line names."""

from kkr.rounds.actions.asking import (
    Weight,
    ask,
    ask_committees,
    ask_members,
    close_round,
    draft_round,
    members_of,
    move_deadline,
    regions_of,
    reword,
    seats_of,
    withdraw_round,
)
from kkr.rounds.actions.drafting import Draft, change_draft, draft_of, refuse_unseen
from kkr.rounds.actions.enclosing import enclose, take_out
from kkr.rounds.actions.importing import AnsweredMeanwhile, digest_of_plan, import_replies
from kkr.rounds.actions.joint import report_through
from kkr.rounds.actions.links import (
    NoSuchLink,
    TooLate,
    answer_by_link,
    confirm_reply,
    confirm_stage,
    find_link,
    find_token,
    find_unconfirmed,
    give_token,
    make_link,
    note_stage_by_link,
    open_link,
    revoke_link,
    revoke_token,
)
from kkr.rounds.actions.notices import ask_again, hearers_of, to_tell
from kkr.rounds.actions.programs import answer_by_program, use_token
from kkr.rounds.actions.reminders import (
    ByReminder,
    find_reminded,
    resume_reminders,
    stop_reminders,
    without_reminders,
)
from kkr.rounds.actions.reminding import is_quiet, next_reminder, remind_now, reminding_of
from kkr.rounds.actions.replying import note_stage, reply
from kkr.rounds.actions.sending import looked_as, open_round, refuse_unlooked
from kkr.rounds.saying import Said

__all__ = [
    "AnsweredMeanwhile",
    "ByReminder",
    "Draft",
    "NoSuchLink",
    "Said",
    "TooLate",
    "Weight",
    "answer_by_link",
    "answer_by_program",
    "ask",
    "ask_again",
    "ask_committees",
    "ask_members",
    "change_draft",
    "close_round",
    "confirm_reply",
    "confirm_stage",
    "digest_of_plan",
    "draft_of",
    "draft_round",
    "enclose",
    "find_link",
    "find_reminded",
    "find_token",
    "find_unconfirmed",
    "give_token",
    "hearers_of",
    "import_replies",
    "is_quiet",
    "looked_as",
    "make_link",
    "members_of",
    "move_deadline",
    "next_reminder",
    "note_stage",
    "note_stage_by_link",
    "open_link",
    "open_round",
    "refuse_unlooked",
    "refuse_unseen",
    "regions_of",
    "remind_now",
    "reminding_of",
    "reply",
    "report_through",
    "resume_reminders",
    "revoke_link",
    "revoke_token",
    "reword",
    "seats_of",
    "stop_reminders",
    "take_out",
    "to_tell",
    "use_token",
    "withdraw_round",
    "without_reminders",
]
