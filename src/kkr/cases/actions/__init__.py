"""What can be done with cases. Each refuses an actor without the permission its first line names."""

from kkr.cases.actions.cases import bring_before, edit_case, open_case, publish_case
from kkr.cases.actions.journey import answer_wish, commission, deliver, send_back
from kkr.cases.actions.papers import add_paper, put_before_council, release_version, revise_paper

__all__ = [
    "add_paper",
    "answer_wish",
    "bring_before",
    "commission",
    "deliver",
    "edit_case",
    "open_case",
    "publish_case",
    "put_before_council",
    "release_version",
    "revise_paper",
    "send_back",
]
