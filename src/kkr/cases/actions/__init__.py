"""What can be done with cases. Each refuses an actor without the permission its first line names."""

from kkr.cases.actions.cases import bring_before, edit_case, open_case, publish_case
from kkr.cases.actions.consulting import consult, summarise
from kkr.cases.actions.journey import (
    answer_wish,
    commission,
    deliver,
    release_wishes,
    reword_wish,
    send_back,
    tell_wishes,
)
from kkr.cases.actions.officials import put_official_on, take_official_off
from kkr.cases.actions.papers import add_paper, put_before_council, release_version, revise_paper
from kkr.cases.actions.recording import hold_cases
from kkr.cases.actions.subject_classes import import_subject_classes
from kkr.cases.actions.unsaved import (
    begin_writing,
    forget_unsaved_paper,
    keep_unsaved_paper,
    place_of,
    store_paper_file,
    store_paper_image,
)

__all__ = [
    "add_paper",
    "answer_wish",
    "begin_writing",
    "bring_before",
    "commission",
    "consult",
    "deliver",
    "edit_case",
    "forget_unsaved_paper",
    "hold_cases",
    "import_subject_classes",
    "keep_unsaved_paper",
    "open_case",
    "place_of",
    "publish_case",
    "put_before_council",
    "put_official_on",
    "release_version",
    "release_wishes",
    "revise_paper",
    "reword_wish",
    "send_back",
    "store_paper_file",
    "store_paper_image",
    "summarise",
    "take_official_off",
    "tell_wishes",
]
