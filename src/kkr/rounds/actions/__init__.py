"""What can be done with rounds. Each refuses an actor without the permission its first line names."""

from kkr.rounds.actions.asking import (
    Weight,
    ask,
    ask_committees,
    close_round,
    draft_round,
    members_of,
    move_deadline,
    open_round,
    withdraw_round,
)
from kkr.rounds.actions.links import (
    NoSuchLink,
    answer_by_link,
    confirm_reply,
    find_link,
    find_token,
    find_unconfirmed,
    give_token,
    make_link,
    open_link,
    revoke_link,
    revoke_token,
)
from kkr.rounds.actions.notices import tell
from kkr.rounds.actions.replying import Said, note_stage, reply

__all__ = [
    "NoSuchLink",
    "Said",
    "Weight",
    "answer_by_link",
    "ask",
    "ask_committees",
    "close_round",
    "confirm_reply",
    "draft_round",
    "find_link",
    "find_token",
    "find_unconfirmed",
    "give_token",
    "make_link",
    "members_of",
    "move_deadline",
    "note_stage",
    "open_link",
    "open_round",
    "reply",
    "revoke_link",
    "revoke_token",
    "tell",
    "withdraw_round",
]
