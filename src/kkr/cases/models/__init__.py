"""Cases, who is before or on them, their papers, and the classification they are sorted by."""

from kkr.cases.models.cases import (
    Case,
    CaseBefore,
    CaseOfficial,
    CaseQuerySet,
    Commission,
    OfCaseQuerySet,
    prepared_by,
    worked_on_by,
)
from kkr.cases.models.consultations import Consultation, ConsultationQuerySet
from kkr.cases.models.papers import Answer, Paper, PaperVersion, PaperVersionQuerySet, Wish
from kkr.cases.models.subjects import KLE_NUMBER, SubjectClass, titled

__all__ = [
    "KLE_NUMBER",
    "Answer",
    "Case",
    "CaseBefore",
    "CaseOfficial",
    "CaseQuerySet",
    "Commission",
    "Consultation",
    "ConsultationQuerySet",
    "OfCaseQuerySet",
    "Paper",
    "PaperVersion",
    "PaperVersionQuerySet",
    "SubjectClass",
    "Wish",
    "prepared_by",
    "titled",
    "worked_on_by",
]
