"""What can be done to accounts, one file per family."""

from kkr.accounts.actions.invitations import (
    OPEN_FOR,
    InvitationGone,
    accept_invitation,
    invite_user,
    invited_by_token,
    take_back_invitation,
)
from kkr.accounts.actions.personal_data import blank_user, erase_user, hand_out, refuse_naming
from kkr.accounts.actions.second_factors import (
    renew_recovery_codes,
    reset_second_factor,
    turn_off_second_factor,
    turn_on_second_factor,
)
from kkr.accounts.actions.users import (
    change_password,
    clear_dead_sessions,
    close_user,
    create_user,
    drop_all_sessions,
    drop_every_session,
    end_sessions,
)

__all__ = [
    "OPEN_FOR",
    "InvitationGone",
    "accept_invitation",
    "blank_user",
    "change_password",
    "clear_dead_sessions",
    "close_user",
    "create_user",
    "drop_all_sessions",
    "drop_every_session",
    "end_sessions",
    "erase_user",
    "hand_out",
    "invite_user",
    "invited_by_token",
    "refuse_naming",
    "renew_recovery_codes",
    "reset_second_factor",
    "take_back_invitation",
    "turn_off_second_factor",
    "turn_on_second_factor",
]
