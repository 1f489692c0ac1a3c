"""The decisions on an item as they are written: a part of a form each, and one more for what comes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kkr.accounts.models import User
from kkr.common.text import UNFIT_FOR_A_TEXT, one_line
from kkr.documents.actions import StaleEdit
from kkr.documents.models import DocumentVersion
from kkr.meetings.actions import Written, minute_item
from kkr.meetings.actions.wishes import refuse_to_send_back, sends_back
from kkr.meetings.kinds.base import decision_kinds
from kkr.meetings.models import AgendaItem, Decision, UnsavedDecision
from kkr.workspace.forms import ActingForm
from kkr.workspace.plain import html_of, is_plain, points_in, words_of
from kkr.workspace.writing.beside import clash_with

Words = dict[str, Any]
SAID = ("kind", "text", "wishes", "dissent", "is_newsworthy")
LONGEST = 50_000
LONGEST_WISH = 400


class DecisionForm(ActingForm):
    """One decision. `was` tells whether anything was written: a digest of what stood there at first."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What did the council do?"),
        required=False,
        error_messages={"required": gettext_lazy("Choose what the council did with the item.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is written in the minutes?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wishes = forms.CharField(
        label=gettext_lazy("What is wanted otherwise?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Write each wish on a line of its own. They stand in the minutes, and with the case once the "
            "minutes are out."
        ),
    )
    dissent = forms.CharField(
        label=gettext_lazy("Dissent or statement"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_newsworthy = forms.BooleanField(label=gettext_lazy("Worth a news item"), required=False)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    as_html = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, item: AgendaItem, public_id: UUID, decision: Decision | None, **more: Any
    ) -> None:
        super().__init__(prefix=public_id.hex, **more)
        self.item, self.public_id, self.decision = item, public_id, decision
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = choices(item)
        if self.is_html:
            self.fields["text"].help_text = _("It has formatting, so it stands here as HTML.")

    @property
    def is_html(self) -> bool:
        """Whether the text stands in the field as HTML, because typing it would lose something."""
        name = self.add_prefix("as_html")
        return bool(self.data.get(name) if self.is_bound else self.initial.get("as_html"))

    @property
    def is_touched(self) -> bool:
        """Whether somebody wrote anything here."""
        return digest(words_in(self.data, self.public_id)) != self.data.get(self.add_prefix("was"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_touched and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", str(self.fields["kind"].error_messages["required"]))
        if self.is_touched:
            listed = lines_in(self["wishes"].value() or "")  # also those that are refused
            kind = cleaned.get("kind", "")
            self.act(refuse_to_send_back, self.item, kind, listed, was=self.decision)
        return cleaned

    def clean_wishes(self) -> list[str]:
        """One a line; none may be longer than a case keeps of a wish."""
        wishes = lines_in(self.cleaned_data["wishes"])
        if any(len(each) > LONGEST_WISH for each in wishes):
            words = _("A wish can be %(many)s characters long. Divide it, or write it shorter.")
            raise ValidationError(words % {"many": LONGEST_WISH})
        if wishes and not sends_back(self.cleaned_data.get("kind", "")):
            message = _("Only a decision that sends the case back has wishes.")
            raise ValidationError(message)
        return wishes

    @property
    def shows_wishes(self) -> bool:
        """Whether the wishes stand there whatever is chosen: some are written, or refused."""
        return bool(self["wishes"].value() or self["wishes"].errors)

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        return Written(
            public_id=self.public_id,
            kind=said["kind"],
            html=said["text"] if self.is_html else html_of(said["text"]),
            dissent=said["dissent"],
            wishes=said["wishes"],
            is_newsworthy=said["is_newsworthy"],
            based_on=self.version_before,
        )

    @property
    def version_before(self) -> int:
        """The version the writer had before them; the first, where none that exists was named."""
        if self.decision is None:
            return 0
        named = self.cleaned_data["based_on"] or 0
        return named if 1 <= named <= self.decision.document.latest.number else 1


def choices(item: AgendaItem) -> list[Any]:
    """The decisions that are usual on such an item first, then the others."""
    kinds = {key: str(kind.title) for key, kind in decision_kinds().items()}
    usual = [(key, kinds[key]) for key in item.kind_of.decisions if key in kinds]
    others = [(key, title) for key, title in kinds.items() if key not in dict(usual)]
    if not usual:
        return [("", _("Not decided yet")), *others]
    return [("", _("Not decided yet")), *usual, (_("Others"), others)]


def words_in(posted: Mapping[str, Any], public_id: UUID) -> Words:
    """What was written of one decision, valid or not, as it is kept unsaved."""

    def said(name: str) -> str:
        text = str(posted.get(f"{public_id.hex}-{name}", ""))
        return UNFIT_FOR_A_TEXT.sub("", text).replace("\r\n", "\n")[:LONGEST]

    names = ("kind", "text", "wishes", "dissent", "based_on", "was", "as_html")
    return {name: said(name) for name in names} | {"is_newsworthy": bool(said("is_newsworthy"))}


def digest(words: Words) -> str:
    """What tells whether something else is said; spaces at the ends say nothing."""
    tidied = {"dissent": one_line, "wishes": lines_in}
    said = [tidied.get(name, lambda text: text)(words[name]) for name in SAID]
    tidy = [each.strip() if isinstance(each, str) else each for each in said]
    return hashlib.sha256(json.dumps(tidy).encode()).hexdigest()[:20]


def lines_in(text: str) -> list[str]:
    """The wishes, one a line; the dash before a point of a list is none of its words."""
    return [one_line(each) for each in points_in(text)]


NOTHING: Words = {"kind": "", "text": "", "wishes": "", "dissent": "", "is_newsworthy": False}


def saved_words(decision: Decision | None, latest: DocumentVersion | None = None) -> Words:
    """What stands there, as the form begins with it; whoever knows its `latest` text already gives it."""
    if decision is None:
        return {**NOTHING, "based_on": 0, "was": digest(NOTHING), "as_html": ""}
    latest = latest or decision.document.latest
    typed = is_plain(latest.html)
    words: Words = {
        "kind": decision.kind,
        "text": words_of(latest.html) if typed else latest.html,
        "wishes": "\n".join(decision.wishes_listed),
        "dissent": decision.dissent,
        "is_newsworthy": decision.is_newsworthy,
    }
    more = {"based_on": latest.number, "as_html": "" if typed else "1"}
    return {**words, **more, "was": digest(words)}


@dataclass
class ItemForm:
    """The decisions on one item: `parts` in their order, `new` the one that is not there yet.

    `unseen` says that a colleague decided since the page was read.
    """

    item: AgendaItem
    parts: list[DecisionForm]
    new: DecisionForm
    unsaved: UnsavedDecision | None = None
    clash: dict[str, Any] | None = None
    refusals: list[str] = field(default_factory=list)
    unseen: bool = False

    @property
    def all(self) -> list[DecisionForm]:
        return [*self.parts, self.new]

    @property
    def touched(self) -> list[DecisionForm]:
        return [part for part in self.all if part.is_touched]

    @property
    def is_new_open(self) -> bool:
        """Whether the form of one more decision stands open: always where words stand in it."""
        if not self.parts or (self.new.is_bound and self.new.is_touched):
            return True
        return bool(self.unsaved and self.new.public_id.hex in self.unsaved.words)

    @property
    def state(self) -> str:
        """What became of the item, in a word or two."""
        if self.item.withdrawn_at:
            return pgettext("item", "Withdrawn")
        made = [each.decision for each in self.parts if each.decision]
        if made:
            return ", ".join(str(each.kind_of.title) for each in made)
        return _("Not decided yet") if self.item.kind_of.is_decided else _("Needs no decision")

    @property
    def words(self) -> dict[str, Words]:
        """What is not saved of it, by decision; nothing where all stands as it is saved."""
        return {part.public_id.hex: words_in(part.data, part.public_id) for part in self.touched}

    def keep(self, *, by: User, at: datetime) -> bool:
        """Write all that was touched, or none; where a colleague was faster, `clash` has both texts."""
        if [part for part in self.touched if not part.is_valid()]:  # each says what is wrong
            return False
        if self.unseen and [part for part in self.touched if part.decision is None]:
            self.refusals = [
                _(
                    "A colleague noted a decision on the item meanwhile; it stands above yours, which is not "
                    "saved yet. If it is the same decision, put your colleague's right and empty your own. If you "
                    "save it as it stands, there are two decisions on the item."
                )
            ]
            return False
        try:
            written = [part.written for part in self.touched]
            minute_item(self.item, written=written, by=by, at=at)
        except StaleEdit as stale:
            self.clash = clash_of(self, stale)
            return False
        except ValidationError as refusal:
            self.refusals = refusal.messages
            return False
        return True


def form_of(
    item: AgendaItem,
    decisions: list[Decision],
    texts: dict[int, DocumentVersion],
    unsaved: UnsavedDecision | None,
    user: User,
) -> ItemForm:
    """The form of an item with what is saved, its `texts` by document, and over it what the reader has not saved."""
    kept = unsaved.words if unsaved else {}

    def part(public_id: UUID, decision: Decision | None) -> DecisionForm:
        latest = texts[decision.document_id] if decision else None
        initial = kept.get(public_id.hex) or saved_words(decision, latest)
        return DecisionForm(item, public_id, decision, initial=initial)

    new = next_id(item, decisions, user)
    parts = [part(each.public_id, each) for each in decisions]
    known = {each.public_id.hex for each in decisions} | {new.hex}
    parts += [part(UUID(key), None) for key in kept if key not in known]
    return ItemForm(item, parts, part(new, None), unsaved)


def posted_form(item: AgendaItem, posted: Any, user: User) -> ItemForm:
    """The form of an item as it was sent."""
    decisions = list(item.decisions.prefetch_related("wishes"))
    by_id = {each.public_id: each for each in decisions}
    new = next_id(item, decisions, user)
    named = [each for each in map(as_id, posted.getlist("decision")) if each]
    order = dict.fromkeys([*by_id, *named, new])
    parts = {
        each: DecisionForm(item, each, by_id.get(each), data=whole(posted, each, by_id.get(each)))
        for each in order
    }
    last = parts.pop(new)
    unseen = any(f"{each.hex}-was" not in posted for each in by_id)
    return ItemForm(item, list(parts.values()), last, unseen=unseen)


def whole(posted: Any, public_id: UUID, decision: Decision | None) -> Any:
    """What was sent of a decision; of one that was not on the page, a colleague's, what is saved."""
    if f"{public_id.hex}-was" in posted:
        return posted
    return {
        f"{public_id.hex}-{name}": value for name, value in saved_words(decision).items() if value
    }


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def next_id(item: AgendaItem, decisions: list[Decision], user: User) -> UUID:
    """What the next decision of this writer will be known by: the same until it is made."""
    taken = {each.public_id for each in decisions}
    number = 0
    while (free := uuid5(item.public_id, f"{user.public_id} {number}")) in taken:
        number += 1
    return free


def clash_of(form: ItemForm, stale: StaleEdit) -> dict[str, Any]:
    """Mine and the colleague's who was faster; saved again it stands on theirs, where it says something else."""
    decision = Decision.objects.get(document=stale.theirs.document)
    part = next(each for each in form.parts if each.public_id == decision.public_id)
    mine, theirs = part.cleaned_data, saved_words(decision)
    seen = {part.add_prefix(name): theirs[name] for name in ("based_on", "was")}
    part.data = {key: part.data.get(key, "") for key in part.data} | seen
    part.decision = decision
    kinds = decision_kinds()
    said = [
        (part.fields["kind"].label, kinds[decision.kind].title, kinds[mine["kind"]].title),
        (
            part.fields["wishes"].label,
            "; ".join(decision.wishes_listed) or _("(empty)"),
            "; ".join(mine["wishes"]) or _("(empty)"),
        ),
        (
            part.fields["dissent"].label,
            decision.dissent or _("(empty)"),
            mine["dissent"] or _("(empty)"),
        ),
    ]
    others = [each for each in said if each[1] != each[2]]
    return clash_with(stale.theirs, stale.mine, others)


def unsaved_said(forms_: list[ItemForm]) -> str:
    """How many items have words that are not saved; nothing where none has."""
    many = sum(1 for each in forms_ if each.unsaved)
    words = ngettext(
        "What you wrote on one item is not saved.",
        "What you wrote on %(many)s items is not saved.",
        many,
    )
    return words % {"many": many} if many else ""
