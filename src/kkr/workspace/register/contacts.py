from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kkr.council.models import Contact, Council, Municipality, RoleGrant
from kkr.council.models.roles import Role
from kkr.ledger import clock
from kkr.workspace.door import Request, page, register_for, signed_in
from kkr.workspace.pages import Step, corrected, done, form_page
from kkr.workspace.register.body_forms import ContactDataForm, ContactForm, RemoveForm
from kkr.workspace.register.held import Asked, confirmed
from kkr.workspace.register.history import history


def all_contacts(council: Council) -> str:
    return reverse("workspace:contacts", args=[council.slug])


def contact_for(request: Request, council: str, public_id: UUID) -> tuple[Council, Contact]:
    """The council, and who is contact now in one of its municipalities.

    A form that was open when somebody was contact no more is answered too: the action refuses it in words.
    """
    kept = register_for(request.user, council)
    named = Contact.objects.visible_to(request.user).of_council(kept, clock.today())
    those = named.exclude(name="") if request.method == "POST" else named.current()
    return kept, get_object_or_404(those.select_related("municipality"), public_id=public_id)


def with_contacts(request: Request, council: Council) -> list[Any]:
    """The council's municipalities with their named contacts, and the users who act as one."""
    named = Contact.objects.visible_to(request.user).current()
    acting = RoleGrant.objects.visible_to(request.user).running_now().with_role(Role.CONTACT)
    return list(
        Municipality.objects.in_council(council, clock.today())
        .order_by("name")
        .prefetch_related(
            Prefetch("contacts", named, to_attr="named"),
            Prefetch("role_grants", acting.select_related("user"), to_attr="acting"),
        )
    )


@signed_in
def index(request: Request, council: str) -> HttpResponse:
    """Whom the secretariat turns to in each municipality, and where nobody is named."""
    kept = register_for(request.user, council)
    municipalities = with_contacts(request, kept)
    context: dict[str, Any] = {
        "council": kept,
        "all": len(municipalities),
        "have_one": sum(1 for each in municipalities if each.named or each.acting),
        "columns": [_("Municipality"), _("Name"), _("E-mail"), _("Telephone")],
        "former_columns": [_("Municipality"), _("Name"), pgettext("column", "Until")],
        "rows": [row for each in municipalities for row in rows_of(kept, each)],
        "former": former(kept, request.user),
    }
    return page(request, "workspace/register/contacts.html", **context)


def former(council: Council, viewer: Any) -> list[list[Any]]:
    """Who was contact once, to those who may erase them."""
    if not viewer.has_perm("council.erase_contact"):
        return []
    named = Contact.objects.visible_to(viewer).of_council(council, clock.today())
    ended = named.filter(ended_at__isnull=False).exclude(name="").select_related("municipality")
    return [
        [
            each.municipality.name,
            {"text": each.name, "href": address(council, "contact_data", each.public_id)},
            date_format(localtime(each.ended_at)),
        ]
        for each in ended.order_by("municipality__name", "ended_at")
    ]


def rows_of(council: Council, municipality: Any) -> list[list[Any]]:
    """Everybody who is contact there, named or able to sign in; where nobody is, the way to name one."""
    named = [
        [
            {"text": each.name, "href": address(council, "contact", each.public_id)},
            mail_to(each.email),
            each.phone or "–",
        ]
        for each in municipality.named
    ]
    add = f"{address(council, 'contact_add')}?kommune={municipality.slug}"
    written_to = {each.email.lower() for each in municipality.named}
    acting = [
        [
            {"text": each.user.name, "href": reverse("account_person", args=[each.user.public_id])},
            mail_to(each.user.email),
            way_in(each.user, add, gets_mail=each.user.email.lower() in written_to),
        ]
        for each in municipality.acting
    ]
    nobody = [[{"text": _("Nobody yet: name a contact"), "href": add}, "–", "–"]]
    return [[municipality.name, *cells] for cells in named + acting or nobody]


def way_in(user: Any, add: str, *, gets_mail: bool) -> Any:
    """Whether an account can sign in; questions are mailed to named contacts only, and to no account."""
    can = _("can sign in") if user.is_active else _("is invited")
    if gets_mail:
        return can
    words = _("gets no mail about questions: name as contact too")
    return {"text": words, "href": f"{add}&konto={user.public_id}", "note": can}


def address(council: Council, what: str, *more: Any) -> str:
    return reverse(f"workspace:{what}", args=[council.slug, *more])


