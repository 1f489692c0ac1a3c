"""British English, as a Danish public site writes it: 13 February 2017, and a day of 24 hours."""

DATE_FORMAT = "j\u00a0F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\u00a0F Y H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j\u00a0F"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1
