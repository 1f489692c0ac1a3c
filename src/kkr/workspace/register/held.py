"""What is held about somebody without an account, on one page: fetched as a file, or erased."""

from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _

from kkr.council.models import Contact, Person
from kkr.ledger import clock
from kkr.workspace.accounts.archive import archive
from kkr.workspace.door import Request, page
from kkr.workspace.pages import done


@dataclass(frozen=True)
class Asked:
    """Whose data, the form that fetches and erases it, and the list to go back to."""

    about: Contact | Person
    form: Any
    back_to: str
    back: str


@reauthentication_required
def confirmed(request: Request, asked: Asked, template: str) -> HttpResponseBase:
    """The page, once whoever asks has given their password again, as for people with an account."""
    if asked.form.is_valid() and (answer := fetched_or_erased(request, asked)):
        return answer
    return page(request, template, **vars(asked))


def fetched_or_erased(request: Request, asked: Asked) -> HttpResponseBase | None:
    """The file, or the list without them; None where it was refused."""
    by, at = request.user, clock.now()
    if "erase" in request.POST:
        if not asked.form.erase(asked.about, by=by, at=at):
            return None
        return done(request, _("What was held is erased."), asked.back)
    held = asked.form.fetch(asked.about, by=by, at=at)
    name = f"kkr-oplysninger-{clock.today():%Y-%m-%d}.zip"
    file = archive(asked.about, held, at=clock.now()) if held else None
    return FileResponse(file, as_attachment=True, filename=name) if file else None
