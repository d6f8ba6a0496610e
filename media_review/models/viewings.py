"""Who watched which recording, when, and which stretches of it."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from media_review.models.recordings import Recording

User = settings.AUTH_USER_MODEL


class Viewing(models.Model):
    """Who watched what, when, and which stretches: [[from_ms, to_ms], …] in order, never overlapping."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="viewings")
    viewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    ranges = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]
