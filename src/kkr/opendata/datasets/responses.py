"""What each who was asked answered to the consultations that everybody may follow."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kkr.cases.models import Consultation
from kkr.opendata.answers import ASKED_COLUMNS, STAGE_COLUMNS, answers_to, entry, reply_columns
from kkr.opendata.columns import COUNCIL, IDENTIFIER, ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Query, Row


def rows(query: Query) -> Iterable[Row]:
    """One row a response, and one for whoever has not answered."""
    return answers_to(Consultation.objects.public().select_related("case"), query)


DATASET = Dataset(
    slug="hoeringssvar",
    title=_("Responses to consultations"),
    description=_(
        "What municipalities and committees answered to the consultations that everybody may follow. A"
        " response that was corrected stays, and stands beside the one that holds."
    ),
    columns=(
        COUNCIL,
        Column("consultation", _("Consultation"), _("Its identifier.")),
        *ASKED_COLUMNS,
        *reply_columns(_("response or no_remarks; waiting where there is none.")),
        *STAGE_COLUMNS,
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
