"""Which days a year of meetings could have, before anybody has looked into a calendar."""

from datetime import date, timedelta

USUAL = {5: (2, 4, 6, 9, 11)}
"""February, April, June, September, November: the months of the meetings that are known."""


def suggested(year: int, many: int) -> list[date]:
    """The second Monday of each month that has a meeting, or the next where that is a holiday.

    >>> [day.isoformat() for day in suggested(2018, 5)]
    ['2018-02-12', '2018-04-09', '2018-06-11', '2018-09-10', '2018-11-12']
    >>> suggested(2020, 5)[1]  # 13 April 2020 was Easter Monday
    datetime.date(2020, 4, 20)
    """
    months = USUAL.get(many) or [1 + (12 * number + 6) // many for number in range(many)]
    return [_second_monday(year, month) for month in months]


def _second_monday(year: int, month: int) -> date:
    eighth = date(year, month, 8)
    found = eighth + timedelta(days=-eighth.weekday() % 7)
    sunday = easter(year)
    holidays = {sunday + timedelta(days=1), sunday + timedelta(days=50)}
    return found + timedelta(days=7) if found in holidays else found


def easter(year: int) -> date:
    """Easter Sunday, by the rule that Jones and Meeus give for the Gregorian calendar.

    >>> easter(2017), easter(2038)
    (datetime.date(2017, 4, 16), datetime.date(2038, 4, 25))
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - moved + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
