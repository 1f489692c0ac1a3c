import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kkr.council.models import Council
from kkr.council.models.guards import Fixed, NeverDeleted
from kkr.council.models.roles import Role, acted_on, administers, holds
from kkr.documents.models import Document, DocumentVersion, no_number_before
from kkr.meetings.models import AgendaItem, Decision, Meeting
from kkr.recommendations.models import Outcome


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("news", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("news", "Scheduled")
    PUBLISHED = "published", pgettext_lazy("news", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("news", "Withdrawn")
    DISCARDED = "discarded", pgettext_lazy("news", "Discarded")


class Precision(models.TextChoices):
    """How well the date is known; of old news sometimes only the month is."""

    DAY = "day", pgettext_lazy("date", "Day")
    MONTH = "month", pgettext_lazy("date", "Month")


WORDS = ("title", "teaser", "label", "subject", "press_contact", "source_url")
"""What stands around the text; it has versions as the text has."""
STEPS: dict[str, set[str]] = {
    State.DRAFT: {State.SCHEDULED, State.PUBLISHED, State.DISCARDED},
    State.SCHEDULED: {State.DRAFT, State.SCHEDULED, State.PUBLISHED},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
    State.DISCARDED: {State.DRAFT},
}
PUBLIC = Q(state=State.PUBLISHED)
WAS_PUBLIC = Q(state__in=[State.PUBLISHED, State.WITHDRAWN])


class WrongState(ValidationError):
    """What was asked does not fit the state the item is in."""

    def __init__(self, item: "NewsItem") -> None:
        super().__init__(
            _("This cannot be done while the news item is “%(state)s”."),
            code="wrong_state",
            params={"state": item.get_state_display()},
        )
        self.item = item


def kept_by(viewer: Any) -> Q:
    """The condition that a row's council is one the viewer is secretary of; an administrator has KL's."""
    own = Q(council__in=acted_on(viewer, Role.SECRETARY))
    return own | (Q(council=None) & administers(viewer))


def worked_on_by(viewer: Any) -> Q:
    """The condition that the viewer sees all of a row, drafts and former versions too."""
    if holds(viewer, Role.ADMINISTRATOR):
        return Q()
    return Q(council__in=acted_on(viewer, Role.SECRETARY))


class NewsItemQuerySet(models.QuerySet["NewsItem"]):
    def public(self) -> "NewsItemQuerySet":
        """What everybody may read: published, and not withdrawn since."""
        return self.filter(PUBLIC)

    def withdrawn(self) -> "NewsItemQuerySet":
        """What answers 410 at its address, with the reason and nothing else."""
        return self.filter(state=State.WITHDRAWN)

    def visible_to(self, viewer: Any) -> "NewsItemQuerySet":
        """The public ones, and to its secretaries and the administrators all of a council's."""
        everything = worked_on_by(viewer)
        return self.filter(PUBLIC | everything) if everything else self.all()

    def worked_on_by(self, viewer: Any) -> "NewsItemQuerySet":
        """What the viewer sees all of: a secretary their council's, an administrator everything."""
        return self.filter(worked_on_by(viewer))

    def kept_by(self, viewer: Any) -> "NewsItemQuerySet":
        """What is the viewer's own to finish: a secretary's councils', and KL's for an administrator."""
        return self.filter(kept_by(viewer))

    def unfinished(self) -> "NewsItemQuerySet":
        """Drafts, the newest first, and what is scheduled, the next first."""
        # the two databases do not agree on where an empty time stands
        order = models.F("publish_at").asc(nulls_first=True), "-drafted_at"
        return self.filter(state__in=[State.DRAFT, State.SCHEDULED]).order_by(*order)

    def to_finish(self) -> "NewsItemQuerySet":
        """The same, and what was published of an outcome that is another now, with no correction on it since."""
        since = Outcome.objects.filter(
            recommendation=OuterRef(OuterRef("outcome__recommendation")), at__gt=OuterRef("at")
        )
        withdrawn = Q(
            item__outcome__recommendation__round__state="withdrawn",
            item__outcome__recommendation__round__closed_at__gt=F("at"),
        )
        newest = NewsCorrection.objects.filter(~Exists(since), ~withdrawn, item=OuterRef("pk"))
        stale = Q(
            ~Exists(newest),
            state=State.PUBLISHED,
            outcome__in=Outcome.objects.overtaken().values("pk"),
        )
        order = models.F("publish_at").asc(nulls_first=True), "-drafted_at"
        return self.filter(Q(state__in=[State.DRAFT, State.SCHEDULED]) | stale).order_by(*order)

    def discarded(self) -> "NewsItemQuerySet":
        """Drafts thrown away, the newest first; each can be brought back."""
        return self.filter(state=State.DISCARDED).order_by("-drafted_at")

    def once_public(self) -> "NewsItemQuerySet":
        """Published, and perhaps withdrawn since."""
        return self.filter(WAS_PUBLIC)

    def sent_by(self, council: Council | None) -> "NewsItemQuerySet":
        """The council's own; without one KL's to all of them."""
        return self.filter(council=council)

    def of_council(self, council: Council | None) -> "NewsItemQuerySet":
        """The council's own and what concerns all councils; without one only the latter."""
        to_all = Q(council=None)
        return self.filter(Q(council=council) | to_all if council else to_all)

    def with_changes(self) -> "NewsItemQuerySet":
        """Each with `changed_at`: when it was published, last rewritten or corrected."""
        versions = DocumentVersion.objects.filter(document=OuterRef("document"))
        corrections = NewsCorrection.objects.filter(item=OuterRef("pk"))
        latest = [
            Coalesce(Subquery(rows.order_by("-at").values("at")[:1]), "published_at")
            for rows in (versions, corrections)
        ]
        return self.annotate(changed_at=Greatest("published_at", *latest))

    def about(self, thing: AgendaItem | Meeting) -> "NewsItemQuerySet":
        """What tells of the decisions on an item, or of a meeting's decisions or its minutes."""
        if isinstance(thing, AgendaItem):
            return self.filter(decision__item=thing)
        return self.filter(Q(meeting=thing) | Q(decision__item__meeting=thing))

    def in_year(self, year: int) -> "NewsItemQuerySet":
        """Published in that year, Copenhagen time."""
        return self.filter(year=year)

    def due_at(self, instant: Any) -> "NewsItemQuerySet":
        """Scheduled for then or earlier, and not held back."""
        return self.filter(state=State.SCHEDULED, held_at=None, publish_at__lte=instant)

    def newest_first(self) -> "NewsItemQuerySet":
        """In the order of the front page and the archive."""
        return self.order_by("-published_at", "-pk")

    def older_than(self, item: "NewsItem") -> "NewsItemQuerySet":
        """What follows `item` when the newest stand first: a page costs what the first did."""
        same_time = Q(published_at=item.published_at, pk__lt=item.pk)
        return self.filter(published_at__lte=item.published_at).filter(
            same_time | Q(published_at__lt=item.published_at)
        )

    def years(self) -> "models.QuerySet[NewsItem, tuple[int, int]]":
        """The years among these items and how many each has, the newest first."""
        return self.order_by("-year").values_list("year").annotate(items=Count("pk"))


class NewsItem(models.Model):
    """One thing the public is told; without a council it is told to all of them by KL.

    The text is a document of its own. `year` and `slug` make the address; once published an item
    keeps its date, and is withdrawn, never deleted. `drafted_from` is the text it was begun with, if
    that was another's; `decision` is the one it tells of, or `meeting` the one whose minutes it is about.
    Of what is scheduled, `passed` says why it was let pass, and which findings; `held_at` is when the
    guards found more, at its time or as it was written, so that it waits for somebody and not for its time.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="news_item")
    drafted_from = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="news"
    )
    label = models.CharField(_("label"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    teaser = models.CharField(_("teaser"), max_length=400, blank=True)
    slug = models.CharField(
        _("last part of the address"),
        max_length=120,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                _("An address may hold only small letters a to z, digits and hyphens."),
            )
        ],
    )
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    press_contact = models.CharField(_("press contact"), max_length=200, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    drafted_at = models.DateTimeField()
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    passed = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    date_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=400, blank=True)

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(WAS_PUBLIC & Q(published_at__isnull=False, year__isnull=False))
                | (~WAS_PUBLIC & Q(published_at=None, year=None)),
                name="news_published_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False),
                name="news_scheduled_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(state=State.SCHEDULED),
                name="news_held_is_scheduled",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=State.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                )
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None, withdrawal_reason="")),
                name="news_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decision=None) | Q(meeting=None), name="news_tells_of_one_thing"
            ),
            NeverDeleted(name="news_stays"),
            Fixed(
                fields=["decision", "meeting", "outcome"],
                name="news_tells_of_what_it_was_begun_for",
            ),
            Fixed(fields=["public_id", "council", "document"], name="news_is_whose_it_is"),
            Fixed(fields=["drafted_from"], name="news_was_begun_with"),
            Fixed(fields=["published_at", "year"], once="published_at", name="news_keeps_its_date"),
        ]
        indexes = [
            # the newest of a council stop after a few rows of this, however many there are
            models.Index(fields=["state", "-published_at", "-id", "council"], name="news_newest"),
            models.Index(fields=["state", "council", "year"], name="news_years"),
            models.Index(fields=["state", "publish_at"], name="news_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state == State.PUBLISHED

    @property
    def is_overtaken(self) -> bool:
        """Whether it tells an outcome that does not hold any more."""
        return self.outcome is not None and self.outcome.is_overtaken

    @property
    def scopes(self) -> list[str]:
        """The councils whose pages change with it, by slug; none means all."""
        return [self.council.slug] if self.council else []

    @property
    def path(self) -> str:
        """Its address without a language, e.g. `/hovedstaden/nyheder/2017/kkr-maal-for-sundhed/`."""
        council = f"/{self.council.slug}" if self.council else ""
        return f"{council}/nyheder/{self.year}/{self.slug}/"

    @property
    def identifier(self) -> str:
        """What feeds and programs know it by, whatever it is called and wherever it moves."""
        return self.public_id.urn

    @property
    def is_held(self) -> bool:
        """Whether it is not published by itself, for something was found in it that nobody saw."""
        return self.held_at is not None

    def is_ahead_at(self, instant: datetime) -> bool:
        """Whether its time is still to come then."""
        return self.publish_at is not None and self.publish_at > instant

    def is_due_at(self, instant: datetime) -> bool:
        """Whether the tick may publish it then."""
        due = self.publish_at is not None and self.publish_at <= instant
        return due and self.state == State.SCHEDULED and self.held_at is None

    def step(self, state: State) -> None:
        """Go to `state`, or refuse in words."""
        if state not in STEPS[self.state]:
            raise WrongState(self)
        self.state = state


class PrivateDraftQuerySet(models.QuerySet["PrivateDraft"]):
    def public(self) -> "PrivateDraftQuerySet":
        """Nothing: what somebody has not saved is theirs alone."""
        return self.none()

    def visible_to(self, viewer: Any) -> "PrivateDraftQuerySet":
        """One's own, and nobody else's, whatever their role."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(user=viewer)

    def begun_by(self, viewer: Any) -> "PrivateDraftQuerySet":
        """What the viewer began, never saved, and may still save."""
        return self.visible_to(viewer).filter(kept_by(viewer), item=None)

    def on(self, council: Council | None, item: "NewsItem | None") -> "PrivateDraftQuerySet":
        """Of this item, or with None of an item not yet saved for the first time."""
        return self.filter(council=council, item=item)


class PrivateDraft(models.Model):
    """What somebody is writing and has not saved, so that a lost connection costs nothing.

    One a person and item, overwritten and thrown away: no version, and not in the ledger. `revision`
    is another number each time, and `window` says from where, so that one window does not write over what
    another wrote.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_drafts"
    )
    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    item = models.ForeignKey(
        NewsItem, on_delete=models.CASCADE, null=True, blank=True, related_name="private_drafts"
    )
    fields = models.JSONField(default=dict)
    based_on = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=no_number_before)
    window = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField()

    objects = PrivateDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "item"],
                condition=Q(item__isnull=False),
                name="one_private_draft_per_item",
            ),
            models.UniqueConstraint(
                fields=["user", "council"],
                condition=Q(item=None, council__isnull=False),
                name="one_private_draft_begun",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(item=None, council=None),
                name="one_private_draft_to_all",
            ),
        ]

    def __str__(self) -> str:
        return str(self.fields.get("title", ""))

    def laid_over(self, item: NewsItem) -> str:
        """Put its words on `item`, which must not be saved after, and give its text."""
        for name in WORDS:
            setattr(item, name, self.fields.get(name, ""))
        return str(self.fields.get("html", ""))


class NewsCorrection(models.Model):
    """A notice that readers see above the text: what was wrong, and since when it is right."""

    item = models.ForeignKey(NewsItem, on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    text = models.CharField(_("what was corrected"), max_length=400)

    class Meta:
        ordering = ["item", "at", "pk"]
        constraints = [NeverDeleted(name="news_correction_stays")]

    def __str__(self) -> str:
        return self.text


class NewsWordingQuerySet(models.QuerySet["NewsWording"]):
    def public(self) -> "NewsWordingQuerySet":
        """Nothing: what an item says now stands on it, and what it said before is not for everybody."""
        return self.none()

    def visible_to(self, viewer: Any) -> "NewsWordingQuerySet":
        """Of the items the viewer works on."""
        items = NewsItem.objects.worked_on_by(viewer).values("document_id")
        return self.filter(version__document__in=items)


class NewsWording(models.Model):
    """What stood around the text in one version of an item; written with the version, never changed."""

    version = models.OneToOneField(
        DocumentVersion, on_delete=models.PROTECT, related_name="news_wording"
    )
    title = models.CharField(_("title"), max_length=200)
    teaser = models.CharField(_("teaser"), max_length=400, blank=True)
    label = models.CharField(_("label"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    press_contact = models.CharField(_("press contact"), max_length=200, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = NewsWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            NeverDeleted(name="news_wording_stays"),
            Fixed(fields=["version", *WORDS], name="news_wording_is_not_edited"),
        ]

    def __str__(self) -> str:
        return self.title
