"""The classification of the municipalities (KLE), where it was imported."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

KLE_NUMBER = r"^\d\d(\.\d\d(\.\d\d)?)?\Z"


def titled(number: str, title: str | None) -> str:
    """A number with its title, where there is one."""
    return f"{number} {title}" if title else number


class SubjectClassQuerySet(models.QuerySet["SubjectClass"]):
    def public(self) -> "SubjectClassQuerySet":
        """All: a classification is for everybody."""
        return self.all()

    def visible_to(self, _viewer: Any) -> "SubjectClassQuerySet":
        """The same."""
        return self.public()

    def within(self, number: str) -> "SubjectClassQuerySet":
        """The class of this number, and those of the group or main group it names."""
        return self.filter(Q(number=number) | Q(number__startswith=f"{number}."))

    def called(self, number: str) -> str:
        """The number with its title, where it is known."""
        return titled(number, self._titles(Value(number)).first())

    def title_at(self, path: str) -> Subquery:
        """The title for the number that an outer row has at `path`, as a column of that row."""
        return Subquery(self._titles(OuterRef(path))[:1])

    def _titles(self, number: Any) -> Any:
        """The title of a class, and of a group that of its first class."""
        same = [number, *(Concat(number, Value(more)) for more in (".00", ".00.00"))]
        return self.filter(number__in=same).order_by("number").values_list("title", flat=True)

    def searched(self, words: str) -> "SubjectClassQuerySet":
        """Those whose number begins with each word, or in whose title it stands; without words none."""
        found = self if words.strip() else self.none()
        for word in words.split():
            # SQLite knows no small letter of Æ, Ø and Å
            in_title = Q(title__icontains=word) | Q(title__icontains=word.capitalize())
            found = found.filter(Q(number__startswith=word) | in_title)
        return found


class SubjectClass(models.Model):
    """A subject of the municipalities' classification (KLE), e.g. 00.01.00; imported, for no one types them."""

    number = models.CharField(
        _("KLE number"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(KLE_NUMBER, _("Write a KLE number, e.g. 29.00 or 29.00.00."))],
    )
    title = models.CharField(_("title"), max_length=200)

    objects = SubjectClassQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
