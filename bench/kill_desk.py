"""What `bench.kill` asks of the desk: one writer enters people, queues mail and leaves a form unsaved."""

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

ENTRIES = {
    "entered": "council.person_added",
    "seated": "council.membership_started",
    "invited": "accounts.user_invited",
}


def write_at_desk(say: Callable[[str, int, str], None], chance: Random, at: datetime) -> None:
    """Somebody enters the register, somebody is invited by mail, and leaves a form unsaved."""
    from kkr.accounts.actions import invite_user
    from kkr.accounts.models import User
    from kkr.council.actions import add_person, grant_role, start_membership
    from kkr.council.models import Council
    from kkr.ledger.actors import System
    from kkr.news.actions import keep_private_draft
    from kkr.outbox.actions import enqueue

    when: dict[str, Any] = {"by": System("kill"), "at": at}
    council = Council.objects.get(slug="hovedstaden")
    word = secrets.token_hex(8)
    person = add_person(name=f"Navn {word}", **when)
    say("entered", person.pk, person.slug)
    day = date(2014, 1, 1 + chance.randrange(28))
    seat = start_membership(
        body=council, person=person, role="supplementary", starts_on=day, **when
    )
    say("seated", seat.pk, day.isoformat())
    mail = enqueue(to=f"{word}@example.dk", subject=f"Plads {word}", text="x" * 500, at=at)
    say("queued", mail.pk, word)
    user, _token = invite_user(email=f"{word}@kkr.example.dk", name=word, now=at, **when)
    say("invited", user.pk, user.email)
    # as if the letter was answered: a password would take longer than a round
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.refresh_from_db()
    grant_role(user=user, body=council, role="secretary", **when)
    fields = {"title": word, "html": f"<p>{'tekst ' * chance.randint(1, 500)}</p>"}
    draft = keep_private_draft(council=council, fields=fields, by=user, at=at)
    say("unsaved", draft.pk, word)


def is_there(verb: str, pk: str, word: str) -> bool:
    """Whether an act that was said to be done is kept whole."""
    from kkr.accounts.models import User
    from kkr.council.models import Membership, Person
    from kkr.news.models import PrivateDraft
    from kkr.outbox.models import Mail

    if verb == "entered":
        return Person.objects.filter(pk=pk, slug=word).exists()
    if verb == "seated":
        return Membership.objects.filter(pk=pk, starts_on=word).exists()
    if verb == "invited":
        return User.objects.filter(pk=pk, email=word).exists()
    if verb == "queued":
        return Mail.objects.filter(pk=pk, subject__endswith=word).exists()
    return PrivateDraft.objects.filter(pk=pk, fields__title=word).exists()


def desk_half_done(verbs: Counter[str]) -> dict[str, tuple[Any, Any]]:
    """What must be equal, by what it claims."""
    from kkr.accounts.models import User
    from kkr.council.models import Membership, Person

    ours = Person.objects.filter(name__startswith="Navn ")
    seats = Membership.objects.filter(person__in=ours)
    return {
        "each person was entered by an entry": (verbs[ENTRIES["entered"]], ours.count()),
        "each seat by an entry": (verbs[ENTRIES["seated"]], seats.count()),
        "each account by an entry": (verbs[ENTRIES["invited"]], User.objects.count()),
    }