def mail_to(email: str) -> Any:
    return {"text": email, "href": f"mailto:{email}"} if email else "–"


@signed_in
def add(request: Request, council: str) -> HttpResponse:
    """Name a contact."""
    kept = register_for(request.user, council)
    asked = Municipality.objects.in_council(kept, clock.today())
    initial = first_of(request, asked.filter(slug=request.GET.get("kommune", "")).first())
    form = ContactForm(request.POST or None, initial=initial, council=kept)
    if form.is_valid() and (contact := form.add(by=request.user, at=clock.now())):
        return done(request, said(contact), all_contacts(kept))
    step = Step(_("Whom do you turn to?"), _("Name as contact"), _("Contacts"), all_contacts(kept))
    return form_page(request, form, step)


def first_of(request: Request, municipality: Municipality | None) -> dict[str, Any]:
    """The municipality of the address, and whoever acts for it with the account that stands there."""
    acting = RoleGrant.objects.visible_to(request.user).running_now().with_role(Role.CONTACT)
    found = acting.filter(body=municipality).select_related("user") if municipality else []
    known = request.GET.get("konto", "")
    user = next((each.user for each in found if str(each.user.public_id) == known), None)
    return {"municipality": municipality} | (
        {"name": user.name, "email": user.email} if user else {}
    )


def said(contact: Contact) -> str:
    facts = {"name": contact.name, "municipality": contact.municipality.full_name}
    return _("%(name)s is the contact of %(municipality)s.") % facts


@signed_in
def change(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """How a contact is called and reached."""
    kept, contact = contact_for(request, council, public_id)
    form = ContactForm(request.POST or None, of=contact)
    if form.is_valid() and form.change(contact, by=request.user, at=clock.now()):
        return corrected(request, form, _("The contact is changed."), all_contacts(kept))
    question = _("How is %(name)s reached?") % {"name": contact.name}
    step = Step(question, _("Change"), _("Contacts"), all_contacts(kept))
    more = {
        "doable": doable(kept, contact, request.user),
        "history": history(contact, request.user),
    }
    return form_page(request, form, step, **more)


def doable(council: Council, contact: Contact, viewer: Any) -> list[dict[str, Any]]:
    words = {"replace": _("Somebody takes over"), "remove": _("No longer contact")}
    if contact.ended_at is not None:
        words = {}
    if viewer.has_perm("council.erase_contact", contact):
        words["data"] = _("What is held about them")
    return [
        {
            "label": label,
            "href": reverse(f"workspace:contact_{what}", args=[council.slug, contact.public_id]),
        }
        for what, label in words.items()
    ]


@signed_in
def replace(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Somebody else is contact from now on."""
    kept, contact = contact_for(request, council, public_id)
    form = ContactForm(request.POST or None)
    if form.is_valid() and (new := form.replace(contact, by=request.user, at=clock.now())):
        return done(request, said(new), all_contacts(kept))
    question = _("Who takes over from %(name)s?") % {"name": contact.name}
    return form_page(request, form, step_of(kept, contact, question, _("Hand over")))


@signed_in
def remove(request: Request, council: str, public_id: UUID) -> HttpResponse:
    """Somebody is contact no more."""
    kept, contact = contact_for(request, council, public_id)
    form = RemoveForm(request.POST or None)
    if form.is_valid() and form.remove(contact, by=request.user, at=clock.now()):
        return done(request, _("E-mail and telephone number are deleted."), all_contacts(kept))
    question = _("Is %(name)s contact no more?") % {"name": contact.name}
    return form_page(request, form, step_of(kept, contact, question, _("Contact no more")))


@signed_in
def data(request: Request, council: str, public_id: UUID) -> HttpResponseBase:
    """What is held about a contact without an account, of now or before: fetched, or erased."""
    kept = register_for(request.user, council)
    named = Contact.objects.visible_to(request.user).of_council(kept, clock.today())
    contact = get_object_or_404(named.exclude(name=""), public_id=public_id)
    if not request.user.has_perm("council.erase_contact", contact):
        raise Http404
    asked = Asked(contact, ContactDataForm(request.POST or None), _("Contacts"), all_contacts(kept))
    return confirmed(request, asked, "workspace/register/contact_data.html")


def step_of(council: Council, contact: Contact, question: str, button: str) -> Step:
    note = _("The name stays in the history; e-mail and telephone number are deleted.")
    address = reverse("workspace:contact", args=[council.slug, contact.public_id])
    return Step(question, button, contact.name, address, (note,))
