"""What happened to a thing of the register, in words; only of what the viewer may see."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kkr.council.history import IMPORTS, entries_about, part_of
from kkr.council.models import Municipality, Party
from kkr.council.models.bodies import Composition
from kkr.council.models.memberships import Basis, EndReason, MembershipRole
from kkr.ledger.models import Entry, Payload
from kkr.workspace.people import names_of

VERBS = {
    "council.person_added": pgettext_lazy("history", "Entered"),
    "council.person_renamed": pgettext_lazy("history", "Given another name"),
    "council.membership_started": pgettext_lazy("history", "Seated"),
    "council.membership_ended": pgettext_lazy("history", "Ended"),
    "council.membership_corrected": pgettext_lazy("history", "Corrected"),
    "council.membership_struck": pgettext_lazy("history", "Struck out"),
    "council.party_added": pgettext_lazy("history", "Entered"),
    "council.party_changed": pgettext_lazy("history", "Changed"),
    "council.committee_added": pgettext_lazy("history", "Set up"),
    "council.committee_renamed": pgettext_lazy("history", "Given another name"),
    "council.committee_closed": pgettext_lazy("history", "Closed"),
    "council.contact_added": pgettext_lazy("history", "Named as contact"),
    "council.contact_changed": pgettext_lazy("history", "Changed"),
    "council.contact_removed": pgettext_lazy("history", "No longer contact"),
    "council.contact_handed_out": pgettext_lazy("history", "What is held was handed out"),
    "council.contact_erased": pgettext_lazy("history", "Erased"),
    "council.person_handed_out": pgettext_lazy("history", "What is held was handed out"),
    "council.person_erased": pgettext_lazy("history", "Erased"),
    "council.register_imported": pgettext_lazy("history", "Imported from a file"),
    "council.import_retold": pgettext_lazy("history", "Told again, as somebody else was erased"),
}
LABELS = {
    "name": gettext_lazy("Name"),
    "letter": gettext_lazy("Letter"),
    "role": gettext_lazy("Role"),
    "municipality": gettext_lazy("Municipality"),
    "party": gettext_lazy("Party"),
    "starts_on": gettext_lazy("First day"),
    "start_basis": gettext_lazy("How the first day is known"),
    "ends_on": gettext_lazy("First day after"),
    "end_basis": gettext_lazy("How the last day is known"),
    "end_reason": gettext_lazy("Why it ended"),
    "term": gettext_lazy("Election period"),
    "source": gettext_lazy("Source"),
    "composition": gettext_lazy("Made up of"),
}
WORDS: dict[str, Any] = {
    "role": dict(MembershipRole.choices),
    "start_basis": dict(Basis.choices),
    "end_basis": dict(Basis.choices),
    "end_reason": dict(EndReason.choices),
    "composition": dict(Composition.choices),
}


def history(subject: models.Model, viewer: Any) -> list[dict[str, Any]]:
    """Each entry, the newest first: when, who, what, why, and what changed with it."""
    entries = list(entries_about(subject))
    payloads = payloads_of(subject, entries, viewer)
    told = told_first(entries, payloads)
    names = names_of({first.actor for first in told.values()})
    lines: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for entry in entries:
        content = payloads.get(entry.pk, {})
        after = content.get("membership") or content.get("after") or content
        lines.append(
            {
                "at": told[entry.pk].at,
                "who": names[told[entry.pk].actor],
                "did": VERBS.get(content.get("verb", entry.verb), entry.verb),
                "why": content.get("why", ""),
                "is_erased": entry.pk not in payloads,
                "differences": list(differences(before, after)) if before else [],
            }
        )
        before = after or before
    with_words(lines)
    return lines[::-1]


def payloads_of(subject: models.Model, entries: list[Entry], viewer: Any) -> dict[int, Any]:
    """What each entry says of the subject; of imports, which say more, only that."""
    own = Payload.objects.about(subject, viewer=viewer)
    found: dict[int, Any] = {each.pk: each.content for each in own}
    for entry in entries:
        if entry.verb in IMPORTS and (payload := Payload.objects.of(entry, viewer=viewer)):
            found[entry.pk] = part_of(payload.content, subject)
    return found


def told_first(entries: Iterable[Entry], contents: Mapping[int, Any]) -> dict[int, Entry]:
    """Each entry by its key; of an import told again the one that was the import: who did it, and when."""
    before = {
        entry.pk: contents[entry.pk]["instead_of"]
        for entry in entries
        if "instead_of" in contents.get(entry.pk, {})
    }
    found = {entry.position: entry for entry in Entry.objects.filter(position__in=before.values())}
    return {entry.pk: found.get(before.get(entry.pk, 0), entry) for entry in entries}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[tuple[str, str, str]]:
    """Field, what stood there, what stands there now."""
    for name in LABELS:
        if name in after and before.get(name) != after.get(name):
            yield name, before.get(name) or "", after.get(name) or ""


def with_words(lines: list[dict[str, Any]]) -> None:
    """Replace what the ledger keeps (codes, slugs, ISO days) by what people say."""
    words = WORDS | names_behind(lines)
    for line in lines:
        line["differences"] = [
            (LABELS[name], spoken(words, name, old), spoken(words, name, new))
            for name, old, new in line["differences"]
        ]


def names_behind(lines: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """The names of the municipalities and parties that changed, asked for only if some did."""
    changed = {name for line in lines for name, _old, _new in line["differences"]}
    found: dict[str, dict[str, str]] = {}
    if "municipality" in changed:
        found["municipality"] = dict(Municipality.objects.values_list("code", "name"))
    if "party" in changed:
        found["party"] = dict(Party.objects.values_list("slug", "name"))
    return found


def spoken(words: Mapping[str, Mapping[str, Any]], name: str, value: str) -> str:
    if not value:
        return _("(empty)")
    if name in {"starts_on", "ends_on"}:
        day: date | None = parse_date(value)
        return date_format(day) if day else value
    return str(words.get(name, {}).get(value, value))


def counted(done: Mapping[str, Any]) -> str:
    """How much an import did, each number in words of its own."""
    seats, changed, people = done["added"], done["changed"], done["people"]
    words = (
        ngettext("%(many)s seat added", "%(many)s seats added", seats) % {"many": seats},
        ngettext("%(many)s seat changed", "%(many)s seats changed", changed) % {"many": changed},
        ngettext("%(many)s new person", "%(many)s new people", people) % {"many": people},
    )
    return ", ".join(words)


def imports_into(council: models.Model, viewer: Any) -> list[dict[str, Any]]:
    """The last ten files that were imported: when, by whom, which, and how much it did."""
    entries = Entry.objects.about(council).filter(verb__in=IMPORTS)
    newest = {entry.pk: entry for entry in entries.order_by("-position")[:10]}
    payloads = Payload.objects.about(council, viewer=viewer).filter(entry__in=newest)
    contents = {payload.entry_id: payload.content for payload in payloads}
    told = told_first(newest.values(), contents)
    names = names_of({first.actor for first in told.values()})
    return [
        {
            "at": told[key].at,
            "who": names[told[key].actor],
            "file": contents[key]["file"],
            "done": counted(contents[key]),
        }
        for key in newest
        if key in contents
    ]
