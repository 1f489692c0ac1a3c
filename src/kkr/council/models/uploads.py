import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from kkr.council.models.bodies import Council
from kkr.council.models.roles import bodies_kept_by


class UploadQuerySet(models.QuerySet["Upload"]):
    def public(self) -> "UploadQuerySet":
        """Nothing: what somebody is about to import is theirs alone."""
        return self.none()

    def visible_to(self, viewer: Any) -> "UploadQuerySet":
        """One's own, for as long as one keeps the council's register."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(user=viewer, council__in=bodies_kept_by(viewer).values("pk"))

    def older_than(self, instant: datetime) -> "UploadQuerySet":
        """Uploaded before then, and forgotten."""
        return self.filter(uploaded_at__lt=instant)


class Upload(models.Model):
    """A table that waits for a yes: one a person and council, overwritten and thrown away."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="register_uploads"
    )
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    rows = models.JSONField()
    uploaded_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "council"], name="one_upload_at_a_time")
        ]

    def __str__(self) -> str:
        return self.name
