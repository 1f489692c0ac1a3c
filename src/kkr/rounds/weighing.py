"""How much each who is asked weighs: how many live there, by what was known on the day."""

from collections.abc import Iterable
from datetime import date

from kkr.council.inhabitants import inhabitants_of, quarter_on, source_of
from kkr.council.models import Area, Municipality
from kkr.rounds.actions import Weight


def weights_of(areas: Iterable[Area], day: date) -> dict[int, Weight]:
    """The weight of each municipality by the key of its area; what is no municipality has none."""
    rows = Municipality.objects.filter(area__in=[area.pk for area in areas])
    codes = dict(rows.values_list("area_id", "code"))
    known = inhabitants_of(codes.values(), day)
    as_of = source_of(quarter_on(day))
    return {key: Weight(known[code], as_of) for key, code in codes.items() if code in known}
