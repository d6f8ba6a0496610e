"""What each person has been told, so that nobody is told twice."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class Told(models.Model):
    """One event, told to one person: `event` names its kind and the row it is about."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    event = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="letterbox_told_at")]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="letterbox_told_once")]
