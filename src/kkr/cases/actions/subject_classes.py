from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kkr.cases.models import SubjectClass
from kkr.cases.subject_file import subject_classes
from kkr.common.locks import hold
from kkr.council.models import Association
from kkr.ledger.actions import record
from kkr.ledger.actors import Actor, require
from kkr.ledger.chain import sha256


@dataclass(frozen=True)
class Imported:
    """How many classes were added, given another title, and stood there already."""

    added: int
    changed: int
    same: int


@transaction.atomic
def import_subject_classes(content: bytes, *, by: Actor, at: datetime) -> Imported:
    """Bring in the subject classes of a CSV file; those it does not name stay. The same again leaves no trace.

    Raises BadFile, and changes nothing, where a row is wrong. Refuses an actor without
    `cases.import_subject_classes`.
    """
    require(by, "cases.import_subject_classes")
    wanted = subject_classes(content)
    hold("cases.subject_classes")
    there = {each.number: each for each in SubjectClass.objects.all()}
    new = [SubjectClass(number=n, title=t) for n, t in wanted.items() if n not in there]
    changed = [there[n] for n, t in wanted.items() if n in there and there[n].title != t]
    for each in changed:
        each.title = wanted[each.number]
    SubjectClass.objects.bulk_create(new)
    SubjectClass.objects.bulk_update(changed, ["title"], batch_size=200)
    if new or changed:
        record(
            verb="cases.subject_classes_imported",
            subject=Association.objects.get(),
            by=by,
            at=at,
            content={
                "digest": sha256(content.decode("utf-8-sig")),
                "added": len(new),
                "changed": len(changed),
            },
            public=True,
        )
    return Imported(len(new), len(changed), len(wanted) - len(new) - len(changed))
