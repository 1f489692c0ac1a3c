from django.db import models
from django.db.models import F


class ContentVersion(models.Model):
    """How often what the public sees has changed: one row a council (its slug), one for all of them ('')."""

    scope = models.SlugField(primary_key=True, blank=True)
    number = models.BigIntegerField(default=0)

    @classmethod
    def numbers(cls) -> dict[str, int]:
        """Scope to number, in one small query."""
        return dict(cls.objects.values_list("scope", "number"))

    @classmethod
    def raise_for(cls, scope: str) -> None:
        """Make every page that was kept for `scope` one of the past."""
        if not cls.objects.filter(scope=scope).update(number=F("number") + 1):
            cls.objects.create(scope=scope, number=1)
