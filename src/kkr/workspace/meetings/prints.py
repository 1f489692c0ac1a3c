"""One download for the train: agenda or minutes with all that the reader may read, closed things included."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kkr.ledger import clock
from kkr.meetings.models import Edition, EditionKind
from kkr.meetings.models.who import councils_read_by
from kkr.printing.answers import FOR_SOME, answer
from kkr.printing.prints import print_for
from kkr.workspace.door import Request, signed_in


@signed_in
@require_safe
def show(request: Request, council: str, slug: str, kind: EditionKind) -> HttpResponseBase:
    """The newest edition for those who act in the council; kept in no cache, also where nothing of it is closed."""
    found = councils_read_by(request.user).filter(slug=council).first()
    if found is None:
        raise Http404
    editions = Edition.objects.visible_to(request.user).of_kind(kind).current()
    mine = editions.filter(meeting__council=found, meeting__slug=slug)
    edition = get_object_or_404(mine.select_related("meeting__council"))
    response = answer(request, print_for(request.user, edition, at=clock.now()))
    response["Cache-Control"] = FOR_SOME
    return response
