"""Who agreed on which support level when, and who said what happened: either may change, both ways."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cycles.models.records import Segment
from cycles.support import SupportLevel


class LevelChange(models.Model):
    """One line of what a pair negotiated about a segment. `was` is empty the first time, `became` once it is open."""

    class About(models.TextChoices):
        AGREED = "agreed", _("agreed")
        HAPPENED = "happened", _("happened")

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="changes")
    about = models.CharField(max_length=10, choices=About)
    was = models.CharField(max_length=12, choices=SupportLevel, blank=True)
    became = models.CharField(max_length=12, choices=SupportLevel, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
