"""What each municipality answered to the recommendations, and which have not answered yet."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kkr.opendata.answers import ASKED_COLUMNS, STAGE_COLUMNS, answers_to, entry, reply_columns
from kkr.opendata.columns import COUNCIL, IDENTIFIER, ILLUSTRATIVE, PATH
from kkr.opendata.kinds import Column, Dataset, Query, Row
from kkr.recommendations.models import Recommendation


def rows(query: Query) -> Iterable[Row]:
    """One row a reply, and one for whoever has not answered."""
    return answers_to(Recommendation.objects.public(), query)


DATASET = Dataset(
    slug="svar",
    title=_("Answers of the municipalities"),
    description=_(
        "What each municipality answered to the recommendations of the councils. An answer that was"
        " corrected stays, and stands beside the one that holds. Who has not answered has not approved."
    ),
    columns=(
        COUNCIL,
        Column("recommendation", _("Recommendation"), _("Its identifier.")),
        *ASKED_COLUMNS,
        Column(
            "inhabitants", _("Inhabitants"), _("As they are counted; empty where they are not.")
        ),
        *reply_columns(
            _(
                "approved, approved_with_remarks, noted, not_approved, not_relevant; waiting where there is"
                " none."
            )
        ),
        *STAGE_COLUMNS,
        ILLUSTRATIVE,
        PATH,
        IDENTIFIER,
    ),
    rows=rows,
    entry=entry,
    filters=("raad",),
)
