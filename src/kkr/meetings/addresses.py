"""How an edition's kind stands in an address; importing this makes `<edition_kind:kind>` known to URL patterns."""

from django.urls import register_converter

from kkr.meetings.models import EditionKind


class EditionKindInAddress:
    """Agenda or minutes, in Danish."""

    regex = "dagsorden|referat"

    def to_python(self, value: str) -> EditionKind:
        return EditionKind.AGENDA if value == "dagsorden" else EditionKind.MINUTES

    def to_url(self, value: str) -> str:
        return "dagsorden" if value == EditionKind.AGENDA else "referat"


register_converter(EditionKindInAddress, "edition_kind")
