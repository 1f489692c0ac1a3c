"""The people one can sign in as in the demo; their names say which part they play, not who they are."""

from datetime import datetime

from kkr.accounts.actions import change_password, create_user
from kkr.accounts.models import User
from kkr.council.actions import grant_role
from kkr.council.models import Association, Body, Council, Municipality
from kkr.ledger.actors import Actor

PEOPLE = [
    ("sekretariat@demo.kkr", "Sekretariatet (demo)", "secretary", "hovedstaden"),
    ("formand@demo.kkr", "Formanden (demo)", "chair", "hovedstaden"),
    ("borgmester@demo.kkr", "En borgmester (demo)", "member", "hovedstaden"),
    ("embedsmand@demo.kkr", "En embedsmand (demo)", "official", "hovedstaden"),
    ("kontakt.albertslund@demo.kkr", "Kontakten i Albertslund (demo)", "contact", "albertslund"),
    ("admin@demo.kkr", "Administratoren (demo)", "administrator", "kl"),
]


def load(*, password: str, by: Actor, at: datetime) -> int:
    """Make the users that are missing and grant each its role; gives how many were made."""
    made = 0
    for email, name, role, slug in PEOPLE:
        if not User.objects.filter(email=email).exists():
            user = create_user(email=email, name=name, password=password, by=by, at=at)
            grant_role(user=user, body=body_of(slug), role=role, why="demo", by=by, at=at)
            made += 1
    return made


def set_password(password: str, *, by: Actor, at: datetime) -> int:
    """Give the people of the demo this password where they have another; gives how many had."""
    people = User.objects.filter(email__in=[email for email, *_ in PEOPLE], is_active=True)
    others = [person for person in people if not person.check_password(password)]
    for person in others:
        change_password(person, password, by=by, at=at)
    return len(others)


def body_of(slug: str) -> Body:
    """The council, municipality or association with this slug."""
    for kind in (Council, Municipality, Association):
        found = kind.objects.filter(slug=slug).first()
        if found is not None:
            return found
    raise LookupError(slug)
