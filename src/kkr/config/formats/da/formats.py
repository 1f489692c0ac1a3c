"""As Django writes Danish, but a line is never broken between the day and its month: 8. juni 2017."""

DATE_FORMAT = "j.\u00a0F Y"
DATETIME_FORMAT = "j.\u00a0F Y H:i"
MONTH_DAY_FORMAT = "j.\u00a0F"
