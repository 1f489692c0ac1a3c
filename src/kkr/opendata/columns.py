"""The columns that several datasets have."""

from django.utils.translation import gettext_lazy as _

from kkr.opendata.kinds import Column

COUNCIL = Column("council", _("Council"), _("The address of the council."))
HELD_ON = Column("held_on", _("Day"), _("The day of the meeting; empty where it is not known."))
KNOWN_AS = Column(
    "known_as",
    _("Time in words"),
    _("What is known of the time where the day is not."),
    language="da",
)
MEETING = Column("meeting", _("Meeting"), _("The address of the meeting on this site."))
NUMBER = Column("number", _("Number"), _("The number of the item, as it was published."))
ILLUSTRATIVE = Column(
    "illustrative",
    _("Illustrative"),
    _("What of it was made up for a demonstration; empty where nothing was."),
    language="da",
)
PATH = Column("path", _("Address"), _("Where it stands on this site, for ever."))
IDENTIFIER = Column("identifier", _("Identifier"), _("The same in every language and for ever."))
SOURCE = Column("source", _("Source"), _("Where the facts come from."))
